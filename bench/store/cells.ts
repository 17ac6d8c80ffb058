import { type Adds, addsOf, boundActors, cellOf, kinds, summed } from '../../functions/domain/tally.ts';
import type { Item, Rows } from './engine.ts';

/** The tally table, as `tally` would have written it. */
export function cellsOf({ count, head }: Rows): readonly Item[] {
  const cells = new Map<string, Adds>();
  const accounts = new Set<string>();
  for (let row = 0; row < count; row += 1) {
    const after = head(row);
    const { account, day, control } = cellOf(after);
    const key = `COUNTS#${account} ${day}#${control}`;
    const before = cells.get(key) ?? {};
    const named = new Set(Object.keys(before).filter((name) => name.startsWith(kinds.actor)));
    const toSafe = after.status === 'remediated' && after.risk === 'safe' ? 2 + (row % 5) : undefined;
    cells.set(key, summed([before, boundActors(addsOf({ before: undefined, after, toSafe }), named)]));
    accounts.add(account);
  }
  return [
    ...[...accounts].map((account) => ({ pk: { S: 'ACCOUNTS' }, sk: { S: account } })),
    ...[...cells].map(([key, adds]) => itemOf(key, adds)),
  ];
}

function itemOf(key: string, adds: Adds): Item {
  const [pk = '', sk = ''] = key.split(' ');
  const counters = Object.entries(adds).map(([name, count]) => [name, { N: String(count) }]);
  return { pk: { S: pk }, sk: { S: sk }, ...Object.fromEntries(counters) };
}
