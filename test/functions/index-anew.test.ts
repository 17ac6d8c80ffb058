import { beforeEach, expect, test } from '@jest/globals';
import { resetCloud, tables } from './cloud.ts';
import { prepare } from './environment.ts';
import { bucketDrift } from './findings.ts';
import { headWritten } from './stream.ts';

prepare();
const { indexAnew } = await import('../../functions/aws/index-anew.ts');
const { append, latest } = await import('../../functions/aws/history.ts');
const { counts } = await import('../../functions/aws/counts.ts');
const { checkEverything } = await import('../../functions/aws/check-history.ts');
const { startOf } = await import('../../functions/domain/history.ts');
const { handler: tally } = await import('../../functions/tally.ts');

const finding = bucketDrift();
const everything = { accounts: ['*'], from: '2026-01-01', to: '2026-12-31' };
const key = `history REMEDIATION#${finding.id} HEAD`;

/** A head as it was before there were these indexes. */
async function old() {
  const at = '2026-11-24T10:00:02.000Z';
  const start = startOf(finding, { because: 'the policy lets it' }, new Date(at));
  const opened = await append({ head: start, status: 'applying', because: 'so', detail: { finding }, at });
  const head = await append({ head: opened, status: 'remediated', because: 'so', detail: {}, at });
  const { inTime: _inTime, byStatus: _byStatus, byAccountStatus: _both, ...without } = tables.items.get(key) ?? {};
  tables.items.set(key, { ...without, month: '2026-11' });
  return head;
}

beforeEach(resetCloud);

test('a head from before gets its keys, is counted once, and its history stays whole', async () => {
  const head = await old();
  expect(await indexAnew(() => undefined)).toEqual({ indexed: 1, moved: 0 });
  expect(await indexAnew(() => undefined)).toEqual({ indexed: 1, moved: 0 });
  expect(tables.items.get(key)).toMatchObject({
    inTime: expect.stringMatching(/^[0-3]$/),
    byAccountStatus: '111122223333#remediated',
  });
  expect(await latest(finding.id)).toEqual(head);
  expect((await checkEverything(() => undefined)).broken).toEqual([]);
  expect(await counts(everything)).toEqual([
    expect.objectContaining({ opened: 1, byStatus: { remediated: 1 }, timeToSafe: { '2': 1 } }),
  ]);
});

test('what the stream counted already is not counted again', async () => {
  const head = await old();
  await tally({ Records: [headWritten({ ...head, sequence: 2 })] });
  await indexAnew(() => undefined);
  expect((await counts(everything))[0]).toMatchObject({ opened: 1, byStatus: { remediated: 1 } });
});
