import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  type IAMClient,
  ListGroupsCommand,
  ListRolePoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { GetBucketPolicyCommand } from '@aws-sdk/client-s3';
import { StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  account,
  eventually,
  historyOf,
  homeostat,
  iam,
  iamAs,
  longAgo,
  mails,
  openBucket,
  outputs,
  remediated,
  s3As,
  sts,
  tables,
  workflows,
} from './cloud.ts';
import { decide, invitationFor } from './questions.ts';

const day = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * day).toISOString();
const roleArn = (name: string) => `arn:aws:iam::${account}:role/team/${name}`;
const text = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Look',
        Effect: 'Allow',
        Action: ['iam:ListUsers', 'iam:ListGroups', 's3:GetBucketPolicy'],
        Resource: '*',
      },
    ],
  },
  null,
  1,
);
const allowed = (document: string) => JSON.parse(document).Statement[0].Action as readonly string[];

/** A role of two years that used nothing but ListUsers, so many days ago, as a sweep would have found it; and its policy. */
async function roleThatUsed(name: string, days: number): Promise<{ readonly role: string; readonly policy: string }> {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  };
  await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      Path: '/team/',
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Tags: [{ Key: 'unused', Value: 'ask' }],
    }),
  );
  const made = await iam.send(new CreatePolicyCommand({ PolicyName: name, PolicyDocument: text }));
  const policy = made.Policy?.Arn ?? '';
  await iam.send(new AttachRolePolicyCommand({ RoleName: name, PolicyArn: policy }));
  const role = roleArn(name);
  await longAgo({ arn: role, createdAt: ago(700) });
  await longAgo({ arn: policy, createdAt: ago(700) });
  await longAgo({ principal: role, action: 'iam:ListUsers', at: ago(days) });
  const tracked = { ListUsers: ago(days), ListGroups: null };
  const evidence = {
    principal: role,
    reportedAt: new Date().toISOString(),
    isComplete: true,
    services: { iam: { lastUsed: ago(days), tracked } },
    calls: {},
    trailSince: null,
  };
  await put({
    pk: `EVIDENCE#${role}`,
    sk: 'EVIDENCE',
    kind: 'evidence',
    principal: role,
    reportedAt: evidence.reportedAt,
    evidence: gzipped(evidence),
    expires: Math.ceil(Date.now() / 1000) + 86_400,
  });
  return { role, policy };
}

function gzipped(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

async function put(Item: Record<string, unknown>): Promise<void> {
  await tables.send(new PutCommand({ TableName: outputs['StateTable'], Item }));
}

/** The notice is over: the control judges the resource, as the sweep would have it do. */
async function judged(control: string, arn: string): Promise<void> {
  const target = { account, region: 'us-east-1', arn };
  const cause = {
    id: randomUUID(),
    name: 'sweep',
    time: new Date().toISOString(),
    actor: { type: 'unknown', arn: 'unknown' },
  };
  const stateMachineArn = outputs['TriageStateMachine'];
  await workflows.send(
    new StartExecutionCommand({ stateMachineArn, input: JSON.stringify({ again: { control, target, cause } }) }),
  );
}

async function trimmed(name: string): Promise<{ readonly role: string; readonly policy: string; readonly id: string }> {
  const { role, policy } = await roleThatUsed(name, 3);
  await put({
    pk: `NOTICE#${account}`,
    sk: policy,
    kind: 'notice',
    account,
    subject: policy,
    since: ago(9),
    until: ago(2),
    removals: gzipped(['iam:ListGroups', 's3:*']),
  });
  await judged('iam.policy-trimmed', policy);
  const { id } = await remediated(policy, 'awaiting-approval');
  await decide((await invitationFor(policy)).link, id, 'approve');
  await remediated(policy);
  expect(allowed(await current(policy))).toEqual(['iam:ListUsers']);
  return { role, policy, id };
}

async function current(PolicyArn: string): Promise<string> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: Policy?.DefaultVersionId }));
  return decodeURIComponent(version.PolicyVersion?.Document ?? '');
}

async function keysOf(RoleArn: string) {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'job' }));
  return {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  };
}

function undoOf(resource: string, id: string) {
  return eventually(async () =>
    (await historyOf(resource)).find(({ undoes, status }) => undoes === id && status === 'undone'),
  );
}

const told = async (start: string) => (await mails()).filter(({ Subject }) => Subject.startsWith(start));

describe('a policy that was trimmed', () => {
  let one: Awaited<ReturnType<typeof trimmed>>;
  let client: IAMClient;
  beforeAll(async () => {
    one = await trimmed('watched');
    client = iamAs(await keysOf(one.role));
  });

  it('stays trimmed while its holder is refused what it never had', async () => {
    await expect(client.send(new ListRolePoliciesCommand({ RoleName: 'watched' }))).rejects.toMatchObject({
      name: /AccessDenied/,
    });
    await client.send(new ListUsersCommand({}));
    expect(allowed(await current(one.policy))).toEqual(['iam:ListUsers']);
  });

  it('is back, byte for byte, when its holder is refused a read that it had lost, however often that is', async () => {
    const calls = Array.from({ length: 5 }, () => client.send(new ListGroupsCommand({})));
    expect((await Promise.allSettled(calls)).map(({ status }) => status)).toEqual(calls.map(() => 'rejected'));
    const undo = await undoOf(one.policy, one.id);
    expect(undo).toMatchObject({ event: 'ListGroups', actor: expect.stringContaining('assumed-role/watched/job') });
    expect(await current(one.policy)).toBe(text);
    await eventually(() => client.send(new ListGroupsCommand({})).catch(() => undefined));
    expect((await historyOf(one.policy)).filter(({ undoes }) => undoes === one.id)).toHaveLength(1);
  });

  it('is said to be back, by mail, to who had approved it and nobody else, with what was given back', async () => {
    const mail = await eventually(async () => (await told(`Homeostat took ${one.id} back by itself`))[0]);
    expect(mail.To).toEqual(['operator@example.com']);
    expect(mail.Subject).toContain(`${one.role} was refused iam:ListGroups`);
    expect(mail.BodyText).toContain('What was given back');
    expect(await told(`Homeostat took ${one.id} back by itself`)).toHaveLength(1);
  });

  it('is left alone from then on, and the record of it is whole', async () => {
    const { out } = await homeostat('exemptions', '--json');
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({
        control: 'iam.policy-trimmed',
        owner: 'homeostat',
        reason: `iam:ListGroups was refused to ${one.role}`,
        scope: expect.objectContaining({ arn: one.policy }),
      }),
    );
    expect(await homeostat('verify-history')).toMatchObject({ status: 0 });
  });
});

it('a refused call that is a read of S3, made with GET, brings a policy back, too', async () => {
  await openBucket('watched-bucket');
  const { role, policy, id } = await trimmed('watched-reader');
  const client = s3As(await keysOf(role));
  await expect(client.send(new GetBucketPolicyCommand({ Bucket: 'watched-bucket' }))).rejects.toMatchObject({
    name: 'AccessDenied',
  });
  expect(await undoOf(policy, id)).toMatchObject({ event: 'GetBucketPolicy' });
  expect(await current(policy)).toBe(text);
});

it('a role that was deactivated is active again when it is refused anything', async () => {
  const { role } = await roleThatUsed('watched-idle', 200);
  await judged('iam.role-unused', role);
  const { id } = await remediated(role, 'awaiting-approval');
  await decide((await invitationFor(role)).link, id, 'approve');
  await remediated(role);
  const client = iamAs(await keysOf(role));
  await expect(client.send(new ListUsersCommand({}))).rejects.toMatchObject({ name: /AccessDenied/ });
  await undoOf(role, id);
  await eventually(() => client.send(new ListUsersCommand({})).catch(() => undefined));
  const gone = { RoleName: 'watched-idle', PolicyName: 'HomeostatDeactivated' };
  await expect(iam.send(new GetRolePolicyCommand(gone))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
});
