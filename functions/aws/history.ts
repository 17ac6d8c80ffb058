import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Status } from '../domain/finding.ts';
import { Entry, genesis, isClosed, Remediation, seal } from '../domain/history.ts';
import { listKeys } from '../domain/listing.ts';
import { EntryItem, HeadItem, historyTable, resourceKey, type Write } from './tables.ts';

export interface Transition {
  /** The remediation as it stands; a new one has `sequence` 0 and `genesis` for its tip. */
  readonly head: Remediation;
  readonly status: Status;
  readonly because: string;
  readonly detail: unknown;
  readonly at: string;
  /** What must be written together with the transition, or not at all. */
  readonly together?: readonly Write[];
}

/**
 * Adds one entry and brings the list entry up to date, both or neither.
 * @throws {HistoryMoved} when another entry came first: nothing was written.
 * @throws {TogetherRefused} when a condition of what was to be written together did not hold: nothing was written.
 */
export async function append(transition: Transition): Promise<Remediation> {
  const { head, status, because, detail, at, together = [] } = transition;
  const entry = seal({
    remediation: head.id,
    sequence: head.sequence + 1,
    at,
    status,
    because,
    detail: JSON.stringify(detail),
    previous: head.tip,
  });
  const next: Remediation = {
    ...head,
    status,
    because,
    updatedAt: at,
    sequence: entry.sequence,
    tip: entry.hash,
    ...(isClosed(status) && { closedAt: at }),
  };
  try {
    await execute(...own(entry, next, head), ...together);
  } catch (error) {
    throw refusal(error);
  }
  return next;
}

/** The remediation as its list entry says now, or undefined where there is none. */
export async function latest(id: string): Promise<Remediation | undefined> {
  const { Item } = await HeadItem.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
  return Item && shown(Item);
}

/** Every entry of a remediation, oldest first. */
export async function entriesOf(id: string): Promise<readonly Entry[]> {
  const { Items = [] } = await historyTable
    .build(QueryCommand)
    .query({ partition: `REMEDIATION#${id}`, range: { beginsWith: 'ENTRY#' } })
    .entities(EntryItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return Items.map((item) => Entry.parse(item));
}

/** The latest remediations of one resource, newest first. */
export async function remediationsOf(
  target: { account: string; region: string; arn: string },
  limit: number,
): Promise<readonly Remediation[]> {
  const { Items = [] } = await historyTable
    .build(QueryCommand)
    .query({ index: 'byResource', partition: resourceKey(target) })
    .entities(HeadItem)
    .options({ reverse: true, limit })
    .send();
  return Items.map(shown);
}

function own(entry: Entry, next: Remediation, head: Remediation): Write[] {
  const isFirst = head.tip === genesis;
  return [
    EntryItem.build(PutTransaction)
      .item(entry)
      .options({ condition: { attr: 'hash', exists: false } }),
    HeadItem.build(PutTransaction)
      .item({
        ...next,
        ...listKeys(next),
      })
      .options({ condition: isFirst ? { attr: 'status', exists: false } : { attr: 'tip', eq: head.tip } }),
  ];
}

/** Another entry came first: the remediation is not where the caller thought it was. */
export class HistoryMoved extends Error {
  override readonly name = 'HistoryMoved';
}

/** A condition of what was to be written together with a transition did not hold. */
export class TogetherRefused extends Error {
  override readonly name = 'TogetherRefused';
}

/** Another write was under way on the same items; the same call may go through in a moment. */
class HistoryBusy extends Error {
  override readonly name = 'HistoryBusy';
}

function refusal(error: unknown): unknown {
  if (!(error instanceof TransactionCanceledException)) {
    return error;
  }
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
  if (codes.slice(0, 2).includes('ConditionalCheckFailed')) {
    return new HistoryMoved('another entry was written first');
  }
  if (codes.includes('ConditionalCheckFailed')) {
    return new TogetherRefused('a condition did not hold');
  }
  return codes.includes('TransactionConflict') ? new HistoryBusy('another write is under way') : error;
}

/** A head without what only its indexes need. */
export function shown(head: Remediation): Remediation {
  return Remediation.parse(head);
}
