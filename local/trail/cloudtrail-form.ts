import type { NormalizedSchema } from '@smithy/core/schema';
import type { Parameters } from './exchange.ts';

/**
 * Members of an API's input or output as CloudTrail writes them: the first letter small, the keys of maps as they
 * are, numbers and booleans typed. Without a schema every object is taken for a structure and text stays text.
 */
export function cloudTrailForm(value: unknown, schema?: NormalizedSchema): unknown {
  if (schema?.isDocumentSchema()) return value;
  if (Array.isArray(value))
    return value.map((item) => cloudTrailForm(item, schema?.isListSchema() ? schema.getValueSchema() : undefined));
  if (value instanceof Map) return keyed(value, schema);
  if (typeof value === 'object' && value !== null) return members(value as Parameters, schema);
  return typeof value === 'string' ? typed(value, schema) : value;
}

/** CloudTrail's spelling of a member: `PolicyArn` is `policyArn`, `ARN` is `arn`, `DBSnapshotIdentifier` is `dBSnapshotIdentifier`. */
function memberName(name: string): string {
  return /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.charAt(0).toLowerCase() + name.slice(1);
}

function keyed(value: Map<string, unknown>, schema: NormalizedSchema | undefined): Parameters {
  const inner = schema?.isMapSchema() ? schema.getValueSchema() : undefined;
  return Object.fromEntries([...value].map(([name, item]) => [name, cloudTrailForm(item, inner)]));
}

function members(value: Parameters, schema: NormalizedSchema | undefined): Parameters {
  if (schema?.isMapSchema()) return keyed(new Map(Object.entries(value)), schema);
  const formed = Object.entries(value).flatMap(([name, item]): [string, unknown][] => {
    const inner = innerSchema(name, schema);
    // CloudTrail leaves binary data out.
    if (inner?.isBlobSchema()) return [];
    return [[memberName(name), cloudTrailForm(item, inner)]];
  });
  return Object.fromEntries(formed);
}

function innerSchema(name: string, schema: NormalizedSchema | undefined): NormalizedSchema | undefined {
  if (!schema?.isStructSchema()) return undefined;
  const inner = schema.getMemberSchemas();
  return Object.hasOwn(inner, name) ? inner[name] : undefined;
}

function typed(text: string, schema: NormalizedSchema | undefined): unknown {
  if (schema?.isNumericSchema() && text !== '' && Number.isFinite(Number(text))) return Number(text);
  if (schema?.isBooleanSchema() && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}
