import { describe, expect, test } from '@jest/globals';
import { eventPatterns } from '../../../catalogue/derive/event-pattern.ts';
import { refusedCalls } from '../../../catalogue/derive/refused-pattern.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { matchesPattern } from '../../../functions/domain/match-pattern.ts';

const event = {
  source: 'aws.s3',
  detail: {
    name: 'PutBucketPolicy',
    caller: { arn: 'arn:a' },
    findings: [{ id: 'S3.1' }, { id: 'S3.2', state: 'NEW' }],
  },
};

describe('a pattern', () => {
  test.each<[string, object, boolean]>([
    ['matches one of its values', { source: ['aws.ec2', 'aws.s3'] }, true],
    ['matches none of them', { source: ['aws.ec2'] }, false],
    ['wants every field', { source: ['aws.s3'], detail: { name: ['PutBucketAcl'] } }, false],
    ['tells text from a number', { source: [3] }, false],
    ['matches a prefix', { detail: { name: [{ prefix: 'PutBucket' }] } }, true],
    ['does not match another prefix', { detail: { name: [{ prefix: 'Delete' }] } }, false],
    ['matches a suffix', { detail: { name: [{ suffix: 'Policy' }] } }, true],
    ['does not match another suffix', { detail: { name: [{ suffix: 'Acl' }] } }, false],
    ['sees that a field is not there', { detail: { error: [{ exists: false }] } }, true],
    ['sees that a field is there', { detail: { name: [{ exists: false }] } }, false],
    ['sees that a field within a missing one is not there', { detail: { error: { code: [{ exists: false }] } } }, true],
    ['matches anything but a prefix', { detail: { caller: { arn: [{ 'anything-but': { prefix: 'arn:b' } }] } } }, true],
    ['does not match that prefix', { detail: { caller: { arn: [{ 'anything-but': { prefix: 'arn:' } }] } } }, false],
    ['matches no missing field by anything-but', { detail: { none: [{ 'anything-but': { prefix: 'x' } }] } }, false],
    ['matches one of several', { $or: [{ source: ['aws.ec2'] }, { source: ['aws.s3'] }] }, true],
    ['matches none of several', { $or: [{ source: ['aws.ec2'] }, { detail: { name: ['x'] } }] }, false],
    ['looks into a list', { detail: { findings: { id: ['S3.2'], state: ['NEW'] } } }, true],
    ['finds nothing in a list', { detail: { findings: { id: ['S3.9'] } } }, false],
  ])('%s', (_, pattern, expected) => {
    expect(matchesPattern(pattern, event)).toBe(expected);
  });

  test.each([
    [{ numeric: ['=', 1] }],
    [{ 'anything-but': ['x'] }],
    [{ wildcard: '*' }],
    [{ exists: true, prefix: 'x' }],
  ])('with an operator that is not known is refused, not passed over: %j', (matcher) => {
    expect(() => matchesPattern({ source: [matcher] }, event)).toThrow(TypeError);
  });
});

test('every pattern that is derived can be judged', () => {
  const own = 'arn:aws:sts::111122223333:assumed-role/Own/';
  for (const pattern of [...Object.values(eventPatterns(catalogue, own)), refusedCalls]) {
    expect(matchesPattern(pattern, event)).toBe(false);
  }
});
