import { describe, expect, test } from '@jest/globals';
import type { Evidence } from '../../../catalogue/trim/evidence.ts';
import { judging } from '../../../catalogue/trim/judge.ts';
import { isTooLong, refusals, type Subject } from '../../../catalogue/trim/refuse.ts';

const now = new Date('2026-06-30T12:00:00.000Z');
const window = { now, days: 90 };
const lately = '2026-06-30T10:00:00.000Z';
const before = '2026-01-15T00:00:00.000Z';
const role = 'arn:aws:iam::111122223333:role/app';

const evidence: Evidence = {
  principal: role,
  reportedAt: '2026-06-30T06:00:00.000Z',
  isComplete: true,
  services: {
    s3: { lastUsed: lately, tracked: { GetBucketPolicy: lately, PutBucketPolicy: null, CreateBucket: before } },
    sqs: { lastUsed: before, tracked: { SendMessage: before } },
    sns: { lastUsed: null, tracked: { Publish: null } },
    ec2: { lastUsed: lately, tracked: { DescribeSubnets: null, RunInstances: lately, StopInstances: null } },
  },
  calls: { 'lambda:InvokeFunction': lately },
  trailSince: before,
};

describe('an action is kept', () => {
  test.each([
    ['that was used in the window', 's3:GetBucketPolicy', /used on 2026-06-30, says the last-accessed report/],
    ['that CloudTrail saw in the window', 'lambda:InvokeFunction', /says CloudTrail/],
    ['that AWS does not track, of a service that was used', 's3:GetObject', /AWS does not track it, and s3 was used/],
    ['that CloudTrail’s service was used for, though no report tells', 'lambda:GetFunction', /AWS does not track it/],
    ['that services use a key by, in the name of their caller', 'kms:GenerateDataKey', /in the name of their caller/],
    ['that hands over a role, while anything is used', 'iam:PassRole', /handing over a role/],
    ['that is rare and vital', 'rds:RestoreDBInstanceToPointInTime', /rare and vital/],
    ['that decrypts', 'kms:Decrypt', /rare and vital/],
  ])('%s', (_, action, because) => {
    expect(judging({ evidence: [evidence], runsFunctions: false }, window)(action)).toEqual({
      keep: true,
      because: expect.stringMatching(because),
    });
  });

  test.each(['logs:PutLogEvents', 'xray:PutTraceSegments', 'ec2:DescribeSubnets'])(
    'that a Lambda function cannot do without: %s',
    (action) => {
      expect(judging({ evidence: [evidence], runsFunctions: true }, window)(action).keep).toBe(true);
      expect(judging({ evidence: [evidence], runsFunctions: false }, window)(action).keep).toBe(false);
    },
  );

  test('that one of all principals of a shared policy uses', () => {
    const other: Evidence = { ...evidence, principal: `${role}2`, calls: { 's3:PutBucketPolicy': lately } };
    expect(judging({ evidence: [evidence, other], runsFunctions: false }, window)('s3:PutBucketPolicy').keep).toBe(
      true,
    );
  });
});

describe('an action goes', () => {
  test.each([
    ['that is tracked and was not used', 's3:PutBucketPolicy', /not used in 90 days, and AWS tracks it/],
    ['that is tracked and was used before the window only', 's3:CreateBucket', /last used on 2026-01-15/],
    [
      'of a service that was used before the window only',
      'sqs:DeleteQueue',
      /nothing of its service was used since 2026-01-15/,
    ],
    ['of a service that was never used', 'sns:Publish', /nothing of its service was ever used/],
    ['of a service that no report names', 'dynamodb:PutItem', /nothing of its service was ever used/],
  ])('%s', (_, action, because) => {
    expect(judging({ evidence: [evidence], runsFunctions: false }, window)(action)).toEqual({
      keep: false,
      because: expect.stringMatching(because),
    });
  });

  test('even iam:PassRole, where nothing at all is used', () => {
    const idle: Evidence = { ...evidence, services: {}, calls: {} };
    expect(judging({ evidence: [idle], runsFunctions: false }, window)('iam:PassRole').keep).toBe(false);
  });
});

describe('a policy is not trimmed', () => {
  const subject: Subject = {
    managed: 'arn:aws:iam::111122223333:policy/app',
    changedAt: before,
    principals: [{ arn: role, createdAt: before, boundary: null }],
    evidence: [evidence],
  };
  const [principal] = subject.principals;

  test.each<[string, Partial<Subject>, RegExp]>([
    ['that AWS keeps', { managed: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }, /AWS keeps it/],
    ['that was changed within the window', { changedAt: lately }, /changed within the last 90 days/],
    ['whose age is not known', { changedAt: null }, /changed within the last 90 days/],
    [
      'of a principal that is younger than the window',
      { principals: [{ arn: role, createdAt: lately, boundary: null }] },
      /is younger than 90 days/,
    ],
    [
      'that bounds a principal',
      { principals: [{ arn: role, createdAt: before, boundary: subject.managed }] },
      /it bounds the permissions/,
    ],
    [
      'that another principal holds, too, of whom nothing is known',
      { principals: [...(principal ? [principal] : []), { arn: `${role}2`, createdAt: before, boundary: null }] },
      /what .*app2 uses is not known/,
    ],
    ['by a report that is not complete', { evidence: [{ ...evidence, isComplete: false }] }, /not complete/],
    ['by a report that is older than a day', { evidence: [{ ...evidence, reportedAt: before }] }, /older than a day/],
    ['where the trail has a gap', { evidence: [{ ...evidence, trailSince: lately }] }, /the trail has a gap/],
    [
      'where the last hours could not be read',
      { evidence: [{ ...evidence, unseen: 'too many calls' }] },
      /did last is not known: too many calls/,
    ],
  ])('%s', (_, change, because) => {
    expect(refusals({ ...subject, ...change }, window).join('; ')).toMatch(because);
    expect(refusals(subject, window)).toEqual([]);
  });

  test('into more than IAM takes, white space left out', () => {
    expect(isTooLong('x'.repeat(6_144), 'managed')).toBe(false);
    expect(isTooLong(` ${'x'.repeat(6_144)}\n`, 'managed')).toBe(false);
    expect(isTooLong('x'.repeat(6_145), 'managed')).toBe(true);
  });
});
