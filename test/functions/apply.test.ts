import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DeleteRolePolicyCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import type { Approval } from '../../functions/domain/approval.ts';
import type { Finding } from '../../functions/domain/finding.ts';
import { callsMade, closeBucket, iam, lendRoles, resetCloud, s3, sessions, sts, tables, writesMade } from './cloud.ts';
import { account, prepare } from './environment.ts';
import { adminDocument, awsError, bucket, bucketDrift, planOf, roleDrift } from './findings.ts';

prepare();
const { handler } = await import('../../functions/apply.ts');
const { handler: open } = await import('../../functions/open.ts');
const { questionOn, saveQuestion } = await import('../../functions/aws/questions.ts');
const { vote } = await import('../../functions/question/vote.ts');
const { decidedApproval } = await import('../../functions/aws/decided.ts');
const { pause } = await import('../../functions/aws/switches.ts');
const { config } = await import('../../functions/config.ts');
const workflows = mockClient(SFNClient);
mockClient(EventBridgeClient).on(PutEventsCommand).resolves({});
const usual = structuredClone(config);

beforeEach(() => {
  resetCloud();
  workflows.reset();
  workflows.on(SendTaskSuccessCommand).resolves({});
  Object.assign(config, structuredClone(usual));
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['one', 'two'] });
  iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: encodeURIComponent(adminDocument) });
  iam.on(PutRolePolicyCommand).resolves({});
  iam.on(DeleteRolePolicyCommand).resolves({});
});

/** What the workflow hands on after Open, and after a person's yes where one is needed. */
async function ready(finding: Finding, change: object = {}) {
  const { action, head, reread } = await open({ finding });
  const approval = action === 'ask' ? await approved(finding) : null;
  return { finding, head, reread, approval, ...change };
}

/** Ann is asked, and says yes. */
async function approved(finding: Finding): Promise<Approval | undefined> {
  const now = new Date();
  const { digest: planDigest } = planOf(finding);
  const expiresAt = new Date(now.getTime() + 72 * 3_600_000).toISOString();
  const asking = { planDigest, taskToken: 'token', askedAt: now.toISOString(), expiresAt, group: 0, quorum: 1 };
  await saveQuestion({ finding, ...asking });
  const [person] = config.approvers;
  if (person === undefined) {
    throw new TypeError('the configuration names no approver');
  }
  await vote({ remediation: finding.id, planDigest, person, via: 'mailed code', ballot: { decision: 'approve' }, now });
  const question = await questionOn(finding.id);
  return question && decidedApproval(question);
}

/** The same, with an approval that is another than the one that was given. */
async function readyBut(finding: Finding, change: object) {
  const input = await ready(finding);
  return { ...input, approval: { ...input.approval, ...change } };
}

const adminId = roleDrift().control;
const old = () => bucketDrift({ readAt: new Date(Date.now() - 5_000).toISOString() });
const edited = (finding: Finding, change: object): Finding => ({
  ...finding,
  verdict: { outcome: 'change', plan: { ...planOf(finding), ...change } },
});
const otherBucket = [{ call: 's3:PutPublicAccessBlock', input: { Bucket: 'prod' }, says: 'Close logs to the public' }];

describe('a plan', () => {
  test('is carried out in its order, with what AWS answered, and the undo that was meant', async () => {
    const input = await ready(bucketDrift());
    const { head, calls, undo } = await handler(input);
    expect(head).toEqual(input.head);
    expect(calls).toEqual([
      {
        call: 's3:PutPublicAccessBlock',
        says: 'Close logs to the public',
        requestId: 'request-1',
        milliseconds: expect.any(Number),
      },
    ]);
    expect(undo).toEqual(planOf(input.finding).undo);
  });

  test('is made with a session of the writing role that may do this and nothing else', async () => {
    const finding = bucketDrift();
    await handler(await ready(finding));
    const [{ RoleArn, RoleSessionName, Policy = '' } = {}, ...more] = sessions();
    expect(more).toEqual([]);
    expect([RoleArn, RoleSessionName]).toEqual([
      `arn:aws:iam::${account}:role/HomeostatWriter`,
      `homeostat-${finding.id}`,
    ]);
    const statements = JSON.parse(Policy).Statement as { Action: string[]; Resource: string[] }[];
    expect([...new Set(statements.flatMap(({ Action, Resource }) => [...Action, ...Resource]))]).toEqual([
      's3:PutBucketPublicAccessBlock',
      bucket.arn,
    ]);
  });

  test('that a person approved begins with a record of who, and takes the resource', async () => {
    const finding = roleDrift();
    const { head } = await handler(await ready(finding));
    expect(head).toMatchObject({ status: 'applying', because: 'ann@example.com approved it', sequence: 3 });
    expect(tables.under('RESOURCE#')).toEqual([expect.objectContaining({ owner: finding.id })]);
    expect(writesMade()).toEqual(['DeleteRolePolicy', 'DeleteRolePolicy']);
  });
});

describe('the resource', () => {
  test('is not read again where it was read a moment ago by the one who alone may write it', async () => {
    await handler(await ready(bucketDrift()));
    expect(callsMade()).toEqual(['PutPublicAccessBlock']);
  });

  test.each([
    ['it was read a while ago', () => ready(old())],
    ['it may have changed meanwhile', () => ready(bucketDrift(), { reread: true })],
    ['a person was asked', () => ready(roleDrift())],
  ])('is read again where %s', async (_, input) => {
    await handler(await input());
    expect(callsMade().filter((name) => /^(Get|List)/.test(name))).not.toEqual([]);
  });

  test.each<[string, () => Promise<object>, () => void]>([
    ['is closed by now', () => ready(old()), closeBucket],
    [
      'has another setting by now',
      () => ready(old()),
      () => s3.on(GetPublicAccessBlockCommand).resolves({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
    ],
    [
      'has another policy by now',
      () => ready(roleDrift()),
      () => iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['one'] }),
    ],
  ])('that %s is stale: no call is made', async (_, input, arrange) => {
    const prepared = await input();
    arrange();
    await expect(handler(prepared)).rejects.toMatchObject({ name: 'Stale' });
    expect(writesMade()).toEqual([]);
  });

  test.each([
    ['is gone', 'NoSuchBucket', 'ResourceGone'],
    ['cannot be read', 'AccessDenied', 'AccessDenied'],
  ])('that %s is not written', async (_, thrown, name) => {
    const input = await ready(old());
    s3.on(GetPublicAccessBlockCommand).rejects(awsError(thrown));
    await expect(handler(input)).rejects.toMatchObject({ name });
    expect(writesMade()).toEqual([]);
  });
});

describe('what is not as it was recorded and approved is not made', () => {
  test.each<[string, () => Promise<object>]>([
    [
      'a plan with another call',
      () => ready(bucketDrift(), { finding: edited(bucketDrift(), { apply: otherBucket }) }),
    ],
    ['a plan with another undo', () => ready(bucketDrift(), { finding: edited(bucketDrift(), { undo: [] }) })],
    ['a plan for another state', () => ready(bucketDrift(), { finding: bucketDrift({ state: null }) })],
    [
      'a plan for another resource',
      () => ready(bucketDrift(), { finding: bucketDrift({ target: { ...bucket, arn: 'arn:aws:s3:::prod' } }) }),
    ],
    [
      'a plan with a digest that fits but was not recorded',
      () => ready(bucketDrift(), { finding: roleDrift({ id: bucketDrift().id }) }),
    ],
    ['an approval for another plan', () => readyBut(roleDrift(), { planDigest: planOf(bucketDrift()).digest })],
    ['an answer that its question does not hold', () => readyBut(roleDrift(), { by: 'ciso@example.com' })],
    ['a rejected plan', () => readyBut(roleDrift(), { decision: 'reject' })],
    ['a plan that nobody answered', () => ready(roleDrift(), { approval: null })],
    ['no plan', () => ready(bucketDrift(), { finding: bucketDrift({ verdict: { outcome: 'leave', because: 'x' } }) })],
    ['a plan of an unknown control', () => ready(bucketDrift(), { finding: bucketDrift({ control: 'gone' }) })],
  ])('%s', async (_, input) => {
    const prepared = await input();
    await expect(handler(prepared)).rejects.toMatchObject({ name: 'NotAsPlanned' });
    expect([...callsMade(), ...sessions()]).toEqual([]);
  });
});

describe('what was approved is not made any more', () => {
  test('where whoever approved is no approver now', async () => {
    const input = await ready(roleDrift());
    config.approvers = config.approvers.filter(({ mail }) => mail !== 'ann@example.com');
    await expect(handler(input)).rejects.toMatchObject({
      name: 'NotAllowed',
      message: expect.stringContaining('who approved it'),
    });
    expect([...callsMade(), ...sessions()]).toEqual([]);
  });

  test('where the resource is protected by now', async () => {
    const input = await ready(roleDrift());
    config.protect = [roleDrift().target.arn];
    await expect(handler(input)).rejects.toMatchObject({
      name: 'NotAllowed',
      message: expect.stringContaining('is protected'),
    });
    expect(callsMade()).toEqual([]);
  });

  test('where the resource was exempted meanwhile, and is judged again when that ends', async () => {
    const input = await ready(roleDrift());
    const { exempt } = await import('../../functions/aws/exemptions.ts');
    const scope = { kind: 'account' as const, account };
    const exemption = {
      id: 'x-1',
      control: 'iam.*',
      scope,
      owner: 'ops',
      reason: 'a freeze',
      until: '2099-01-01T00:00:00Z',
    };
    await execute(...exempt(exemption, new Date()));
    await expect(handler(input)).rejects.toMatchObject({
      name: 'NotAllowed',
      message: expect.stringContaining('a freeze'),
    });
    expect(callsMade()).toEqual([]);
    expect(tables.under('WAITING#x-1')).toEqual([expect.objectContaining({ remediation: roleDrift().id })]);
  });
});

describe('before the first call', () => {
  test.each([
    ['ThrottlingException', awsError('ThrottlingException')],
    ['ProvisionedThroughputExceededException', awsError('ProvisionedThroughputExceededException')],
    ['AccessDeniedException', awsError('AccessDeniedException')],
  ])('the history has to take the record: %s leaves the resource alone', async (name, error) => {
    const input = await ready(roleDrift());
    tables.refuseWrites('history', error);
    await expect(handler(input)).rejects.toMatchObject({ name });
    expect([...callsMade(), ...sessions()]).toEqual([]);
  });

  test('the resource has to be free', async () => {
    const input = await ready(roleDrift());
    const key = `RESOURCE#${account}#us-east-1#${roleDrift().target.arn}`;
    tables.items.set(`state ${key} LEASE`, {
      pk: key,
      sk: 'LEASE',
      _et: 'lease',
      resourceKey: 'x',
      owner: 'r-other',
      until: '2099',
      touchedAt: '1970',
    });
    await expect(handler(input)).rejects.toMatchObject({ name: 'ResourceLeased' });
    expect(writesMade()).toEqual([]);
  });

  test('the writing role has to be there', async () => {
    const input = await ready(bucketDrift());
    sts.on(AssumeRoleCommand).rejects(awsError('AccessDenied'));
    await expect(handler(input)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(callsMade()).toEqual([]);
  });

  test('a step that was throttled after its record goes on from there', async () => {
    const input = await ready(roleDrift());
    sts.on(AssumeRoleCommand).rejects(awsError('ThrottlingException'));
    await expect(handler(input)).rejects.toMatchObject({ name: 'ThrottlingException' });
    lendRoles();
    expect((await handler(input)).head).toMatchObject({ status: 'applying', sequence: 3 });
    expect(tables.under('CHANGES#')).toEqual([expect.objectContaining({ count: 1 })]);
  });

  test('a remediation that went on otherwise stays where it is', async () => {
    const input = await ready(roleDrift());
    const head = `history REMEDIATION#${roleDrift().id} HEAD`;
    tables.items.set(head, { ...tables.items.get(head), status: 'failed', tip: 'moved', sequence: 2 });
    await expect(handler(input)).rejects.toMatchObject({ name: 'NotAsPlanned' });
    expect(writesMade()).toEqual([]);
  });
});

describe('a call that fails', () => {
  test('first leaves everything as it was', async () => {
    s3.on(PutPublicAccessBlockCommand).rejects(awsError('AccessDenied', 'not you'));
    await expect(handler(await ready(bucketDrift()))).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: 's3:PutPublicAccessBlock failed: AccessDenied: not you. No call had been made before it.',
    });
    expect(writesMade()).toEqual(['PutPublicAccessBlock']);
  });

  test('later has the ones before it undone', async () => {
    iam.on(DeleteRolePolicyCommand, { PolicyName: 'two' }).rejects(awsError('LimitExceeded'));
    await expect(handler(await ready(roleDrift()))).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringMatching(
        /^iam:DeleteRolePolicy failed: LimitExceeded.*What had been changed before was undone \(iam:PutRolePolicy\)\.$/,
      ),
    });
    const puts = iam.commandCalls(PutRolePolicyCommand).map(({ args: [command] }) => command.input);
    expect(puts).toEqual([{ RoleName: 'app', PolicyName: 'one', PolicyDocument: adminDocument }]);
  });

  test('and an undo that fails too is told as it is', async () => {
    iam.on(DeleteRolePolicyCommand, { PolicyName: 'two' }).rejects(awsError('LimitExceeded'));
    iam.on(PutRolePolicyCommand).rejects(awsError('Throttling'));
    await expect(handler(await ready(roleDrift()))).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('could NOT be undone: Throttling'),
    });
  });
});

describe('a stop', () => {
  const stop = () =>
    pause({ scope: { kind: 'everything' }, by: 'ops', reason: 'an incident', now: new Date('2026-11-24T12:00:00Z') });
  const because = 'everything is stopped since 2026-11-24T12:00:00.000Z, says ops: an incident';
  /** The clock that a look at the switches is held against. */
  const passing = (seconds: number) => {
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + seconds * 1_000);
  };
  afterEach(() => {
    jest.restoreAllMocks();
  });

  test('holds what runs by itself before its first call, and has it judged again', async () => {
    const input = await ready(bucketDrift());
    const { id } = await stop();
    await expect(handler(input)).rejects.toMatchObject({ name: 'Stopped', message: because });
    expect(writesMade()).toEqual([]);
    expect(tables.under(`WAITING#${id}`)).toEqual([expect.objectContaining({ remediation: input.finding.id })]);
  });

  test('holds what a person approved', async () => {
    const input = await ready(roleDrift());
    const { id } = await stop();
    await expect(handler(input)).rejects.toMatchObject({ name: 'NotAllowed', message: because });
    expect(writesMade()).toEqual([]);
    expect(tables.under(`WAITING#${id}`)).toHaveLength(1);
  });

  test('on the way has what was changed undone, and nothing further is', async () => {
    const input = await ready(roleDrift());
    iam.on(DeleteRolePolicyCommand, { PolicyName: 'one' }).callsFake(async () => {
      await stop();
      passing(2);
      return {};
    });
    await expect(handler(input)).rejects.toMatchObject({
      name: 'Stopped',
      message: `${because}. What had been changed before was undone (iam:PutRolePolicy).`,
    });
    expect(writesMade()).toEqual(['DeleteRolePolicy', 'PutRolePolicy']);
  });

  test('on the way is no mere hold where what was changed cannot be undone', async () => {
    const input = await ready(roleDrift());
    iam.on(PutRolePolicyCommand).rejects(awsError('AccessDenied'));
    iam.on(DeleteRolePolicyCommand, { PolicyName: 'one' }).callsFake(async () => {
      await stop();
      passing(2);
      return {};
    });
    await expect(handler(input)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('could NOT be undone: AccessDenied'),
    });
  });

  test('that cannot be looked for on the way has what was changed undone', async () => {
    const input = await ready(roleDrift());
    iam.on(DeleteRolePolicyCommand, { PolicyName: 'one' }).callsFake(() => {
      tables.mock.on(QueryCommand).rejects(awsError('ThrottlingException'));
      passing(2);
      return {};
    });
    await expect(handler(input)).rejects.toMatchObject({
      name: 'ApplyFailed',
      message: expect.stringContaining('What had been changed before was undone'),
    });
  });

  test('is looked for once a second, not before each of some quick calls', async () => {
    const input = await ready(roleDrift());
    const looks = () =>
      tables.mock
        .commandCalls(QueryCommand)
        .filter(({ args: [{ input: query }] }) =>
          Object.values(query.ExpressionAttributeValues ?? {}).includes('SWITCHES'),
        ).length;
    const before = looks();
    await handler(input);
    // One for what was approved, and one for both calls.
    expect([looks() - before, writesMade().length]).toEqual([2, 2]);
  });
});

test('the exemption of an undo that was asked about begins with its first call', async () => {
  const until = '2099-01-01T00:00:00.000Z';
  const exemption = { id: 'x-undo', control: adminId, owner: 'ops', reason: 'it was needed', until };
  const finding = roleDrift({ exemption });
  const input = await ready(finding);
  const begun = () => tables.under('RESOURCE#').filter(({ sk }) => sk === 'EXEMPTION#x-undo').length;
  expect(begun()).toBe(0);
  await handler(input);
  expect(begun()).toBe(1);
});
