import type { Count, Store } from '../../../functions/api/needs.ts';
import type { Filter } from '../../../functions/api/shapes.ts';
import type { Remediation } from '../../../functions/domain/history.ts';
import type { Chain } from './chains.ts';

class BadCursor extends Error {
  override readonly name = 'BadCursor';
}

/** The store in memory, with the answers that the real one gives. */
export function fakeStore(chains: ReadonlyMap<string, Chain>): Store {
  const heads = () =>
    [...chains.values()].map(({ head }) => head).toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const sees = (accounts: readonly string[], { account }: Remediation) =>
    accounts.includes('*') || accounts.includes(account);
  return {
    async list({ accounts, filter, limit, cursor = '0' }) {
      if (!/^\d+$/.test(cursor)) {
        throw new BadCursor('not one of ours');
      }
      const found = heads().filter((head) => sees(accounts, head) && holds(filter, head));
      const from = Number(cursor);
      const next = from + limit;
      return { items: found.slice(from, next), cursor: next < found.length ? String(next) : null, partial: false };
    },
    async counts({ accounts, from, to }) {
      return heads()
        .filter((head) => sees(accounts, head))
        .map(countOf)
        .filter(({ day }) => day >= from && day <= to);
    },
    async changes(after) {
      const latest = heads()
        .map(({ updatedAt }) => updatedAt)
        .toSorted()
        .at(-1);
      const ids = after === undefined ? [] : heads().flatMap(({ id, updatedAt }) => (updatedAt > after ? id : []));
      return { cursor: latest ?? '', ids, more: false };
    },
  };
}

function countOf({ openedAt, closedAt, account, control, status, actor }: Remediation): Count {
  const seconds = closedAt === undefined ? 0 : (Date.parse(closedAt) - Date.parse(openedAt)) / 1000;
  return {
    day: openedAt.slice(0, 10),
    account,
    control,
    opened: 1,
    byStatus: { [status]: 1 },
    timeToSafe: status === 'remediated' ? { [String(Math.ceil(seconds))]: 1 } : {},
    actors: { [actor]: 1 },
  };
}

function holds(filter: Filter, head: Remediation): boolean {
  const isOneOf = (values: readonly string[] | undefined, value: string | undefined) =>
    values === undefined || values.includes(value ?? '');
  const { control, resource, actor, event, id, because } = head;
  const text = [control, resource, actor, event, id, because].join('\n').toLowerCase();
  return (
    isOneOf(filter.status, head.status) &&
    isOneOf(filter.control, control) &&
    isOneOf(filter.account, head.account) &&
    isOneOf(filter.region, head.region) &&
    isOneOf(filter.resource, resource) &&
    isOneOf(filter.actor, actor) &&
    isOneOf(filter.risk, head.risk) &&
    isOneOf(filter.event, event) &&
    (filter.from ?? '') <= head.openedAt &&
    head.openedAt < (filter.to ?? '9') &&
    text.includes((filter.contains ?? '').toLowerCase())
  );
}
