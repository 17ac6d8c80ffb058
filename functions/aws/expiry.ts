import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $remove } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Whole } from '../domain/archive.ts';
import type { Remediation } from '../domain/history.ts';
import { shown } from './history.ts';
import { EntryItem, HeadItem, historyTable } from './tables.ts';

/** A transaction takes 100 writes, on 4 MB at most. */
const mostItems = 100;
const mostBytes = 3_500_000;

/** Whether a remediation can be let go of in one transaction; what cannot stays. */
export function fits({ entries }: Whole): boolean {
  const bytes = entries.reduce((sum, { detail, because }) => sum + Buffer.byteLength(detail + because), 0);
  return entries.length + 1 <= mostItems && bytes <= mostBytes;
}

/** The heads in one part of the history that nobody let go of yet, oldest first, up to those opened at a time. */
export async function* kept(part: string, before: Date): AsyncGenerator<Remediation> {
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await historyTable
      .build(QueryCommand)
      .query({ index: 'inTime', partition: part, range: { lt: before.toISOString() } })
      .entities(HeadItem)
      .options({ limit: 200, ...(from && { exclusiveStartKey: from }) })
      .send();
    yield* Items.filter(({ expires }) => expires === undefined).map(shown);
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

/**
 * Keeps a remediation that goes on after all: what of it was marked is marked no longer. A head loses its mark by itself, with the
 * entry that comes to it.
 */
export async function keepOn(id: string): Promise<void> {
  const { Items = [] } = await historyTable
    .build(QueryCommand)
    .query({ partition: `REMEDIATION#${id}`, range: { beginsWith: 'ENTRY#' } })
    .entities(EntryItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  const marked = Items.filter(({ expires }) => expires !== undefined).map(({ remediation, sequence, hash }) =>
    EntryItem.build(UpdateTransaction)
      .item({ remediation, sequence, expires: $remove(), archivedIn: $remove() })
      .options({ condition: { attr: 'hash', eq: hash } }),
  );
  if (marked.length > 0) {
    await execute(...marked);
  }
}

export interface Letting extends Whole {
  readonly archivedIn: string;
  readonly at: Date;
}

/**
 * Lets a remediation expire, head and entries together, if they are still what was archived. Says whether it did.
 * Nothing is deleted here: DynamoDB does that, after the time.
 */
export async function letExpire({ head, entries, archivedIn, at }: Letting): Promise<boolean> {
  const mark = { expires: Math.floor(at.getTime() / 1000), archivedIn };
  try {
    await execute(
      HeadItem.build(UpdateTransaction)
        .item({ id: head.id, ...mark })
        .options({ condition: { attr: 'tip', eq: head.tip } }),
      ...entries.map(({ remediation, sequence, hash }) =>
        EntryItem.build(UpdateTransaction)
          .item({ remediation, sequence, ...mark })
          .options({ condition: { attr: 'hash', eq: hash } }),
      ),
    );
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return false;
    }
    throw error;
  }
}
