import { describe, expect, jest, test } from '@jest/globals';
import type { Store } from '../../../functions/api/needs.ts';
import { gather, type ReportReads } from '../../../functions/report/gather.ts';
import { count, exemption, now, pause, period, remediation } from './sources.ts';

const list = jest.fn<Store['list']>();
const counts = jest.fn<Store['counts']>();

function reads(change: Partial<ReportReads> = {}): ReportReads {
  list.mockReset().mockResolvedValue({ items: [], cursor: null, partial: false });
  counts.mockReset().mockResolvedValue([]);
  return {
    list,
    counts,
    pauses: async () => ({ items: [], cursor: null }),
    exemptions: async () => [],
    titleOf: (control) => control,
    nameOf: (account) => account,
    ...change,
  };
}

describe('what a report is made from', () => {
  test('is counted over its days, and over as many before', async () => {
    const sources = reads();
    counts.mockImplementation(async ({ from }) => [count({ day: from })]);
    const { counts: now7, countsBefore } = await gather(sources, period, now);
    expect(counts.mock.calls.map(([of]) => of)).toEqual([
      { accounts: ['*'], from: '2026-11-16', to: '2026-11-22' },
      { accounts: ['*'], from: '2026-11-09', to: '2026-11-15' },
    ]);
    expect([now7, countsBefore].map(([one]) => one?.day)).toEqual(['2026-11-16', '2026-11-09']);
  });

  test('has what waits however old it is, and the rest of these days only', async () => {
    await gather(reads(), period, now);
    const filters = list.mock.calls.map(([{ filter }]) => filter);
    const within = { from: '2026-11-16T00:00:00.000Z', to: '2026-11-23T00:00:00.000Z' };
    expect(filters).toEqual([
      { status: ['awaiting-approval'] },
      { status: ['held'], ...within },
      { status: ['failed', 'verification-failed'], ...within },
      { status: ['undone'], ...within },
    ]);
  });

  test('is read page by page, and not without end', async () => {
    const sources = reads();
    list.mockImplementation(async ({ limit, cursor = '0', filter }) => ({
      items: Array.from({ length: limit }, () => remediation()),
      cursor: filter.status?.[0] === 'held' ? String(Number(cursor) + 1) : cursor === '0' ? '1' : null,
      partial: false,
    }));
    const { waiting, held } = await gather(sources, period, now);
    expect([waiting.length, held.length]).toEqual([200, 500]);
  });

  test.each([
    ['is in force', pause({ at: '2026-10-01T00:00:00.000Z', endedAt: null }), true],
    ['ended within the days', pause({ at: '2026-10-01T00:00:00.000Z', endedAt: '2026-11-16T00:00:00.000Z' }), true],
    ['ended before', pause({ at: '2026-11-01T00:00:00.000Z', endedAt: '2026-11-15T23:59:59.000Z' }), false],
    ['began after', pause({ at: '2026-11-23T00:00:00.000Z', endedAt: null }), false],
  ])('has a stop or not that %s', async (_, one, isIn) => {
    const { pauses } = await gather(reads({ pauses: async () => ({ items: [one], cursor: null }) }), period, now);
    expect(pauses).toEqual(isIn ? [one] : []);
  });

  test('has every exemption that runs', async () => {
    const { exemptions } = await gather(reads({ exemptions: async () => [exemption()] }), period, now);
    expect(exemptions).toEqual([exemption()]);
  });

  test('is not made where something could not be read', async () => {
    const refused = reads({ exemptions: async () => Promise.reject(new Error('throttled')) });
    await expect(gather(refused, period, now)).rejects.toThrow('throttled');
  });
});
