import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { Count, Store } from '../api/needs.ts';
import { kinds, opened } from '../domain/tally.ts';
import { documentClient } from './tables.ts';
import { countsOf, accounts as everyAccount, tallyTable } from './tally-table.ts';

/** So many accounts are read at once. */
const atOnce = 20;

/** What was counted of a range of days, of some accounts or all: one query for each account. */
export async function counts({ accounts, from, to }: Parameters<Store['counts']>[0]): Promise<readonly Count[]> {
  const wanted = accounts.includes('*') ? await accountsWithCounts() : [...new Set(accounts)];
  const found: Count[] = [];
  for (let first = 0; first < wanted.length; first += atOnce) {
    const some = wanted.slice(first, first + atOnce);
    found.push(...(await Promise.all(some.map((account) => countsIn(account, { from, to })))).flat());
  }
  return found;
}

async function accountsWithCounts(): Promise<readonly string[]> {
  return (await items({ pk: everyAccount, from: '0', to: '~' })).map(({ sk }) => String(sk));
}

async function countsIn(account: string, { from, to }: { readonly from: string; readonly to: string }) {
  // All keys of a day begin with it and a mark that is less than this.
  const found = await items({ pk: countsOf(account), from, to: `${to}~` });
  return found.map(({ pk: _pk, sk, ...counters }) => countOf(account, String(sk), counters));
}

function countOf(account: string, key: string, counters: Readonly<Record<string, unknown>>): Count {
  const [day = '', control = ''] = key.split('#');
  const named = (kind: string) =>
    Object.fromEntries(
      Object.entries(counters)
        .filter(([name, count]) => name.startsWith(kind) && Number(count) > 0)
        .map(([name, count]) => [name.slice(kind.length), Number(count)]),
    );
  return {
    day,
    account,
    control,
    opened: Number(counters[opened] ?? 0),
    byStatus: named(kinds.status),
    timeToSafe: named(kinds.toSafe),
    actors: named(kinds.actor),
  };
}

async function items({ pk, from, to }: { readonly pk: string; readonly from: string; readonly to: string }) {
  const found: Record<string, unknown>[] = [];
  let last: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await documentClient.send(
      new QueryCommand({
        TableName: tallyTable,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: { ':pk': pk, ':from': from, ':to': to },
        ...(last && { ExclusiveStartKey: last }),
      }),
    );
    found.push(...Items);
    last = LastEvaluatedKey;
  } while (last !== undefined);
  return found;
}
