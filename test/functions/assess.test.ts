import { BatchGetResourceConfigCommand } from '@aws-sdk/client-config-service';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand, GetBucketTaggingCommand, GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { aws, callsMade, closeBucket, iam, resetCloud, s3, sessions, sts, tables, writesMade } from './cloud.ts';
import { account, prepare, region, secondAccount } from './environment.ts';
import { awsError, bucketControl, cause, openBucket } from './findings.ts';

prepare();
const { handler } = await import('../../functions/assess.ts');
const { readerFor } = await import('../../functions/aws/caller.ts');
const { asReader } = await import('../../functions/aws/credentials.ts');
const { config } = await import('../../functions/config.ts');

beforeEach(() => {
  resetCloud();
  config.policy = [{ safe: 'automatic' }];
});

const call = (detail: object = {}, around: object = {}) => ({
  id: 'eb-1',
  account,
  region,
  time: '2026-11-24T10:00:00Z',
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 's3.amazonaws.com',
    // Wakes up one control alone.
    eventName: 'PutBucketAcl',
    eventID: 'ct-1',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/mallory` },
    requestParameters: { bucketName: 'logs' },
    ...detail,
  },
  ...around,
});
const writer = `arn:aws:sts::${account}:assumed-role/HomeostatWriter/homeostat-r-1`;
const nothing = { drifts: [], compliant: 0 };

describe('an event', () => {
  test('that opened a bucket leads to a drift with the state, the plan and who did it', async () => {
    const { drifts } = await handler(call());
    expect(drifts).toEqual([
      expect.objectContaining({
        control: bucketControl.id,
        target: { account, region, arn: 'arn:aws:s3:::logs' },
        state: openBucket,
        cause: expect.objectContaining({
          id: 'ct-1',
          name: 'PutBucketAcl',
          actor: expect.objectContaining({ arn: `arn:aws:iam::${account}:user/mallory` }),
        }),
        verdict: expect.objectContaining({ outcome: 'change' }),
      }),
    ]);
  });

  test('that is delivered twice has the same id both times, and another event has another', async () => {
    const [first, second, other] = await Promise.all([
      handler(call()),
      handler(call({}, { id: 'eb-2' })),
      handler(call({ eventID: 'ct-2' })),
    ]);
    expect(second.drifts[0]?.id).toBe(first.drifts[0]?.id);
    expect(other.drifts[0]?.id).not.toBe(first.drifts[0]?.id);
  });

  test('about a closed bucket costs one call and is counted as compliant', async () => {
    closeBucket();
    expect(await handler(call())).toEqual({ drifts: [], compliant: 1, dropped: {} });
    expect(callsMade()).toEqual(['GetPublicAccessBlock']);
  });

  test.each<[string, unknown, string]>([
    ['is nothing', undefined, 'malformed'],
    ['is no event', { hello: 'world' }, 'malformed'],
    ['is text', '<script>', 'malformed'],
    ['has no account', call({}, { account: 'root' }), 'malformed'],
    ['comes from another account', call({}, { account: '999988887777' }), 'foreign-account'],
    ['comes from another region', call({}, { region: 'ap-south-1' }), 'foreign-region'],
    ['speaks of another region', call({ awsRegion: 'ap-south-1' }), 'foreign-region'],
    ['was refused by AWS', call({ errorCode: 'AccessDenied' }), 'refused-call'],
    ['was made by Homeostat', call({ userIdentity: { type: 'AssumedRole', arn: writer } }), 'own-call'],
    ['names no resource', call({ requestParameters: {} }), 'no-resource'],
    ['names a bucket with markup in it', call({ requestParameters: { bucketName: '<img src=x>' } }), 'no-resource'],
    ['names a bucket with a wildcard in it', call({ requestParameters: { bucketName: '*' } }), 'no-resource'],
    [
      'names a bucket with a policy variable in it',
      call({ requestParameters: { bucketName: '${aws:username}' } }),
      'no-resource',
    ],
    ['wakes no control up', call({ eventName: 'ListBuckets' }), 'no-resource'],
  ])('that %s is dropped, the reason is counted, and AWS is not asked', async (_, event, reason) => {
    expect(await handler(event)).toEqual({ ...nothing, dropped: { [reason]: 1 } });
    expect([...callsMade(), ...sessions()]).toEqual([]);
  });

  test('by somebody whose name resembles Homeostat’s is judged', async () => {
    const arn = `arn:aws:sts::${account}:assumed-role/HomeostatWriter2/x`;
    expect((await handler(call({ userIdentity: { type: 'AssumedRole', arn } }))).drifts).toHaveLength(1);
  });

  test('about a bucket that is gone is dropped', async () => {
    s3.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchBucket'));
    expect(await handler(call())).toEqual({ ...nothing, dropped: { 'resource-gone': 1 } });
  });

  test('about a role that is gone is dropped', async () => {
    iam.on(GetRoleCommand).rejects(awsError('NoSuchEntityException'));
    const event = call(
      { eventSource: 'iam.amazonaws.com', eventName: 'PutRolePolicy', requestParameters: { roleName: 'app' } },
      { region: 'us-east-1' },
    );
    expect(await handler(event)).toEqual({ ...nothing, dropped: { 'resource-gone': 1 } });
  });

  test('of a Config rule that names a resource Config does not know is dropped', async () => {
    aws.on(BatchGetResourceConfigCommand).resolves({ baseConfigurationItems: [] });
    const detail = {
      configRuleName: 'iam-policy-no-statements-with-admin-access',
      resourceType: 'AWS::IAM::Policy',
      resourceId: 'ANPA1',
    };
    expect(await handler({ ...call(), 'detail-type': 'Config Rules Compliance Change', detail })).toEqual({
      ...nothing,
      dropped: { 'no-resource': 1 },
    });
  });
});

describe('what cannot be read is held and never changed', () => {
  test.each<[string, () => void]>([
    // First: credentials of the reading role are kept for an hour.
    ['AccessDeniedException', () => sts.on(AssumeRoleCommand).rejects(awsError('AccessDeniedException'))],
    ['AccessDenied', () => s3.on(GetBucketPolicyCommand).rejects(awsError('AccessDenied'))],
    ['SlowDown', () => s3.on(GetPublicAccessBlockCommand).rejects(awsError('SlowDown'))],
    ['TimeoutError', () => s3.on(GetBucketPolicyCommand).rejects(awsError('TimeoutError'))],
  ])('%s', async (name, arrange) => {
    arrange();
    const { drifts } = await handler(call({}, { account: secondAccount }));
    expect(drifts).toEqual([
      expect.objectContaining({
        state: null,
        verdict: { outcome: 'unreadable', because: `it could not be read: ${name}` },
      }),
    ]);
    expect(writesMade()).toEqual([]);
  });

  test('a state too large for a workflow', async () => {
    const statement = (index: number) => ({
      Sid: `S${index}`,
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::logs/${'x'.repeat(1000)}`,
    });
    s3.on(GetBucketPolicyCommand).resolves({
      Policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: Array.from({ length: 200 }, (_, index) => statement(index)),
      }),
    });
    const { drifts } = await handler(call());
    expect(drifts).toEqual([
      expect.objectContaining({
        state: null,
        verdict: {
          outcome: 'unreadable',
          because: expect.stringMatching(/take \d{6} bytes, more than a workflow can carry/),
        },
      }),
    ]);
    expect(JSON.stringify(drifts).length).toBeLessThan(5_000);
  });
});

test('a control that the configuration leaves out is not woken up, and not even loaded', async () => {
  config.controls = ['iam.*'];
  expect(await handler(call())).toEqual({ drifts: [], compliant: 0, dropped: { 'no-resource': 1 } });
  config.controls = ['*'];
  expect((await handler(call())).drifts).toHaveLength(1);
});

test('a read that the control did not declare is refused before it is sent', async () => {
  const read = readerFor(bucketControl, { region }, asReader({ account, region }));
  await expect(read('s3:ListObjectsV2', { Bucket: 'logs' })).rejects.toMatchObject({ name: 'UndeclaredCall' });
  expect([...callsMade(), ...sessions()]).toEqual([]);
});

describe('tags', () => {
  const byTags = [{ tags: { kind: ['cattle'] }, safe: 'automatic' as const }];

  test('are not read where no rule asks for them', async () => {
    await handler(call());
    expect(callsMade()).not.toContain('GetBucketTagging');
  });

  test('are read where a rule decides by them', async () => {
    config.policy = byTags;
    s3.on(GetBucketTaggingCommand).resolves({ TagSet: [{ Key: 'kind', Value: 'cattle' }] });
    expect((await handler(call())).drifts[0]?.tags).toEqual({ kind: 'cattle' });
  });

  test('are unknown where they cannot be read', async () => {
    config.policy = byTags;
    s3.on(GetBucketTaggingCommand).rejects(awsError('AccessDenied'));
    expect((await handler(call())).drifts[0]).not.toHaveProperty('tags');
  });
});

describe('a resource that has settled', () => {
  const again = {
    id: 'r-0123456789abcdef',
    control: bucketControl.id,
    target: { account, region, arn: 'arn:aws:s3:::logs' },
    cause,
  };

  test('is judged again for the same cause, under the same id', async () => {
    expect((await handler({ again })).drifts).toEqual([expect.objectContaining({ id: again.id, cause })]);
  });

  test('is judged afresh under an id of its own where it has none', async () => {
    const [drift] = (await handler({ again: { ...again, id: undefined } })).drifts;
    expect(drift?.id).toMatch(/^r-[0-9a-z]{16}$/);
    expect(drift?.id).not.toBe(again.id);
  });

  test('is dropped where its control is no more', async () => {
    expect(await handler({ again: { ...again, control: 'gone' } })).toEqual({
      ...nothing,
      dropped: { 'no-control': 1 },
    });
  });
});

test('nothing is written, to AWS or to the tables', async () => {
  await handler(call());
  expect([...writesMade(), ...tables.items]).toEqual([]);
  expect(sessions().every(({ RoleArn }) => RoleArn === `arn:aws:iam::${account}:role/HomeostatReader`)).toBe(true);
});
