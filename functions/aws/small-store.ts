import type { Count, Store } from '../api/needs.ts';
import type { Remediation } from '../domain/history.ts';
import { list } from './history-list.ts';

/** So many remediations are counted at most. */
const most = 2_000;

/** Counts and changes from the list of remediations itself, as long as nobody counts along while they are written. */
export const counts: Store['counts'] = async ({ accounts, from, to }) => {
  const filter = { from: `${from}T00:00:00Z`, to: dayAfter(to) };
  const found: Remediation[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ accounts, filter, limit: 200, cursor });
    found.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && found.length < most);
  return found.map(countOf);
};

/** Those of the latest 200 that were written to since. */
export const changes: Store['changes'] = async (after) => {
  const { items } = await list({ accounts: ['*'], filter: {}, limit: 200 });
  const latest = items.map(({ updatedAt }) => updatedAt).toSorted();
  const ids = after === undefined ? [] : items.flatMap(({ id, updatedAt }) => (updatedAt > after ? id : []));
  return { cursor: latest.at(-1) ?? after ?? new Date(0).toISOString(), ids, more: false };
};

function countOf({ openedAt, closedAt = openedAt, account, control, status, actor }: Remediation): Count {
  const seconds = Math.ceil((Date.parse(closedAt) - Date.parse(openedAt)) / 1000);
  return {
    day: openedAt.slice(0, 10),
    account,
    control,
    opened: 1,
    byStatus: { [status]: 1 },
    timeToSafe: status === 'remediated' ? { [String(seconds)]: 1 } : {},
    actors: { [actor]: 1 },
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString();
}
