import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Listing } from '../api/needs.ts';
import type { Remediations } from '../api/shapes.ts';
import { cursorAfter, keyAfter } from '../domain/cursor.ts';
import type { Remediation } from '../domain/history.ts';
import { type IndexName, justBefore, matches, planOf, type Range, rangeOf } from '../domain/listing.ts';
import { newest } from '../domain/merge.ts';
import { shown } from './history.ts';
import { HeadItem, historyTable } from './tables.ts';

/** A page reads at most about so many times the items it may show, and says so where that was not enough. */
const patience = 20;

/**
 * One page of the remediations that a filter lets through, newest first. An index that covers the filter is read no further than
 * the page; otherwise the page may be `partial`, and the next one goes on.
 * @throws {BadCursor} where a cursor is not one of ours, or of another filter.
 */
export async function list({ filter, accounts, limit, cursor }: Listing): Promise<Remediations> {
  const asked = { filter, accounts };
  const range = rangeOf(filter, keyAfter(cursor, asked));
  const { index, partitions } = planOf(filter, accounts);
  const { items, after, isPartial } = await newest<Remediation>({
    partitions,
    read: ({ partition, after: last, count }) =>
      part({ index, partition, range: { ...range, ...(last && { to: justBefore(last) }) }, count }),
    accepts: (head) => matches(head, filter, accounts),
    limit,
    most: limit * patience,
  });
  return { items: [...items], cursor: after === undefined ? null : cursorAfter(after, asked), partial: isPartial };
}

async function part({
  index,
  partition,
  range: { from, to },
  count,
}: {
  readonly index: IndexName;
  readonly partition: string;
  readonly range: Range;
  readonly count: number;
}) {
  if (from > to) {
    return { items: [], isEnd: true };
  }
  const { Items = [], LastEvaluatedKey } = await historyTable
    .build(QueryCommand)
    .query({ index, partition, range: { between: [from, to] } })
    .entities(HeadItem)
    .options({ reverse: true, limit: count })
    .send();
  return { items: Items.map(shown), isEnd: LastEvaluatedKey === undefined };
}
