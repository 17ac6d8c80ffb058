import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import type { Evidence } from '../../../catalogue/trim/evidence.ts';
import { TrimSettings } from '../../../catalogue/trim/settings.ts';
import { parseConfig } from '../../../functions/domain/config.ts';
import type { Subject } from '../../../functions/domain/swept.ts';
import { actingConfig, prepare } from '../environment.ts';
import { Tables } from '../tables.ts';

prepare({ TRIAGE_STATE_MACHINE: 'arn:aws:states:eu-central-1:111122223333:stateMachine:Homeostat-triage' });
const { keepEvidence, keepPiece } = await import('../../../functions/aws/evidence.ts');
const { noticeFor } = await import('../../../functions/aws/usage.ts');
const { reportOn } = await import('../../../functions/aws/usage-report.ts');
const { complete } = await import('../../../functions/sweep/complete.ts');
const { judge } = await import('../../../functions/sweep/judge.ts');
const { keepRead } = await import('../../../functions/sweep/read-marks.ts');

const tables = new Tables();
const workflows = mockClient(SFNClient);
const account = '111122223333';
const role = `arn:aws:iam::${account}:role/app`;
const settings = TrimSettings.parse({ noticeDays: 7, graceDays: 0 });
const now = () => new Date().toISOString();
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const common = { account, sweep: 's', region: 'us-east-1', config: parseConfig(actingConfig), settings };
const principal = { arn: role, createdAt: ago(300), boundary: null, runsFunctions: false };
const document = JSON.stringify({
  Statement: { Effect: 'Allow', Action: ['s3:GetBucketAcl', 'sqs:*'], Resource: '*' },
});

beforeEach(() => {
  tables.reset();
  workflows.reset();
  workflows.on(StartExecutionCommand).resolves({});
});

describe('judging a policy', () => {
  test('begins a notice of what is to go, once, and has the control say so', async () => {
    await keepEvidence(evidence());
    expect(await judged()).toMatchObject({ begun: 1, over: 0 });
    const notice = await noticeFor({ account, subject: role });
    expect(notice?.removals).toEqual(['s3:GetBucketAcl']);
    expect(Date.parse(notice?.until ?? '') - Date.parse(notice?.since ?? '')).toBe(7 * 86_400_000);
    expect(woken()).toEqual([{ control: 'iam.policy-trimmed', resource: role }]);
    expect(await judged()).toMatchObject({ begun: 0, over: 0 });
    expect(woken()).toHaveLength(1);
  });

  test('wakes the control when the notice is over, for one remediation a week', async () => {
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 });
    workflows.resetHistory();
    expect(await judged()).toMatchObject({ begun: 0, over: 1 });
    await judged();
    expect(woken()).toHaveLength(2);
    expect(new Set(causes()).size).toBe(1);
  });

  test('waits for the grace period of what was newly granted', async () => {
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 });
    expect(await judged({ ...settings, graceDays: 30 })).toMatchObject({ over: 0 });
  });

  test('begins a new notice where nothing that was told of is to go any more', async () => {
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 });
    const first = await noticeFor({ account, subject: role });
    const other = JSON.stringify({
      Statement: { Effect: 'Allow', Action: ['s3:GetBucketTagging', 'sqs:*'], Resource: '*' },
    });
    expect(await judged(settings, { documents: [other] })).toMatchObject({ begun: 1 });
    const second = await noticeFor({ account, subject: role });
    expect(second?.removals).toEqual(['s3:GetBucketTagging']);
    expect(second?.since).not.toBe(first?.since);
  });

  test('what was told of and went is not told of any more: another time it needs a notice of its own', async () => {
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 });
    const trimmed = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' } });
    expect(await judged(settings, { documents: [trimmed] })).toMatchObject({ begun: 0, over: 0 });
    expect((await noticeFor({ account, subject: role }))?.removals).toEqual([]);
    expect(await judged()).toMatchObject({ begun: 1, over: 0 });
  });

  test('what was used again is not told of any more', async () => {
    const both = JSON.stringify({
      Statement: { Effect: 'Allow', Action: ['s3:GetBucketAcl', 's3:GetBucketTagging'], Resource: '*' },
    });
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 }, { documents: [both] });
    await keepEvidence(evidence({ calls: { 's3:GetBucketAcl': now() } }));
    expect(await judged(settings, { documents: [both] })).toMatchObject({ begun: 0, over: 1 });
    expect((await noticeFor({ account, subject: role }))?.removals).toEqual(['s3:GetBucketTagging']);
  });

  test('a notice stays as it is while it is not known what is used', async () => {
    await keepEvidence(evidence());
    await judged({ ...settings, noticeDays: 0 });
    await keepEvidence(evidence({ reportedAt: ago(2) }));
    expect(await judged()).toMatchObject({ begun: 0, over: 0 });
    await keepEvidence(evidence());
    expect(await judged()).toMatchObject({ begun: 0, over: 1 });
  });

  test('a notice of an older text of a policy is followed by a new one', async () => {
    const managed = { kind: 'managed', arn: `arn:aws:iam::${account}:policy/p` } as const;
    await keepEvidence(evidence());
    expect(await judged({ ...settings, noticeDays: 0 }, { ...managed, changedAt: ago(200) })).toMatchObject({
      begun: 1,
    });
    const short = { ...settings, windowDays: 1e-9 };
    expect(await judged(short, { ...managed, changedAt: now() })).toMatchObject({ begun: 1 });
  });

  test.each<[string, Partial<Evidence>, Partial<Subject>]>([
    ['whose report is old', { reportedAt: ago(2) }, {}],
    ['whose last hours are not known', { unseen: 'too many calls' }, {}],
    ['whose holder is young', {}, { principals: [{ ...principal, createdAt: ago(3) }] }],
    ['that was changed lately', {}, { kind: 'managed', arn: `arn:aws:iam::${account}:policy/p`, changedAt: ago(3) }],
    ['one of whose holders nobody knows', {}, { principals: [principal, { ...principal, arn: `${role}-2` }] }],
    ['whose Sid keeps it', {}, { documents: [document.replace('"Effect"', '"Sid":"KeepForRestores","Effect"')] }],
    ['of Homeostat itself', {}, { arn: `arn:aws:iam::${account}:role/HomeostatReader` }],
  ])('tells nothing of one %s', async (_, known, changed) => {
    await keepEvidence({ ...evidence(), ...known });
    expect(await judged(settings, changed)).toMatchObject({ begun: 0, over: 0 });
    expect(tables.under('NOTICE#')).toEqual([]);
    expect(woken()).toEqual([]);
  });
});

describe('completing the evidence', () => {
  const calls = { [role]: { 'sqs:ListQueues': now() } };

  test('adds the calls of the last hours, keeps those of before, and forgets those of long ago', async () => {
    await keepEvidence(evidence({ calls: { 's3:GetObject': ago(80), 's3:PutObject': ago(500) }, unseen: 'not yet' }));
    await keepPiece({ sweep: 's', piece: 'CALLS#us-east-1#0' }, calls);
    await completed();
    const [known] = await evidenceNow();
    expect(Object.keys(known?.calls ?? {}).toSorted()).toEqual(['s3:GetObject', 'sqs:ListQueues']);
    expect(known?.unseen).toBeUndefined();
  });

  test('says what is not known where a trail was not read', async () => {
    await keepEvidence(evidence());
    await complete({ ...(await laid()), trails: ['us-east-1', 'eu-central-1'] });
    expect((await evidenceNow())[0]?.unseen).toBe('the trail could not be read: eu-central-1');
  });

  test('doubts a call that IAM’s tables do not know, until a later sweep has seen it before', async () => {
    await keepEvidence(evidence());
    await keepPiece({ sweep: 's', piece: 'CALLS#us-east-1#0' }, { [role]: { 's3:PaintBucket': now() } });
    await completed();
    expect((await evidenceNow())[0]?.unseen).toMatch(/s3:PaintBucket/);
    await completed();
    expect((await evidenceNow())[0]?.unseen).toBeUndefined();
  });

  test('leaves evidence that no report renewed as old as it is', async () => {
    const old = evidence({ reportedAt: ago(0.5) });
    await keepEvidence(old);
    await keepPiece({ sweep: 's', piece: 'CALLS#us-east-1#0' }, calls);
    await completed();
    expect(await evidenceNow()).toEqual([old]);
  });

  test('writes a row of the report, those first that could do most without need', async () => {
    await keepEvidence(evidence());
    await completed();
    expect(await reportOn(account)).toMatchObject([
      { principal: role, policies: ['p'], unusedServices: [], unusedActions: 1, byLevel: { read: 1 }, score: 2 },
    ]);
  });

  test('has a role judged that nobody used, and none that somebody did', async () => {
    await keepEvidence(evidence());
    await completed();
    expect(woken()).toEqual([]);
    await keepEvidence(evidence({ services: {} }));
    await completed();
    await completed();
    expect(woken()).toEqual(Array.from({ length: 2 }, () => ({ control: 'iam.role-unused', resource: role })));
    expect(new Set(causes()).size).toBe(1);
  });

  async function laid() {
    await keepPiece({ sweep: 's', piece: 'P' }, [{ ...principal, kind: 'role', policies: [{ name: 'p', document }] }]);
    await keepRead('s', 'us-east-1', { from: ago(4.25 / 24), since: null });
    return { ...common, piece: 'P' };
  }

  async function completed() {
    return complete({ ...(await laid()), trails: ['us-east-1'] });
  }

  async function evidenceNow() {
    const { evidenceOf } = await import('../../../functions/aws/usage.ts');
    return evidenceOf([role]);
  }
});

function evidence(changed: Partial<Evidence> = {}): Evidence {
  return {
    principal: role,
    reportedAt: now(),
    isComplete: true,
    services: {
      s3: { lastUsed: ago(1), tracked: { GetBucketAcl: ago(120), GetBucketTagging: null } },
      sqs: { lastUsed: ago(1), tracked: {} },
    },
    calls: {},
    trailSince: null,
    ...changed,
  };
}

async function judged(by = settings, changed: Partial<Subject> = {}) {
  const subject = {
    arn: role,
    kind: 'role',
    changedAt: null,
    documents: [document],
    principals: [principal],
    ...changed,
  };
  await keepPiece({ sweep: 's', piece: 'S' }, [subject]);
  return judge({ ...common, settings: by, piece: 'S' });
}

function inputs() {
  return workflows
    .commandCalls(StartExecutionCommand)
    .map(
      ({ args: [{ input }] }) =>
        JSON.parse(input.input ?? '').again as { control: string; target: { arn: string }; cause: { id: string } },
    );
}

function woken() {
  return inputs().map(({ control, target }) => ({ control, resource: target.arn }));
}

function causes() {
  return inputs().map(({ cause }) => cause.id);
}
