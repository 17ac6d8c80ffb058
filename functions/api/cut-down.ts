import type { Config } from '../domain/config.ts';

/** A configuration without what names some accounts: their entries, and the rules and patterns that are about nobody else. */
export function cutDown(config: Config, foreign: readonly string[]): Config {
  const entries = Object.entries(config).map(([name, value]) => [name, cut(value, foreign) ?? emptied(value)]);
  return foreign.length === 0 ? config : (Object.fromEntries(entries) as Config);
}

/** `undefined` where nothing that may be seen is left of it. */
function cut(value: unknown, foreign: readonly string[]): unknown {
  const isForeign = (text: string) => foreign.some((account) => text.includes(account));
  if (typeof value === 'string') {
    return isForeign(value) ? undefined : value;
  }
  if (Array.isArray(value)) {
    const left = value.map((item) => cut(item, foreign)).filter((item) => item !== undefined);
    return left.length === 0 && value.length > 0 ? undefined : left;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const left = Object.entries(value)
    .filter(([key, item]) => item !== undefined && !isForeign(key))
    .map(([key, item]) => [key, cut(item, foreign)] as const);
  return left.some(([, item]) => item === undefined) ? undefined : Object.fromEntries(left);
}

function emptied(value: unknown): unknown {
  return Array.isArray(value) ? [] : {};
}
