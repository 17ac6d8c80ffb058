import { describe, expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { bucketEncrypted } from '../../../catalogue/controls/s3/bucket-encrypted.ts';

const account = '111122223333';
const target = { account, region: 'eu-central-1', arn: 'arn:aws:s3:::logs' };
const key = `arn:aws:kms:eu-central-1:${account}:key/0a1b2c3d`;
const enabled = { Arn: key, KeyManager: 'CUSTOMER', KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' };
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const writing = (Service: string) =>
  policy({ Effect: 'Allow', Principal: { Service }, Action: 's3:PutObject', Resource: 'arn:aws:s3:::logs/*' });
const encrypting = (Service: string) =>
  policy({ Effect: 'Allow', Principal: { Service }, Action: 'kms:*', Resource: '*' });
const rule = (SSEAlgorithm: string) => ({
  ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }] },
});
const byAcl = {
  Grants: [{ Grantee: { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' }, Permission: 'WRITE' }],
};

describe('s3.bucket-encrypted', () => {
  const balancers = 'logdelivery.elasticloadbalancing.amazonaws.com';

  test.each([
    ['nobody writes there', {}, { unfit: null, refuses: [] }],
    [
      'there is no such key',
      { 'kms:DescribeKey': undefined },
      { unfit: `there is no key ${key} in this region`, refuses: [] },
    ],
    [
      'the key is disabled',
      { 'kms:DescribeKey': { KeyMetadata: { ...enabled, KeyState: 'Disabled' } } },
      { unfit: `the key ${key} cannot be used: its state is Disabled`, refuses: [] },
    ],
    [
      'the policy lets AWS Config write, and the key does not know it',
      { 's3:GetBucketPolicy': { Policy: writing('config.amazonaws.com') } },
      { unfit: null, refuses: ['config.amazonaws.com'] },
    ],
    [
      'the policy lets AWS Config write, and so does the key',
      {
        's3:GetBucketPolicy': { Policy: writing('config.amazonaws.com') },
        'kms:GetKeyPolicy': { Policy: encrypting('config.amazonaws.com') },
      },
      { unfit: null, refuses: [] },
    ],
    [
      'the ACL lets S3 deliver logs',
      { 's3:GetBucketAcl': byAcl },
      { unfit: null, refuses: ['logging.s3.amazonaws.com'] },
    ],
    [
      'load balancers write there, which know no KMS key whatever its policy says',
      {
        's3:GetBucketPolicy': { Policy: writing(balancers) },
        'kms:GetKeyPolicy': { Policy: encrypting(balancers) },
      },
      { unfit: null, refuses: [balancers] },
    ],
  ])('looks at the wanted key and at who writes: %s', async (_, answers, wanted) => {
    const { aws } = cloud({ 's3:GetBucketEncryption': rule('AES256'), ...answers });
    expect(await bucketEncrypted.read(target, aws, { key })).toMatchObject({ writers: { wanted } });
  });

  test.each([
    ['no key is wanted', '', 'AES256'],
    ['it has a key', key, 'aws:kms'],
  ])('reads a bucket with one call where %s', async (_, wanted, algorithm) => {
    const { aws, made } = cloud({ 's3:GetBucketEncryption': rule(algorithm) });
    expect(await bucketEncrypted.read(target, aws, { key: wanted })).toMatchObject({ writers: null });
    expect(made).toEqual(['s3:GetBucketEncryption']);
  });
});

function cloud(answers: Partial<Record<CallName, unknown>>) {
  const all: Partial<Record<CallName, unknown>> = {
    'kms:DescribeKey': { KeyMetadata: enabled },
    'kms:GetKeyPolicy': { Policy: policy() },
    ...answers,
  };
  const made: CallName[] = [];
  const aws: Caller<CallName> = async (call) => {
    made.push(call);
    return all[call] as never;
  };
  return { aws, made };
}
