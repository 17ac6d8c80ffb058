import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digest, remediationId } from '../../../functions/domain/digest.ts';

describe('a digest', () => {
  test('is the SHA-256 of the canonical JSON', () => {
    // printf '{"a":[1,{"b":null}],"c":"€"}' | sha256sum, keys in the order of RFC 8785
    expect(digest({ c: '€', a: [1, { b: null }] })).toBe(
      '762531bbf910a50f9ca9dfa56bbb09281a35074a970c2b5f95466822f1792770',
    );
  });

  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => digest(reversed(value)) === digest(value)));
  });

  test('survives a way through JSON', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => digest(JSON.parse(JSON.stringify(value))) === digest(value)));
  });

  test('differs where a list is in another order', () => {
    expect(digest([1, 2])).not.toBe(digest([2, 1]));
  });

  test('tells different values apart', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), fc.jsonValue(), (a, b) => {
        fc.pre(JSON.stringify(reversed(a)) !== JSON.stringify(reversed(b)) && JSON.stringify(a) !== JSON.stringify(b));
        return digest({ a }) !== digest({ b });
      }),
    );
  });

  test.each([
    ['undefined', undefined],
    ['a function', () => 1],
  ])('is refused for %s', (_, value) => {
    expect(() => digest(value)).toThrow(TypeError);
  });
});

describe('the id of a remediation', () => {
  const drift = { event: 'e-1', control: 's3.bucket-closed-to-public', arn: 'arn:aws:s3:::logs' };
  const text = fc.string({ unit: 'binary' });

  test('can name an execution, whatever the event holds', () => {
    fc.assert(
      fc.property(text, text, text, (event, control, arn) =>
        /^r-[0-9a-z]{16}$/.test(remediationId({ event, control, arn })),
      ),
    );
  });

  test('is the same for the same event, control and resource', () => {
    expect(remediationId({ ...drift })).toBe(remediationId(drift));
  });

  test.each([
    ['event', 'e-2'],
    ['control', 'other'],
    ['arn', 'arn:aws:s3:::logs2'],
  ])('is another one for another %s', (name, value) => {
    expect(remediationId({ ...drift, [name]: value })).not.toBe(remediationId(drift));
  });

  test('is not fooled by text that moves from one part to the next', () => {
    expect(remediationId({ event: 'a', control: 'bc', arn: '' })).not.toBe(
      remediationId({ event: 'ab', control: 'c', arn: '' }),
    );
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, item]) => [key, reversed(item)]),
      )
    : value;
}
