import { describe, expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { KeyName, letsEncrypt, readKeyUse } from '../../../catalogue/kms/key-use.ts';

const account = '111122223333';
const arn = `arn:aws:kms:eu-central-1:${account}:key/0a1b2c3d`;
const service = 'sns.amazonaws.com';
const allowed = {
  Effect: 'Allow',
  Principal: { Service: service },
  Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
  Resource: '*',
};
const owner = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'kms:*', Resource: '*' };
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const when = (Condition: object) => ({ ...allowed, Condition });

describe('a key’s policy lets a service encrypt', () => {
  test.each([
    ['that it names', policy(owner, allowed)],
    ['with every action', policy({ ...allowed, Action: 'kms:*' })],
    ['in two statements', policy({ ...allowed, Action: 'kms:GenerateDataKey' }, { ...allowed, Action: 'kms:Decrypt' })],
    ['beside another', policy({ ...allowed, Principal: { Service: ['s3.amazonaws.com', service] } })],
    ['on behalf of the account', policy(when({ StringEquals: { 'aws:SourceAccount': account } }))],
  ])('%s', (_, text) => {
    expect(letsEncrypt(text, service, account)).toBe(true);
  });

  test.each([
    ['but not one that it does not name', policy(owner)],
    ['but not another one', policy({ ...allowed, Principal: { Service: 's3.amazonaws.com' } })],
    ['but not with decryption alone', policy({ ...allowed, Action: 'kms:Decrypt' })],
    [
      'but not with the plain text left out',
      policy({ ...allowed, Action: ['kms:GenerateDataKeyWithoutPlaintext', 'kms:Decrypt'] }),
    ],
    ['but not on behalf of another account', policy(when({ StringEquals: { 'aws:SourceAccount': '999988887777' } }))],
    [
      'but not for one source, which may be another',
      policy(when({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:a' } })),
    ],
    ['but not where it is denied to everybody', policy(allowed, { ...owner, Effect: 'Deny', Principal: '*' })],
    [
      'but not where it is denied to all but some',
      policy(allowed, { ...owner, Effect: 'Deny', Principal: undefined, NotPrincipal: owner.Principal }),
    ],
    ['but not where it is denied by name', policy(allowed, { ...allowed, Effect: 'Deny' })],
    ['but not where the policy cannot be read', '{'],
  ])('%s', (_, text) => {
    expect(letsEncrypt(text, service, account)).toBe(false);
  });
});

describe('a key that is wanted', () => {
  const enabled = { Arn: arn, KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', KeyManager: 'CUSTOMER' };
  const wish = { services: [service], account };

  test('is fit, and its policy is read for the services that send', async () => {
    const { aws, made } = kms({ key: enabled, policy: policy(owner, allowed) });
    expect(await readKeyUse('alias/messages', wish, aws)).toEqual({ unfit: null, refuses: [] });
    expect(made).toEqual(['kms:DescribeKey alias/messages', `kms:GetKeyPolicy ${arn}`]);
  });

  test('keeps out whom its policy does not name', async () => {
    const { aws } = kms({ key: enabled, policy: policy(owner) });
    expect(await readKeyUse(arn, wish, aws)).toEqual({ unfit: null, refuses: [service] });
  });

  test('takes one call where no service sends', async () => {
    const { aws, made } = kms({ key: enabled });
    expect(await readKeyUse(arn, { ...wish, services: [] }, aws)).toEqual({ unfit: null, refuses: [] });
    expect(made).toHaveLength(1);
  });

  test('of another account cannot be asked for its policy', async () => {
    const foreign = { ...enabled, Arn: arn.replace(account, '999988887777') };
    const { aws, made } = kms({ key: foreign });
    expect(await readKeyUse(foreign.Arn, wish, aws)).toEqual({ unfit: null, refuses: [service] });
    expect(made).toHaveLength(1);
  });

  test('of AWS, by its alias or its ARN, keeps out every service; the alias is not even looked up', async () => {
    const { aws, made } = kms({ key: { ...enabled, KeyManager: 'AWS' } });
    expect(await readKeyUse('alias/aws/sns', wish, aws)).toEqual({ unfit: null, refuses: [service] });
    expect(made).toEqual([]);
    expect(await readKeyUse(arn, wish, aws)).toEqual({ unfit: null, refuses: [service] });
  });

  test.each([
    ['is missing', undefined, 'there is no key alias/messages in this region'],
    ['is disabled', { ...enabled, KeyState: 'Disabled' }, 'its state is Disabled'],
    ['is about to be deleted', { ...enabled, KeyState: 'PendingDeletion' }, 'its state is PendingDeletion'],
    ['signs', { ...enabled, KeySpec: 'RSA_2048' }, 'it is not a symmetric one'],
  ])('that %s is not fit', async (_, key, unfit) => {
    const { aws } = kms({ key });
    expect((await readKeyUse('alias/messages', wish, aws)).unfit).toContain(unfit);
  });
});

test.each([
  ['alias/messages', true],
  ['alias/aws/sns', true],
  [arn, true],
  ['arn:aws-cn:kms:cn-north-1:111122223333:alias/team/messages', true],
  ['0a1b2c3d', false],
  ['alias/', false],
  ['arn:aws:s3:::messages', false],
])('whether settings may name a key %s: %s', (name, expected) => {
  expect(KeyName.safeParse(name).success).toBe(expected);
});

/** A KMS with one key. */
function kms({ key, policy: Policy }: { readonly key: object | undefined; readonly policy?: string }) {
  const made: string[] = [];
  const aws = (async (call: CallName, { KeyId }: { KeyId: string }) => {
    made.push(`${call} ${KeyId}`);
    return call === 'kms:DescribeKey' ? key && { KeyMetadata: key } : { Policy };
  }) as unknown as Caller<CallName>;
  return { aws, made };
}
