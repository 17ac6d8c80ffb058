import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { type Entry, flaws } from '../../functions/domain/history.ts';
import { resetCloud, tables } from './cloud.ts';
import { account, prepare, region } from './environment.ts';
import { awsError, bucketDrift, roleDrift } from './findings.ts';

prepare();
const { handler } = await import('../../functions/close.ts');
const { handler: open } = await import('../../functions/open.ts');
const { handler: reconcile } = await import('../../functions/reconcile.ts');
const { entriesOf, latest } = await import('../../functions/aws/history.ts');
const { checkEverything } = await import('../../functions/aws/check-history.ts');

const events = mockClient(EventBridgeClient);

beforeEach(() => {
  resetCloud();
  events.reset();
  events.on(PutEventsCommand).resolves({});
});

const finding = bucketDrift();
const leaseKey = `state RESOURCE#${account}#${region}#arn:aws:s3:::logs LEASE`;
const end = { finding, status: 'remediated', because: 'it was read back', detail: { applied: { calls: [] } } };

async function opened() {
  await open({ finding });
}

describe('closing', () => {
  test('records the end with all that is known of the way, and lets go of the resource', async () => {
    await opened();
    expect(await handler(end)).toMatchObject({
      status: 'remediated',
      because: 'it was read back',
      sequence: 2,
      closedAt: expect.any(String),
    });
    const entries = await entriesOf(finding.id);
    expect(entries.map(({ status }) => status)).toEqual(['applying', 'remediated']);
    expect(JSON.parse(entries[1]?.detail ?? '')).toEqual(end.detail);
    expect(tables.items.get(leaseKey)).toMatchObject({ until: '1970' });
  });

  test('leaves a whole chain behind', async () => {
    await opened();
    await handler(end);
    expect(flaws(await entriesOf(finding.id), await latest(finding.id))).toEqual([]);
  });

  test('twice records one end, the first', async () => {
    await opened();
    await handler(end);
    expect(await handler({ ...end, status: 'failed' })).toMatchObject({ status: 'remediated', sequence: 2 });
  });

  test('of what was never opened records the finding, too', async () => {
    expect(await handler({ ...end, status: 'held' })).toMatchObject({ status: 'held', sequence: 1 });
    expect(JSON.parse((await entriesOf(finding.id))[0]?.detail ?? '')).toMatchObject({ finding: { id: finding.id } });
  });

  test('leaves a resource that somebody else holds to them', async () => {
    await opened();
    tables.items.set(leaseKey, { ...tables.items.get(leaseKey), owner: 'r-other' });
    await handler(end);
    expect(tables.items.get(leaseKey)).toMatchObject({ owner: 'r-other', until: expect.not.stringMatching('1970') });
  });

  test('fails while the history refuses the write, and keeps the resource', async () => {
    await opened();
    tables.refuseWrites('history', awsError('ThrottlingException'));
    await expect(handler(end)).rejects.toMatchObject({ name: 'ThrottlingException' });
    expect(tables.items.get(leaseKey)).not.toMatchObject({ until: '1970' });
  });
});

describe('the end of an undo', () => {
  const undoing = roleDrift({ undoes: finding.id });
  const undone = { finding: undoing, status: 'undone', because: 'the earlier state was read back' };

  test('marks what it undid, by whom', async () => {
    await opened();
    await handler(end);
    await handler(undone);
    expect(await latest(finding.id)).toMatchObject({
      status: 'undone',
      because: `${undoing.id} undid it`,
      sequence: 3,
    });
    expect(flaws(await entriesOf(finding.id), await latest(finding.id))).toEqual([]);
  });

  test('marks it in a second run, where the first came only half way', async () => {
    await opened();
    await handler(end);
    await handler({ ...undone, finding: roleDrift() });
    await handler(undone);
    await handler(undone);
    expect(await latest(finding.id)).toMatchObject({ status: 'undone', sequence: 3 });
  });

  test('that failed marks nothing', async () => {
    await opened();
    await handler(end);
    await handler({ ...undone, status: 'failed' });
    expect(await latest(finding.id)).toMatchObject({ status: 'remediated' });
  });
});

describe('an execution that ended otherwise', () => {
  const ended = (status: string, input: unknown = finding) => ({
    detail: { status, executionArn: 'arn:aws:states:x', input: JSON.stringify(input) },
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])('is recorded as failed: %s', async (status) => {
    await opened();
    await reconcile(ended(status));
    expect(await latest(finding.id)).toMatchObject({
      status: 'failed',
      because: `its workflow ended as ${status} without a word`,
    });
    expect(tables.items.get(leaseKey)).toMatchObject({ until: '1970' });
    expect(events.commandCalls(PutEventsCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? [])).toEqual([
      { Source: 'homeostat', DetailType: 'Question Changed', Detail: JSON.stringify({ id: finding.id }) },
    ]);
  });

  test('is recorded although it never opened', async () => {
    await reconcile(ended('ABORTED'));
    expect(await latest(finding.id)).toMatchObject({ status: 'failed', sequence: 1 });
  });

  test('keeps the end that it wrote itself', async () => {
    await opened();
    await handler(end);
    await reconcile(ended('FAILED'));
    expect(await latest(finding.id)).toMatchObject({ status: 'remediated', sequence: 2 });
  });

  test.each([
    ['that succeeded', ended('SUCCEEDED')],
    ['whose input is no finding', ended('FAILED', {})],
  ])('%s is refused', async (_, event) => {
    await expect(reconcile(event)).rejects.toThrow();
    expect(tables.items.size).toBe(0);
  });
});

test('checking the whole history names what was tampered with, and only that', async () => {
  await opened();
  await handler(end);
  await open({ finding: roleDrift() });
  expect(await checkEverything(() => {})).toEqual({
    remediations: 2,
    entries: 3,
    exemptions: 0,
    switches: 0,
    archived: 0,
    broken: [],
  });
  const [key, entry] = [...tables.items].find(([name]) => name.includes(`${finding.id} ENTRY#000001`)) ?? [];
  tables.items.set(key ?? '', { ...entry, status: 'observed' } as Entry & Record<string, unknown>);
  expect((await checkEverything(() => {})).broken).toEqual([
    { id: finding.id, flaws: ['entry 1 was changed after it was written'] },
  ]);
});
