import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { kindOf } from '../../../catalogue/policy/condition-keys.ts';

const page = readFileSync(new URL('../../../docs/policy-judgement.md', import.meta.url), 'utf8');
const rows = page
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, , keys]) => /^`(aws|kms|lambda|s3|sns|sts):/.test(keys ?? ''))
  .flatMap(([, kind = '', keys = '']) => [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => [key, kind] as const));

test.each(rows)('the page says of %s that it tells the %s, and so it does', (key, kind) => {
  expect(kindOf(key)).toBe(kind);
});

test.each(['kms:ViaService', 'aws:CalledVia'])('the page says of %s that it is unknown, and so it is', (key) => {
  expect(page).toContain(`every other, such as \`kms:ViaService\` or \`aws:CalledVia\``);
  expect(kindOf(key)).toBe('unknown');
});

test('the page has keys of every kind', () => {
  expect(new Set(rows.map(([, kind]) => kind)).size).toBe(14);
});
