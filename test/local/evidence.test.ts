import { gunzipSync } from 'node:zlib';
import { CreateRoleCommand, GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DescribeExecutionCommand, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Evidence } from '../../catalogue/trim/evidence.ts';
import { ReportRow } from '../../functions/domain/usage-report.ts';
import { account, endpoint, eventually, historyOf, iam, longAgo, outputs, sts, tables, workflows } from './cloud.ts';
import { decide, invitationFor } from './questions.ts';

const day = 86_400_000;
const daysAgo = (days: number) => `${new Date(Date.now() - days * day).toISOString().slice(0, 19)}Z`;
const arnOf = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const [busy, idle] = [arnOf('evidence-busy'), arnOf('evidence-idle')];

beforeAll(async () => {
  await role('evidence-busy', ['s3:GetBucketPolicy', 's3:GetBucketAcl', 's3:GetObject', 'sqs:*']);
  await role('evidence-idle', ['iam:PutRolePolicy', 'iam:ListRoles']);
  await longAgo({ principal: busy, action: 's3:GetBucketPolicy', at: daysAgo(10) });
  await longAgo({ principal: busy, action: 's3:GetBucketAcl', at: daysAgo(120) });
  await callAs(busy);
  await sweep();
}, 120_000);

describe('a sweep over what roles use', () => {
  it('knows what the reports say, and from the trail what was done since', async () => {
    const { services, calls, isComplete, unseen } = Evidence.parse(
      await kept(`EVIDENCE#${busy}`, 'EVIDENCE', 'evidence'),
    );
    expect(services['s3']).toEqual({
      lastUsed: expect.any(String),
      tracked: { GetBucketAcl: expect.any(String), GetBucketPolicy: expect.any(String) },
    });
    expect(Object.keys(services)).toEqual(['s3']);
    expect(Object.keys(calls)).toContain('sqs:ListQueues');
    expect({ isComplete, unseen }).toEqual({ isComplete: true, unseen: undefined });
  });

  it('knows of a role that does nothing that it does nothing', async () => {
    const evidence = Evidence.parse(await kept(`EVIDENCE#${idle}`, 'EVIDENCE', 'evidence'));
    expect(evidence).toMatchObject({ services: {}, calls: {}, isComplete: true });
  });

  it('tells of what is to go: what is tracked and was not used, and whole services without use', async () => {
    expect(await kept(`NOTICE#${account}`, busy, 'removals')).toEqual(['s3:GetBucketAcl']);
    expect(await kept(`NOTICE#${account}`, idle, 'removals')).toEqual(['iam:*']);
  });

  it('reports what each could do without need', async () => {
    expect(ReportRow.parse(await kept(`REPORT#${account}`, idle, 'row'))).toMatchObject({
      kind: 'role',
      policies: ['all'],
      lastActivity: null,
      unusedServices: ['iam'],
      unusedActions: 2,
      byLevel: { 'permissions management': 1, list: 1 },
      score: 101,
      refusals: [],
    });
    expect(ReportRow.parse(await kept(`REPORT#${account}`, busy, 'row'))).toMatchObject({
      unusedServices: [],
      unusedActions: 1,
    });
  });

  it('has the controls say it in the history, and change nothing', async () => {
    const told = await eventually(async () =>
      (await historyOf(busy)).find((one) => one.control === 'iam.policy-trimmed'),
    );
    expect(told).toMatchObject({
      status: 'held',
      because: expect.stringMatching(/notice until .*: 1 action would go/),
    });
    const idleRole = await eventually(async () =>
      (await historyOf(idle)).find((one) => one.control === 'iam.role-unused'),
    );
    expect(idleRole.status).toBe('observed');
  });

  it('leaves a notice that runs as it is, and knows what it knew', async () => {
    const since = await raw(`NOTICE#${account}`, busy);
    await sweep();
    expect((await raw(`NOTICE#${account}`, busy))?.['since']).toBe(since?.['since']);
    const { calls } = Evidence.parse(await kept(`EVIDENCE#${busy}`, 'EVIDENCE', 'evidence'));
    expect(Object.keys(calls)).toContain('sqs:ListQueues');
  });

  it('has a person asked when the notice is over, and takes out what was told of once they approve', async () => {
    const notice = await raw(`NOTICE#${account}`, busy);
    const Item = { ...notice, since: daysAgo(40), until: daysAgo(33) };
    await tables.send(new PutCommand({ TableName: outputs['StateTable'], Item }));
    await sweep();
    const { id } = await eventually(async () =>
      (await historyOf(busy)).find(({ status }) => status === 'awaiting-approval'),
    );
    await decide((await invitationFor(busy)).link, id, 'approve');
    await eventually(async () => (await historyOf(busy)).find((one) => one.id === id && one.status === 'remediated'));
    expect(await grantsOf('evidence-busy')).toEqual(['s3:GetBucketPolicy', 's3:GetObject', 'sqs:*']);
    await sweep();
    expect(await kept(`NOTICE#${account}`, busy, 'removals')).toEqual([]);
  });
});

async function grantsOf(RoleName: string): Promise<readonly string[]> {
  const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'all' }));
  return JSON.parse(decodeURIComponent(PolicyDocument ?? '')).Statement[0].Action;
}

async function role(RoleName: string, Action: readonly string[]): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' };
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }));
  const PolicyDocument = policy({ Effect: 'Allow', Action, Resource: '*' });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'all', PolicyDocument }));
  await longAgo({ arn: arnOf(RoleName), createdAt: daysAgo(200) });
}

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}

/** A call just now, which no report shows yet. */
async function callAs(RoleArn: string): Promise<void> {
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'somebody' }));
  const credentials = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    ...(Credentials?.SessionToken && { sessionToken: Credentials.SessionToken }),
  };
  await new SQSClient({ endpoint, region: 'us-east-1', credentials }).send(new ListQueuesCommand({}));
}

async function sweep(): Promise<void> {
  const { executionArn } = await workflows.send(
    new StartExecutionCommand({
      stateMachineArn: outputs['EvidenceStateMachine'],
      input: JSON.stringify({ account, pause: 1 }),
    }),
  );
  const ended = await eventually(async () => {
    const { status, output, error, cause } = await workflows.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? undefined : { status, output, error, cause };
  }, 90_000);
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
}

async function raw(pk: string, sk: string): Promise<Record<string, unknown> | undefined> {
  const { Item } = await tables.send(new GetCommand({ TableName: outputs['StateTable'], Key: { pk, sk } }));
  return Item;
}

async function kept(pk: string, sk: string, attribute: string): Promise<unknown> {
  const item = await raw(pk, sk);
  return JSON.parse(gunzipSync(item?.[attribute] as Uint8Array).toString('utf8'));
}
