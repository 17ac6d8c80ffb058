import { describe, expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { bucketPolicyClosed } from '../../../catalogue/controls/s3/bucket-policy-closed.ts';
import { bucketTlsOnly } from '../../../catalogue/controls/s3/bucket-tls-only.ts';

const target = { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::logs' };
const bucket = { Bucket: 'logs', ExpectedBucketOwner: '111122223333' };
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const anyone = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' };
const tls = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: ['s3:*'],
  Resource: ['arn:aws:s3:::logs*'],
  Condition: { Bool: { 'aws:SecureTransport': false } },
};

describe.each([
  { control: bucketPolicyClosed, compliant: policy(tls), drifted: policy(anyone) },
  { control: bucketTlsOnly, compliant: policy(anyone, tls), drifted: policy(anyone) },
])('$control.id', ({ control, compliant, drifted }) => {
  test('reads a compliant bucket with one call, on the own account’s bucket only', async () => {
    const { aws, made } = cloudWith({ Policy: compliant });
    expect(await control.read(target, aws, {})).toEqual({
      ...{ arn: target.arn, account: target.account },
      ...{ policy: compliant, website: null, blocked: null },
    });
    expect(made).toEqual([['s3:GetBucketPolicy', bucket]]);
  });

  test.each([
    ['it serves a website', { website: {} }, { website: true, blocked: false }],
    ['it does neither', {}, { website: false, blocked: false }],
    ['it blocks public policies', { block: { BlockPublicPolicy: true } }, { website: false, blocked: true }],
    ['it blocks other things', { block: { BlockPublicAcls: true } }, { website: false, blocked: false }],
  ])('reads of a drifted one whether it serves a website and blocks public policies: %s', async (_, answers, found) => {
    const { aws, made } = cloudWith({ Policy: drifted }, answers);
    expect(await control.read(target, aws, {})).toMatchObject({ policy: drifted, ...found });
    expect(made).toEqual([
      ['s3:GetBucketPolicy', bucket],
      ['s3:GetBucketWebsite', bucket],
      ['s3:GetPublicAccessBlock', bucket],
    ]);
  });

  test('does not go on where a call fails', async () => {
    const aws: Caller<CallName> = () => Promise.reject(new Error('AccessDenied'));
    await expect(control.read(target, aws, {})).rejects.toThrow('AccessDenied');
  });
});

describe('a Deny that some get around is not enough', () => {
  test.each([
    ['for one principal', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['for everybody but one', { Principal: undefined, NotPrincipal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    ['of some actions', { Action: ['s3:Get*'] }],
    ['on some objects', { Resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::logs/a/*'] }],
    ['on another bucket', { Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'] }],
    ['of calls with TLS', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['from one address', { Condition: { ...tls.Condition, IpAddress: { 'aws:SourceIp': '192.0.2.7' } } }],
    ['that is none', { Effect: 'Allow' }],
  ])('%s', (_, part) => {
    const state = {
      arn: target.arn,
      account: target.account,
      policy: policy({ ...tls, ...part }),
      website: false,
      blocked: false,
    };
    expect(bucketTlsOnly.plan(state, {}, new Date(0)).outcome).toBe('change');
  });
});

function cloudWith(policyAnswer: unknown, { website, block }: { website?: unknown; block?: unknown } = {}) {
  const made: (readonly [string, unknown])[] = [];
  const answers: Readonly<Record<string, unknown>> = {
    's3:GetBucketPolicy': policyAnswer,
    's3:GetBucketWebsite': website,
    's3:GetPublicAccessBlock': block && { PublicAccessBlockConfiguration: block },
  };
  const aws = ((call: string, input: unknown) => {
    made.push([call, input]);
    return Promise.resolve(answers[call]);
  }) as Caller<CallName>;
  return { aws, made };
}
