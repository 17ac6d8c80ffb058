import { diffLines } from 'diff';

export interface Line {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** The way from one state to another, line by line; nothing is left out. Policy documents inside a state are shown as documents. */
export function diffOf(before: unknown, after: unknown): readonly Line[] {
  return diffLines(`${readable(before)}\n`, `${readable(after)}\n`).flatMap(({ value, added, removed }) =>
    value
      .split('\n')
      .slice(0, -1)
      .map((text): Line => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text })),
  );
}

const signs = { same: ' ', added: '+', removed: '-' } as const;

export function asText(lines: readonly Line[]): string {
  return lines.map(({ kind, text }) => `${signs[kind]} ${text}`).join('\n');
}

/**
 * JSON with two spaces, in which text that is itself a JSON document is opened up. Invisible characters, which could
 * turn the order of what is read around, show as their code.
 */
export function readable(value: unknown): string {
  const json = JSON.stringify(opened(value), null, 2) ?? 'nothing';
  return json.replace(/[\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

function opened(value: unknown): unknown {
  if (typeof value === 'string') {
    return documentIn(value) ?? value;
  }
  if (Array.isArray(value)) {
    return value.map(opened);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, opened(item)]))
    : value;
}

function documentIn(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) {
    return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
