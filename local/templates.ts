import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LeftOut, type Resource, type Template, withoutUnsupported } from './unsupported.ts';

/** Fits the synthesized templates in a directory to the emulator; returns what had to be left out. */
export function fitToEmulator(directory: string): readonly LeftOut[] {
  const files = readdirSync(directory).filter((file) => file.endsWith('.template.json'));
  return files.flatMap((file) => {
    const path = join(directory, file);
    const { template, leftOut } = withoutUnsupported(JSON.parse(readFileSync(path, 'utf8')));
    writeFileSync(path, JSON.stringify(hearingLocalSources(template), undefined, 1));
    return leftOut;
  });
}

/** Rules that listen to `aws.s3` also listen to `local.s3`, the name that some emulators leave us (see trail/bus.ts). */
export function hearingLocalSources(template: Template): Template {
  const resources = Object.entries(template.Resources ?? {}).map(([id, resource]) => [id, hearing(resource)]);
  return { ...template, Resources: Object.fromEntries(resources) };
}

function hearing(resource: Resource): Resource {
  const pattern = resource.Properties?.['EventPattern'] as { source?: unknown } | undefined;
  if (resource.Type !== 'AWS::Events::Rule' || !Array.isArray(pattern?.source)) return resource;
  const source = [...pattern.source, ...pattern.source.filter(isAws).map((name) => name.replace('aws.', 'local.'))];
  return { ...resource, Properties: { ...resource.Properties, EventPattern: { ...pattern, source } } };
}

function isAws(source: unknown): source is string {
  return typeof source === 'string' && source.startsWith('aws.');
}
