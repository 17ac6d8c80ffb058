import { describe, expect, test } from '@jest/globals';
import { type Exemption, runs, type Scope } from '../../../functions/domain/exemption.ts';
import { ended, made, recordFlaws } from '../../../functions/domain/exemption-record.ts';

const target = { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::logs' };
const now = new Date('2026-11-24T12:00:00Z');
const exemption = (change: Partial<Exemption>): Exemption => ({
  id: 'x-1',
  control: 's3.*',
  owner: 'ann@example.com',
  reason: 'a campaign',
  until: '2026-12-01T00:00:00Z',
  ...change,
});
const exempted = { control: 's3.bucket-closed-to-public', target, ou: 'root/shop', tags: { team: 'a' } };

describe('an exemption', () => {
  test.each<[string, Partial<Exemption>, boolean]>([
    ['of the control', {}, true],
    ['of all controls', { control: '*' }, true],
    ['of another control', { control: 'iam.*' }, false],
    ['that has ended', { until: '2026-11-24T12:00:00Z' }, false],
    ['whose end cannot be read', { until: 'soon' }, true],
  ])('%s runs: %s', (_, change, expected) => {
    expect(runs(exemption(change), exempted, now)).toBe(expected);
  });

  test.each<[string, Scope, boolean]>([
    ['the resource', { kind: 'resource', ...target }, true],
    ['another resource', { kind: 'resource', ...target, arn: 'arn:aws:s3:::other' }, false],
    ['the same name in another account', { kind: 'resource', ...target, account: '444455556666' }, false],
    ['its tag', { kind: 'tag', key: 'team', value: 'a' }, true],
    ['another value of its tag', { kind: 'tag', key: 'team', value: 'b' }, false],
    ['its account', { kind: 'account', account: target.account }, true],
    ['another account', { kind: 'account', account: '444455556666' }, false],
    ['its OU', { kind: 'ou', ou: 'root/shop' }, true],
    ['another OU', { kind: 'ou', ou: 'root' }, false],
  ])('for %s covers it: %s', (_, scope, expected) => {
    expect(runs(exemption({ scope }), exempted, now)).toBe(expected);
  });

  test('by a tag holds what has tags that could not be read', () => {
    const { tags: _tags, ...untagged } = exempted;
    expect(runs(exemption({ scope: { kind: 'tag', key: 'team', value: 'b' } }), untagged, now)).toBe(true);
  });
});

describe('the records of an exemption', () => {
  const first = made(exemption({}), now.toISOString());
  const how = { by: 'bob', because: 'over', at: '2026-11-25T12:00:00Z' };
  const second = ended({ exemption: exemption({}), tip: first.hash, ...how });

  test('are whole as they were written', () => {
    expect([recordFlaws([first]), recordFlaws([first, second])]).toEqual([[], []]);
  });

  test.each([
    ['changed', [{ ...first, because: 'another' }, second], 'record 1 was changed'],
    ['dropped', [second], 'record 1 is missing'],
    ['put in between', [first, { ...second, previous: '0' }], 'record 2 does not follow'],
  ])('tell when one was %s', (_, records, flaw) => {
    expect(recordFlaws(records).join('; ')).toContain(flaw);
  });
});
