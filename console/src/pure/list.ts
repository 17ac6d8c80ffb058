import type { Remediation } from '../../../functions/domain/history.ts';

export interface Followed {
  readonly rows: readonly Remediation[];
  /** How many have come since that are not among the rows. */
  readonly news: number;
  /** How many of the rows the list would no longer show: their status is another now, for example. */
  readonly gone: number;
}

/**
 * What a list shows while newer answers come in: its rows stay where they are and take on their newest values; what
 * is new is counted, not pushed in above what somebody reads.
 */
export function follow(shown: readonly Remediation[], fresh: readonly Remediation[], isLast = false): Followed {
  const newest = new Map(fresh.map((one) => [one.id, one]));
  const known = new Set(shown.map(({ id }) => id));
  const [first, end] = [shown[0]?.openedAt ?? '', isLast ? '' : (fresh.at(-1)?.openedAt ?? '')];
  return {
    rows: shown.map((one) => newest.get(one.id) ?? one),
    news: fresh.filter(({ id, openedAt }) => !known.has(id) && openedAt >= first).length,
    // What was only pushed on to the next page is not gone.
    gone: shown.filter(({ id, openedAt }) => !newest.has(id) && openedAt > end).length,
  };
}
