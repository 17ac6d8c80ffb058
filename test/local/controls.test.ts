import { CreateRoleCommand, GetRoleCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  historyOf,
  homeostatAs,
  iam,
  type Listed,
  openBucket,
  operator,
  remediated,
  s3,
} from './cloud.ts';
import { undo } from './undo.ts';

/** Several lines and odd spaces: what stays of a policy stays byte for byte. */
const policyOf = (...statements: object[]) =>
  `{ "Version": "2012-10-17",\n  "Statement": [${statements.map((one) => JSON.stringify(one, null, 3)).join(' ,\n')}]\n}`;

describe('s3.bucket-policy-closed', () => {
  const control = 's3.bucket-policy-closed';

  it('takes the statement for everybody out of a policy once a person approves, and an undo brings it back', async () => {
    const arn = await openForGood('policy-for-all');
    const anyone = { Sid: 'Anyone', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `${arn}/*` };
    const own = { ...anyone, Sid: 'Own', Principal: { AWS: `arn:aws:iam::${account}:root` } };
    const before = policyOf(own, anyone);
    await putPolicy('policy-for-all', before);
    const id = await approved(arn, control);
    expect(await policy('policy-for-all')).toBe(policyOf(own));
    await undo(id);
    expect(await policy('policy-for-all')).toBe(before);
  });

  it('deletes a policy of which nothing is left, and an undo brings it back', async () => {
    const arn = await openForGood('policy-only-for-all');
    const anyone = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:GetObject', Resource: `${arn}/*` };
    await putPolicy('policy-only-for-all', policyOf(anyone));
    const id = await approved(arn, control);
    await expect(policy('policy-only-for-all')).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
    await undo(id);
    expect(await policy('policy-only-for-all')).toBe(policyOf(anyone));
  });
});

describe('iam.role-trust-closed', () => {
  const control = 'iam.role-trust-closed';
  const own = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' };

  it('takes everybody out of a trust policy once a person approves, and an undo brings them back', async () => {
    const anyone = { ...own, Sid: 'Anyone', Principal: { AWS: '*' } };
    const arn = await makeRole('trusts-all', policyOf(own, anyone));
    const id = await approved(arn, control);
    expect(await trustOf('trusts-all')).toBe(policyOf(own));
    await undo(id);
    expect(await trustOf('trusts-all')).toBe(policyOf(own, anyone));
  });

  it('leaves another account without an external id, and says so', async () => {
    const partner = { ...own, Principal: { AWS: 'arn:aws:iam::999988887777:root' } };
    const arn = await makeRole('trusts-partner', policyOf(partner));
    const { because } = await ofControl(arn, control, 'held');
    expect(because).toMatch(/trusts somebody outside: .*999988887777 is another account/);
    expect(await trustOf('trusts-partner')).toBe(policyOf(partner));
  });
});

describe('s3.bucket-tls-only', () => {
  const control = 's3.bucket-tls-only';
  const denial = (arn: string) => ({
    Sid: 'DenyCallsWithoutTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  });

  it('adds a statement to a policy once a person approves, and an undo takes it out again', async () => {
    const Bucket = 'plain-calls';
    const arn = await makeBucket(Bucket);
    const own = {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: 's3:GetObject',
      Resource: `${arn}/*`,
    };
    const before = policyOf(own);
    await putPolicy(Bucket, before);
    const id = await approved(arn, control);
    expect(await policy(Bucket)).toBe(`${before.slice(0, -']\n}'.length)},${JSON.stringify(denial(arn))}]\n}`);
    await undo(id);
    expect(await policy(Bucket)).toBe(before);
  });

  it('gives a policy to a bucket that has none, and an undo takes it off again', async () => {
    const Bucket = 'plain-calls-without-policy';
    const arn = await makeBucket(Bucket);
    await s3.send(new DeleteBucketPolicyCommand({ Bucket }));
    const id = await approved(arn, control);
    expect(JSON.parse((await policy(Bucket)) ?? '')).toEqual({ Version: '2012-10-17', Statement: [denial(arn)] });
    await undo(id);
    await expect(policy(Bucket)).rejects.toMatchObject({ name: 'NoSuchBucketPolicy' });
  });
});

/** A bucket whose block an operator took off for good: it takes public policies. */
async function openForGood(Bucket: string): Promise<string> {
  const arn = await openBucket(Bucket);
  await undo((await remediated(arn)).id);
  return arn;
}

/** A bucket that the tests' configuration asks about, and not only observes. */
async function makeBucket(Bucket: string): Promise<string> {
  const arn = `arn:aws:s3:::${Bucket}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await ofControl(arn, 's3.bucket-tls-only', 'observed');
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'tls', Value: 'ask' }] } }));
  return arn;
}

const putPolicy = (Bucket: string, Policy: string) => s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
const policy = async (Bucket: string) => (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;

async function makeRole(RoleName: string, AssumeRolePolicyDocument: string): Promise<string> {
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path: '/team/' }));
  return `arn:aws:iam::${account}:role/team/${RoleName}`;
}

const trustOf = async (RoleName: string) =>
  decodeURIComponent((await iam.send(new GetRoleCommand({ RoleName }))).Role?.AssumeRolePolicyDocument ?? '');

/** The mend of a control, which a person approved. */
async function approved(arn: string, control: string): Promise<string> {
  const { id, planDigest = '' } = await ofControl(arn, control, 'awaiting-approval');
  await eventually(
    async () => (await homeostatAs(operator, 'approve', id, '--plan', planDigest, '--yes')).status === 0,
  );
  await ofControl(arn, control, 'remediated');
  return id;
}

function ofControl(arn: string, control: string, status: string): Promise<Listed & { planDigest?: string }> {
  return eventually(async () => (await historyOf(arn)).find((one) => one.control === control && one.status === status));
}
