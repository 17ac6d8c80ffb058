import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matches, matchesAny } from '../../../functions/domain/glob.ts';

const literal = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('*'));
const meta = fc.string({ unit: fc.constantFrom(...'.+?^${}()|[]\\/-,\n ab') });

describe('a pattern', () => {
  test('without a star matches itself and nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(literal, meta),
        fc.oneof(literal, meta),
        (pattern, text) => matches(pattern, text) === (pattern === text),
      ),
    );
    fc.assert(fc.property(fc.oneof(literal, meta), (text) => matches(text, text)));
  });

  test('with a star matches whatever stands there', () => {
    fc.assert(fc.property(meta, meta, meta, (start, middle, end) => matches(`${start}*${end}`, start + middle + end)));
  });

  test.each([
    ['*', ''],
    ['arn:aws:s3:::*', 'arn:aws:s3:::logs'],
    ['a*c*e', 'abcde'],
    ['*b', 'a\nb'],
  ])('%s matches %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(true);
  });

  test.each([
    ['arn:aws:s3:::logs', 'arn:aws:s3:::logs-2'],
    ['logs', 'arn:aws:s3:::logs'],
    ['a.c', 'abc'],
    ['[ab]', 'a'],
    ['role/App', 'role/app'],
    ['', 'a'],
    ['logs', 'logs\n'],
  ])('%s does not match %j', (pattern, text) => {
    expect(matches(pattern, text)).toBe(false);
  });

  test('is one of many: none matches nothing, one is enough', () => {
    expect([matchesAny([], ''), matchesAny(['a', 'b*'], 'bc'), matchesAny(['a', 'b'], 'bc')]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
