import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { card } from '../../catalogue/derive/card.ts';
import { page } from '../../catalogue/derive/page.ts';
import { wakersOf } from '../../catalogue/derive/wakers.ts';
import { catalogue } from '../../catalogue/index.ts';
import { openApi } from '../../functions/api/openapi.ts';
import type { Config } from '../../functions/domain/config.ts';
import { type FunctionName, functionNames } from '../names.ts';

const root = join(import.meta.dirname, '../..');

/**
 * Bundles all functions into the folder `out`: ESM, the SDK inside, shared code in shared chunks, and each service's client in a
 * chunk of its own that is loaded on its first call, and so each control. The configuration, and what wakes which control up, lie
 * beside them.
 */
export function bundleFunctions(config: Config, out: string): string {
  bundle(functionNames, out);
  keepBeside(config, out);
  return out;
}

/**
 * Bundles what the console talks to, with the catalogue as it shows it and the API’s description. By itself: what is shared with the others would carry more
 * of each library than they need, and they are on the way of every event.
 */
export function bundleConsole(config: Config, version: string, out: string): string {
  bundle(['api', 'authorize'], out);
  keepBeside(config, out);
  writeFileSync(join(out, 'openapi.json'), JSON.stringify(openApi(version)));
  const cards = catalogue.map((control) => ({ ...card(control), ...(control.needs && { needs: control.needs }) }));
  writeFileSync(join(out, 'cards.json'), JSON.stringify(cards));
  const pages = catalogue.map((control) => [control.id, page(control)]);
  writeFileSync(join(out, 'control-pages.json'), JSON.stringify(Object.fromEntries(pages)));
  return out;
}

function keepBeside(config: Config, out: string): void {
  writeFileSync(join(out, 'config.json'), JSON.stringify(config));
  writeFileSync(join(out, 'controls.json'), JSON.stringify(wakersOf(catalogue)));
}

/** Bundles what serves the console's files, with these files beside it: nobody else's start-up pays for them. */
export function bundleSite(out: string): string {
  bundle(['site'], out);
  const built = join(root, 'console/dist');
  if (existsSync(built)) {
    cpSync(built, join(out, 'console'), { recursive: true });
  }
  return out;
}

function bundle(names: readonly FunctionName[], out: string): void {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: names.map((name) => ({
      in: `functions/${name}${name === 'pages' ? '.tsx' : '.ts'}`,
      out: name,
    })),
    outdir: out,
    bundle: true,
    minify: true,
    keepNames: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    outExtension: { '.js': '.mjs' },
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    // Some dependencies of the tracer are CommonJS and ask for Node's own modules.
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
    legalComments: 'none',
    logLevel: 'warning',
  });
}
