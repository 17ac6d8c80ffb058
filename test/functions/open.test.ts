import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Finding } from '../../functions/domain/finding.ts';
import { callsMade, resetCloud, tables } from './cloud.ts';
import { account, prepare, region } from './environment.ts';
import { again, awsError, bucketDrift, cause, closedBucket, planOf, roleDrift } from './findings.ts';

prepare();
const { handler } = await import('../../functions/open.ts');
const { handler: close } = await import('../../functions/close.ts');
const { config } = await import('../../functions/config.ts');
const { entriesOf: storedEntries, latest } = await import('../../functions/aws/history.ts');
const { undoOf } = await import('../../functions/domain/undo.ts');

beforeEach(() => {
  resetCloud();
  config.limits.changesPerHour = 5;
});

const key = `RESOURCE#${account}#${region}#arn:aws:s3:::logs`;
const entriesOf = (id: string) => tables.under(`REMEDIATION#${id}`).filter(({ sk }) => String(sk).startsWith('ENTRY#'));
const state = (pk: string, sk: string, item: object) => tables.items.set(`state ${pk} ${sk}`, { pk, sk, ...item });
const leased = (item: object) => state(key, 'LEASE', { _et: 'lease', resourceKey: 'x', touchedAt: '1970', ...item });
const changed = (count: number) =>
  state(`CHANGES#${account}`, new Date().toISOString().slice(0, 13), {
    _et: 'changes',
    account,
    hour: 'x',
    count,
    expires: 0,
  });
const soon = () => new Date(Date.now() + 60_000).toISOString();

describe('what is opened', () => {
  test('is in the history, with the finding and the decision, before anything else happens', async () => {
    const finding = bucketDrift();
    const opened = await handler({ finding });
    expect(opened).toMatchObject({
      action: 'apply',
      reread: false,
      seconds: 0,
      head: { status: 'applying', sequence: 1, planDigest: planOf(finding).digest },
    });
    const [entry, ...more] = entriesOf(finding.id);
    expect(more).toEqual([]);
    expect(JSON.parse(String(entry?.['detail']))).toMatchObject({
      finding: { id: finding.id },
      decision: { action: 'apply' },
    });
    expect(entry).toMatchObject({ status: 'applying', hash: opened.head.tip });
    expect(callsMade()).toEqual([]);
  });

  test('and is to be changed holds the resource and counts as a change', async () => {
    const finding = bucketDrift();
    await handler({ finding });
    expect(tables.under(key)).toEqual([expect.objectContaining({ owner: finding.id })]);
    expect(tables.under('CHANGES#')).toEqual([expect.objectContaining({ count: 1 })]);
  });

  test.each([
    ['asked about', roleDrift(), 'ask', 'awaiting-approval'],
    ['held', bucketDrift({ verdict: { outcome: 'unreadable', because: 'AccessDenied' } }), 'hold', 'held'],
  ])('and is to be %s is recorded, and holds nothing', async (_, finding, action, status) => {
    expect(await handler({ finding })).toMatchObject({ action, reread: true, head: { status } });
    expect(tables.under('RESOURCE#').filter(({ sk }) => String(sk).startsWith('EXEMPTION'))).toEqual([]);
    expect(tables.under('CHANGES#')).toEqual([]);
  });

  test('and is to settle is not recorded yet', async () => {
    const finding = bucketDrift({
      cause: { ...cause, actor: { type: 'AWSService', arn: 'cloudformation.amazonaws.com' } },
    });
    expect(await handler({ finding })).toMatchObject({ action: 'settle', seconds: 120 });
    expect(tables.items.size).toBe(0);
    expect(await handler({ finding, settled: true })).toMatchObject({ action: 'apply' });
  });

  test('by an undo begins its exemption together with the record', async () => {
    expect(await handler({ finding: await undoing() })).toMatchObject({ action: 'apply' });
    const next = await handler({ finding: again(bucketDrift(), 'e-2') });
    expect(next).toMatchObject({
      action: 'hold',
      because: expect.stringMatching(/^exempt until .*, says ann: a campaign$/),
    });
  });
});

/** The undo of a mend that the history holds. */
async function undoing(): Promise<Finding> {
  const finding = again(bucketDrift(), 'e-mended');
  await handler({ finding });
  const verified = { state: closedBucket, at: new Date().toISOString() };
  const detail = { applied: { calls: [], undo: planOf(finding).undo }, verified };
  await close({ finding, status: 'remediated', because: 'read back', detail });
  const history = { head: await latest(finding.id), entries: await storedEntries(finding.id) };
  const wish = { id: 'r-undo', event: 'e-undo', owner: 'ann', reason: 'a campaign', days: 14, now: new Date() };
  const undo = undoOf({ ...history, ...wish });
  if (!undo.possible) {
    throw new Error(undo.because);
  }
  return undo.finding;
}

describe('a finding that the workflow was started with by hand', () => {
  const { verdict } = bucketDrift();
  const forged = (change: object) =>
    bucketDrift({ verdict: { outcome: 'change', plan: { ...planOf(bucketDrift()), ...change } } as typeof verdict });

  test.each<[string, () => Promise<Finding> | Finding]>([
    ['with other calls', () => forged({ apply: [{ call: 's3:DeletePublicAccessBlock', input: {}, says: 'Open it' }] })],
    ['with another risk', () => forged({ risk: { level: 'safe', because: 'trust me' }, digest: 'x' })],
    ['of a control that does not exist', () => bucketDrift({ control: 's3.none' })],
    ['that undoes what never was', () => bucketDrift({ undoes: 'r-never' })],
    ['that undoes something else', async () => ({ ...(await undoing()), verdict: bucketDrift().verdict })],
  ])('%s is held', async (_, make) => {
    expect(await handler({ finding: await make() })).toMatchObject({
      action: 'hold',
      because: 'its plan is not the one that its control, or the history, gives',
    });
  });
});

describe('a second run', () => {
  test('returns what the first one recorded, and adds nothing', async () => {
    const finding = bucketDrift();
    const first = await handler({ finding });
    const second = await handler({ finding });
    expect(second).toEqual({ ...first, reread: true });
    expect(entriesOf(finding.id)).toHaveLength(1);
    expect(tables.under('CHANGES#')).toEqual([expect.objectContaining({ count: 1 })]);
  });

  test('returns the first decision although it would now decide otherwise', async () => {
    const finding = roleDrift();
    await handler({ finding });
    expect(await handler({ finding: { ...finding, verdict: { outcome: 'unreadable', because: 'x' } } })).toMatchObject({
      action: 'ask',
    });
  });
});

describe('a resource that somebody else holds', () => {
  test('is left to them', async () => {
    leased({ owner: 'r-other', until: soon() });
    await expect(handler({ finding: bucketDrift() })).rejects.toMatchObject({
      name: 'ResourceLeased',
      message: 'r-other is changing the resource',
    });
    expect(entriesOf(bucketDrift().id)).toEqual([]);
  });

  test('is taken over when the hold ran out', async () => {
    leased({ owner: 'r-other', until: '2020-01-01T00:00:00Z' });
    expect(await handler({ finding: bucketDrift() })).toMatchObject({ action: 'apply', reread: false });
  });

  test('is read again where the other let go of it only after the finding was made', async () => {
    leased({ owner: 'r-other', until: '1970', touchedAt: soon() });
    expect(await handler({ finding: bucketDrift() })).toMatchObject({ action: 'apply', reread: true });
  });
});

describe('the limit of changes', () => {
  test('holds one more', async () => {
    changed(5);
    expect(await handler({ finding: bucketDrift() })).toMatchObject({ action: 'hold', head: { status: 'held' } });
  });

  test('holds an undo too, and says why', async () => {
    const finding = await undoing();
    changed(5);
    const opened = await handler({ finding });
    expect(opened).toMatchObject({
      action: 'hold',
      because: `5 changes in account ${account} within an hour reach the limit`,
      head: { status: 'held' },
    });
    expect(tables.under('RESOURCE#').filter(({ sk }) => String(sk).startsWith('EXEMPTION'))).toEqual([]);
  });

  test('of none lets none through', async () => {
    config.limits.changesPerHour = 0;
    expect(await handler({ finding: bucketDrift() })).toMatchObject({ action: 'hold' });
  });
});

describe('a history that refuses the write', () => {
  const conflict = new TransactionCanceledException({
    message: 'x',
    $metadata: {},
    CancellationReasons: [{ Code: 'TransactionConflict' }],
  });
  test.each([
    ['is throttled', awsError('ThrottlingException'), 'ThrottlingException'],
    ['is gone', awsError('ResourceNotFoundException'), 'ResourceNotFoundException'],
    ['is busy', conflict, 'HistoryBusy'],
  ])('stops everything: it %s', async (_, error, name) => {
    tables.refuseWrites('history', error);
    await expect(handler({ finding: bucketDrift() })).rejects.toMatchObject({ name });
    expect(tables.items.size).toBe(0);
    expect(callsMade()).toEqual([]);
  });

  test('is asked for entry, lease and count in one transaction', async () => {
    await handler({ finding: bucketDrift() });
    expect(tables.mock.commandCalls(TransactWriteCommand)[0]?.args[0].input.TransactItems).toHaveLength(4);
  });
});

test.each([
  ['nothing', {}],
  ['a finding without a verdict', { finding: { ...bucketDrift(), verdict: undefined } }],
])('%s opens nothing', async (_, input) => {
  await expect(handler(input)).rejects.toMatchObject({ name: 'ZodError' });
  expect(tables.items.size).toBe(0);
});
