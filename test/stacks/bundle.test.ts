import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { catalogue } from '../../catalogue/index.ts';
import { parseConfig } from '../../functions/domain/config.ts';
import { bundleConsole, bundleFunctions } from '../../stacks/constructs/bundle.ts';
import { twoAccounts } from './app.ts';

const config = parseConfig({ ...twoAccounts, console: {} });
const out = bundleFunctions(config, mkdtempSync(join(tmpdir(), 'homeostat-bundle-')));
const console = bundleConsole(config, '1.2.3', mkdtempSync(join(tmpdir(), 'homeostat-bundle-')));
afterAll(() => [out, console].forEach((folder) => rmSync(folder, { recursive: true })));

test.each(['assess', 'verify'])('%s loads no client but that of STS before a control makes a call', (name) => {
  const start = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file), 'utf8'));
  const clients = new Set(start.flatMap((code) => code.match(/\b[A-Z]\w*Client(?=")/g) ?? []));
  expect([...clients].filter((client) => client !== 'Client')).toEqual(['STSClient']);
});

test.each([
  ['assess', 450_000],
  ['verify', 450_000],
  ['apply', 740_000],
])('%s starts with less than %d bytes of code', (name, most) => {
  const sizes = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file)).length);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(most);
});

test.each(['assess', 'open', 'apply', 'verify', 'pages'])('%s starts without any control', (name) => {
  const start = loadedBy(`${name}.mjs`).map((file) => readFileSync(join(out, file), 'utf8'));
  const loaded = catalogue.filter(({ id }) => start.some((code) => code.includes(`"${id}"`)));
  expect(loaded.map(({ id }) => id)).toEqual([]);
});

test.each([
  ['api', 1_200_000],
  ['authorize', 620_000],
])('%s, of the console, starts with less than %d bytes of code and without any control', (name, most) => {
  const start = loadedBy(`${name}.mjs`, console).map((file) => readFileSync(join(console, file), 'utf8'));
  expect(start.reduce((sum, code) => sum + code.length, 0)).toBeLessThan(most);
  expect(catalogue.filter(({ id }) => start.some((code) => code.includes(`"${id}"`))).map(({ id }) => id)).toEqual([]);
});

test('the console has a card and a page of every control, and the description of its API, beside it', () => {
  expect(JSON.parse(readFileSync(join(console, 'openapi.json'), 'utf8'))).toMatchObject({ info: { version: '1.2.3' } });
  const cards = JSON.parse(readFileSync(join(console, 'cards.json'), 'utf8')) as { id: string }[];
  const pages = JSON.parse(readFileSync(join(console, 'control-pages.json'), 'utf8')) as Record<string, string>;
  expect(cards.map(({ id }) => id)).toEqual(catalogue.map(({ id }) => id));
  expect(catalogue.filter(({ id, title }) => !pages[id]?.includes(title)).map(({ id }) => id)).toEqual([]);
});

/** A file and what it imports without waiting for anything. */
function loadedBy(file: string, folder = out, known = new Set<string>()): readonly string[] {
  known.add(file);
  for (const [, next = ''] of readFileSync(join(folder, file), 'utf8').matchAll(
    /(?:from|import)\s*"\.\/([\w.-]+\.mjs)"/g,
  )) {
    if (!known.has(next)) {
      loadedBy(next, folder, known);
    }
  }
  return [...known];
}
