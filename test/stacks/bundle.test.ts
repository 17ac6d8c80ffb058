import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { catalogue } from '../../catalogue/index.ts';
import { parseConfig } from '../../functions/domain/config.ts';
import { bundleFunctions } from '../../stacks/constructs/bundle.ts';
import { twoAccounts } from './app.ts';

const out = bundleFunctions(parseConfig(twoAccounts), mkdtempSync(join(tmpdir(), 'homeostat-bundle-')));
afterAll(() => rmSync(out, { recursive: true }));

test.each(['assess', 'verify'])('%s loads no client but that of STS before a control makes a call', (name) => {
  const start = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file), 'utf8'));
  const clients = new Set(start.flatMap((code) => code.match(/\b[A-Z]\w*Client(?=")/g) ?? []));
  expect([...clients].filter((client) => client !== 'Client')).toEqual(['STSClient']);
});

test.each([
  ['assess', 450_000],
  ['verify', 450_000],
  ['apply', 700_000],
])('%s starts with less than %d bytes of code', (name, most) => {
  const sizes = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file)).length);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(most);
});

test.each(['assess', 'open', 'apply', 'verify', 'pages'])('%s starts without any control', (name) => {
  const start = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file), 'utf8'));
  const loaded = catalogue.filter(({ id }) => start.some((code) => code.includes(`"${id}"`)));
  expect(loaded.map(({ id }) => id)).toEqual([]);
});

/** A file and what it imports without waiting for anything. */
function loadedBy(file: string, known = new Set<string>()): readonly string[] {
  known.add(file);
  for (const [, next = ''] of readFileSync(join(out, file), 'utf8').matchAll(
    /(?:from|import)\s*"\.\/([\w.-]+\.mjs)"/g,
  )) {
    if (!known.has(next)) {
      loadedBy(next, known);
    }
  }
  return [...known];
}
