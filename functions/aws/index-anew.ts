import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { ScanCommand } from 'dynamodb-toolbox/table/actions/scan';
import { Remediation } from '../domain/history.ts';
import { listKeys } from '../domain/listing.ts';
import { isMend, toSafe } from '../domain/tally.ts';
import { count } from './counting.ts';
import { entriesOf } from './history.ts';
import { HeadItem, historyTable } from './tables.ts';

interface Indexed {
  readonly indexed: number;
  /** Those that got an entry between being read and being written: that wrote their keys. */
  readonly moved: number;
}

/** Gives every head the keys of all indexes, and counts it as it stands, if the last thing that happened to it was not counted. */
export async function indexAnew(progress: (seen: number) => void): Promise<Indexed> {
  const done = { indexed: 0, moved: 0 };
  let from: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await historyTable
      .build(ScanCommand)
      // An old head lacks what the table asks of a new one.
      .options({ consistent: true, ...(from && { exclusiveStartKey: from }) })
      .send();
    const heads = Items.filter(({ sk }) => sk === 'HEAD');
    for (const item of heads) {
      done[await indexOne(item)] += 1;
    }
    progress(done.indexed + done.moved);
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return done;
}

async function indexOne(item: Readonly<Record<string, unknown>>): Promise<keyof Indexed> {
  const head = Remediation.parse(item);
  const { expires, archivedIn } = item as { expires?: number; archivedIn?: string };
  try {
    await HeadItem.build(PutItemCommand)
      .item({ ...head, ...listKeys(head), ...(archivedIn && expires && { archivedIn, expires }) })
      .options({ condition: { attr: 'tip', eq: head.tip } })
      .send();
  } catch (error) {
    if (error instanceof Error && error.name === 'ConditionalCheckFailedException') {
      return 'moved';
    }
    throw error;
  }
  const step = { before: undefined, after: head };
  const seconds = isMend(step) ? toSafe(await entriesOf(head.id)) : undefined;
  await count([{ ...step, toSafe: seconds }], new Date());
  return 'indexed';
}
