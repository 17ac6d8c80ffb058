import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { $add, UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { held } from './conditional.ts';
import { BatchItem, CollectingItem, MemberItem, removedAfter } from './question-tables.ts';
import { stateTable, type Write } from './tables.ts';

/** More questions than this do not fit into one Slack message: the next ones are asked together again. */
const largestBatch = 30;

/** Questions that are asked together. */
export interface Batch {
  readonly id: string;
  readonly key: string;
  readonly control: string;
  readonly occasion: 'ask' | 'remind';
  readonly group: string;
  readonly createdAt: string;
}

export interface Joining {
  readonly remediation: string;
  readonly control: string;
  readonly occasion: 'ask' | 'remind';
  readonly group: string;
  readonly expiresAt: string;
  readonly now: Date;
  readonly collectSeconds: number;
}

/**
 * Puts a question to those that are being collected, or begins to collect. Answers with the batch, and whether it is this
 * question's own: whoever began it has to see that it is sent, again where an earlier try may not have come so far.
 */
export async function join(joining: Joining): Promise<{ readonly batch: string; readonly isNew: boolean }> {
  const { control, occasion, group, now } = joining;
  const key = `${control}#${occasion}#${group}`;
  for (let tries = 0; tries < 8; tries++) {
    const { Item } = await CollectingItem.build(GetItemCommand).key({ key }).options({ consistent: true }).send();
    const isCollecting = Item !== undefined && Item.until > now.toISOString() && Item.count < largestBatch;
    const batch = isCollecting ? Item.batch : `b-${randomUUID()}`;
    const writes = isCollecting ? added(joining, key, batch) : begun({ joining, key, batch, before: Item?.batch });
    if (await written(writes)) {
      return { batch, isNew: !isCollecting || Item.first === joining.remediation };
    }
  }
  throw new BatchBusy('too many questions came at once: the next try may go through');
}

function added(joining: Joining, key: string, batch: string): readonly Write[] {
  const isStill = { attr: 'batch', eq: batch } as const;
  const isOpen = { attr: 'until', gt: joining.now.toISOString() } as const;
  return [
    CollectingItem.build(UpdateTransaction)
      .item({ key, count: $add(1) })
      .options({ condition: { and: [isStill, isOpen, { attr: 'count', lt: largestBatch }] } }),
    member(joining, batch),
  ];
}

interface Beginning {
  readonly joining: Joining;
  readonly key: string;
  readonly batch: string;
  readonly before: string | undefined;
}

function begun({ joining, key, batch, before }: Beginning): readonly Write[] {
  const { control, occasion, group, now, collectSeconds, expiresAt } = joining;
  const until = new Date(now.getTime() + collectSeconds * 1000).toISOString();
  const expires = removedAfter(expiresAt);
  return [
    CollectingItem.build(PutTransaction)
      .item({ key, batch, first: joining.remediation, until, count: 1, expires })
      .options({ condition: before === undefined ? { attr: 'batch', exists: false } : { attr: 'batch', eq: before } }),
    BatchItem.build(PutTransaction).item({
      id: batch,
      key,
      control,
      occasion,
      group,
      createdAt: now.toISOString(),
      expires,
    }),
    member(joining, batch),
  ];
}

function member({ remediation, expiresAt }: Joining, batch: string): Write {
  return MemberItem.build(PutTransaction).item({ batch, remediation, expires: removedAfter(expiresAt) });
}

async function written(writes: readonly Write[]): Promise<boolean> {
  try {
    await execute(...writes);
    return true;
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return false;
    }
    throw error;
  }
}

const closed = '0';

/** From now on nothing joins: what is in the batch is what is sent. */
export async function closeBatch({ key, id }: Pick<Batch, 'key' | 'id'>): Promise<void> {
  await setUntil(key, id, closed);
}

/** Collects on until this time, because a channel takes no more messages before; not where another channel was given it already. */
export async function collectOn({ key, id }: Pick<Batch, 'key' | 'id'>, until: string): Promise<void> {
  await setUntil(key, id, until);
}

async function setUntil(key: string, batch: string, until: string): Promise<void> {
  await held(
    CollectingItem.build(UpdateItemCommand)
      .item({ key, until })
      .options({
        condition: {
          and: [
            { attr: 'batch', eq: batch },
            { attr: 'until', gt: closed },
          ],
        },
      })
      .send(),
  );
}

export async function batchOf(id: string): Promise<Batch | undefined> {
  const { Item } = await BatchItem.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
  return Item;
}

/** The remediations whose questions are asked together. */
export async function membersOf(batch: string): Promise<readonly string[]> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `BATCH#${batch}`, range: { beginsWith: 'MEMBER#' } })
    .entities(MemberItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map(({ remediation }) => remediation);
}

/** Too many questions of one kind came at the same moment. */
class BatchBusy extends Error {
  override readonly name = 'HistoryBusy';
}
