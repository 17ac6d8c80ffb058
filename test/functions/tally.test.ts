import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';
import { resetCloud, tables } from './cloud.ts';
import { prepare } from './environment.ts';
import { awsError, bucketDrift } from './findings.ts';
import { head } from './heads.ts';
import { headExpired, headWritten, recordWritten } from './stream.ts';

prepare();
const { handler } = await import('../../functions/tally.ts');
const { counts } = await import('../../functions/aws/counts.ts');
const { changes } = await import('../../functions/aws/changes.ts');
const { append } = await import('../../functions/aws/history.ts');
const { startOf } = await import('../../functions/domain/history.ts');

beforeEach(resetCloud);

const everyDay = { accounts: ['*'], from: '2026-01-01', to: '2026-12-31' };
const tell = (...Records: object[]) => handler({ Records });

/** One remediation after the other through some statuses, as the stream tells of them. */
function way(number: number, statuses: readonly Status[], change: Partial<Remediation> = {}) {
  const heads = statuses.map((status, index) => head(number, { ...change, status, sequence: index + 1 }));
  return heads.map((after, index) => headWritten(after, heads[index - 1]));
}

describe('what happened is counted', () => {
  test.each<[string, object[], Partial<Awaited<ReturnType<typeof counts>>[number]>]>([
    ['when it was opened', way(1, ['held']), { opened: 1, byStatus: { held: 1 } }],
    ['by the status that it has now', way(1, ['applying', 'remediated']), { opened: 1, byStatus: { remediated: 1 } }],
    [
      'once for each remediation',
      [...way(1, ['applying', 'failed']), ...way(2, ['held'])],
      { opened: 2, byStatus: { failed: 1, held: 1 } },
    ],
    [
      'by who caused it',
      [
        ...way(1, ['held'], { actor: 'ann' }),
        ...way(2, ['held'], { actor: 'ann' }),
        ...way(3, ['held'], { actor: 'bob' }),
      ],
      { actors: { ann: 2, bob: 1 } },
    ],
    [
      'when it is undone later, too',
      way(1, ['applying', 'remediated', 'undone']),
      { opened: 1, byStatus: { undone: 1 } },
    ],
    [
      'not again when a vote is noted',
      way(1, ['awaiting-approval', 'awaiting-approval', 'awaiting-approval']),
      { opened: 1, byStatus: { 'awaiting-approval': 1 } },
    ],
  ])('%s', async (_, records, expected) => {
    await tell(...records);
    expect(await counts(everyDay)).toEqual([expect.objectContaining({ day: '2026-01-01', ...expected })]);
  });

  test('apart by day, account and control', async () => {
    await tell(
      ...way(1, ['held']),
      ...way(2, ['held'], { account: '444455556666' }),
      ...way(3, ['held'], { control: 'iam.key-rotated' }),
      ...way(4, ['held'], { openedAt: '2026-01-02T00:00:00.000Z' }),
    );
    const cells = await counts(everyDay);
    expect(cells.map(({ day, account, control, opened }) => [day, account, control, opened])).toEqual(
      expect.arrayContaining([
        ['2026-01-01', '111122223333', 's3.bucket-closed-to-public', 1],
        ['2026-01-01', '444455556666', 's3.bucket-closed-to-public', 1],
        ['2026-01-01', '111122223333', 'iam.key-rotated', 1],
        ['2026-01-02', '111122223333', 's3.bucket-closed-to-public', 1],
      ]),
    );
    expect(cells).toHaveLength(4);
  });

  test('and told for the days and accounts asked for only', async () => {
    await tell(
      ...way(1, ['held']),
      ...way(2, ['held'], { account: '444455556666' }),
      ...way(3, ['held'], { openedAt: '2026-01-02T00:00:00.000Z' }),
      ...way(4, ['held'], { openedAt: '2026-01-03T00:00:00.000Z' }),
    );
    const some = await counts({ accounts: ['111122223333'], from: '2026-01-02', to: '2026-01-02' });
    expect(some).toEqual([expect.objectContaining({ day: '2026-01-02', opened: 1 })]);
  });

  test('with as many actors as can be told apart, and the others together', async () => {
    await tell(...Array.from({ length: 30 }, (_, one) => way(one, ['held'], { actor: `actor-${one}` })).flat());
    const [{ actors } = { actors: {} }] = await counts(everyDay);
    expect(Object.keys(actors)).toHaveLength(21);
    expect(actors).toMatchObject({ 'actor-0': 1, others: 10 });
  });

  test('once, whatever is handed in again and with what', async () => {
    const someWays = fc.array(fc.uniqueArray(fc.constantFrom(...Status.options), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(someWays, fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 6 }), async (ways, again) => {
        resetCloud();
        const records = ways.flatMap((statuses, number) => way(number, statuses));
        await tell(...records);
        for (const [from, length] of again) {
          await tell(...records.slice(from, from + length));
        }
        const [cell] = await counts(everyDay);
        const expected: Record<string, number> = {};
        for (const status of ways.map((statuses) => statuses.at(-1) ?? '')) {
          expected[status] = (expected[status] ?? 0) + 1;
        }
        expect(cell).toMatchObject({ opened: ways.length, byStatus: expected });
        expect(Object.keys(cell?.byStatus ?? {})).toHaveLength(Object.keys(expected).length);
      }),
      { numRuns: 50 },
    );
  });

  test('or not at all, where the table refuses, so that it is handed in again', async () => {
    tables.refuseWrites('tally', awsError('ProvisionedThroughputExceededException'));
    await expect(tell(...way(1, ['held']))).rejects.toThrow('AWS refused');
  });

  test('without what DynamoDB took away and what only was marked to go', async () => {
    const closed = head(1);
    await tell(headWritten(closed, closed), headExpired(closed));
    expect(await counts(everyDay)).toEqual([]);
  });
});

describe('the time to safe is counted', () => {
  const finding = bucketDrift();
  const began = Date.parse(finding.cause.time);
  const at = (seconds: number) => new Date(began + seconds * 1000).toISOString();

  async function mended(statuses: readonly [Status, number][]) {
    let now = startOf(finding, { because: 'the policy lets it' }, new Date(began + 1000));
    const records: object[] = [];
    for (const [status, seconds] of statuses) {
      const before = now.sequence === 0 ? undefined : now;
      const detail = before ? {} : { finding };
      now = await append({ head: now, status, because: 'so', detail, at: at(seconds) });
      records.push(headWritten(now, before));
    }
    await tell(...records);
    return (await counts(everyDay))[0]?.timeToSafe;
  }

  test('from the event to the verified mend', async () => {
    expect(
      await mended([
        ['applying', 2],
        ['remediated', 4.2],
      ]),
    ).toEqual({ '5': 1 });
  });

  test('however long it took', async () => {
    expect(
      await mended([
        ['applying', 2],
        ['remediated', 900_000],
      ]),
    ).toEqual({ Infinity: 1 });
  });

  test('not of what a person was asked about', async () => {
    expect(
      await mended([
        ['awaiting-approval', 2],
        ['applying', 3],
        ['remediated', 4],
      ]),
    ).toEqual({});
  });

  test('not of what was not mended', async () => {
    expect(
      await mended([
        ['applying', 2],
        ['verification-failed', 4],
      ]),
    ).toEqual({});
  });
});

describe('open pages are told', () => {
  test('which remediations changed since they asked', async () => {
    const { cursor } = await changes(undefined);
    await tell(...way(1, ['applying', 'remediated']), ...way(2, ['held']));
    expect(await changes(cursor)).toEqual({ cursor: expect.any(String), ids: [head(1).id, head(2).id], more: false });
  });

  test('nothing where nothing changed', async () => {
    await tell(...way(1, ['held']));
    const { cursor, ids } = await changes(undefined);
    expect(ids).toEqual([]);
    expect(await changes(cursor)).toEqual({ cursor, ids: [], more: false });
  });

  test('of questions, exemptions and stops by what they are', async () => {
    const { cursor } = await changes(undefined);
    await tell(...way(1, ['awaiting-approval']), recordWritten('EXEMPTION#x-1'), recordWritten('SWITCH#p-1'));
    expect((await changes(cursor)).ids).toEqual([head(1).id, 'questions', 'exemptions', 'pauses']);
  });

  test('that everything may have changed, where more did than is kept', async () => {
    const { cursor } = await changes(undefined);
    await tell(...Array.from({ length: 120 }, (_, one) => way(one, ['held'])).flat());
    expect((await changes(cursor)).ids).toEqual(['*']);
    expect((await changes('999999')).ids).toEqual(['*']);
  });

  test.each(['', 'x', '-1', '1.5', '1e3'])('that "%s" is no cursor', async (after) => {
    await expect(changes(after)).rejects.toMatchObject({ name: 'BadCursor' });
  });

  test('again, where two write at once', async () => {
    const { cursor } = await changes(undefined);
    await Promise.all(Array.from({ length: 5 }, (_, one) => tell(...way(one, ['held']))));
    expect((await changes(cursor)).ids.toSorted()).toEqual([0, 1, 2, 3, 4].map((one) => head(one).id));
  });
});
