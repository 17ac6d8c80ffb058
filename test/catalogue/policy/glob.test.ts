import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contains, overlaps } from '../../../catalogue/policy/glob.ts';

const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 5 }).map((letters) => letters.join(''));

describe('patterns', () => {
  test('overlap just where some text meets both', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        expect(overlaps(one, other)).toBe(texts.some((text) => meets(one, text) && meets(other, text)));
      }),
      { numRuns: 1000 },
    );
  });

  test('that contain another meet every text that it meets', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        fc.pre(contains(outer, inner));
        expect(texts.filter((text) => meets(inner, text) && !meets(outer, text))).toEqual([]);
      }),
      { numRuns: 1000, maxSkipsPerRun: 1000 },
    );
  });

  test.each([
    ['s3:*', 's3:Get*'],
    ['s3:Get*', 's3:GetObject'],
    ['*', ''],
    ['s3:?et*', 's3:GetObject'],
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/*'],
  ])('%s contains %s', (outer, inner) => {
    expect(contains(outer, inner)).toBe(true);
  });

  test('are compared in no time, whatever they are', () => {
    const stars = `${'*a'.repeat(500)}b`;
    expect([overlaps(stars, 'a'.repeat(1000)), contains(stars, 'a'.repeat(1000))]).toEqual([false, false]);
  });
});

/** Every text of up to ten letters, of which the shortest that two patterns of five meet is one. */
const texts = Array.from({ length: 11 }, (_, length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    Array.from({ length }, (_, place) => ((bits >> place) & 1 ? 'b' : 'a')).join(''),
  ),
).flat();

function meets(glob: string, text: string): boolean {
  return new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text);
}
