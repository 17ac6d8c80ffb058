import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Changes } from '../api/shapes.ts';
import { emptyRing, noted, type Ring, since } from '../domain/changes.ts';
import { documentClient } from './tables.ts';
import { tallyTable } from './tally-table.ts';

const key = { pk: 'CHANGES', sk: 'RING' };

/** Two shards of the stream may note at once; whoever comes second reads again. */
const tries = 10;

/**
 * Which remediations changed after a cursor, and which other things by what they are: `questions`, `exemptions`, `pauses`. `*`
 * stands for more than is kept. Without a cursor, just where we are now. One read, however many changed.
 * @throws {BadCursor}
 */
export async function changes(after: string | undefined): Promise<Changes> {
  return { ...since(await ring(), after), more: false };
}

/** Notes what changed. */
export async function note(ids: readonly string[]): Promise<void> {
  const distinct = [...new Set(ids)];
  for (let left = tries; distinct.length > 0; left -= 1) {
    const before = await ring();
    try {
      await put(noted(before, distinct), before);
      return;
    } catch (error) {
      if (left <= 1 || !(error instanceof Error && error.name === 'ConditionalCheckFailedException')) {
        throw error;
      }
    }
  }
}

async function ring(): Promise<Ring> {
  // A replica that lags would lead a cursor back.
  const { Item } = await documentClient.send(new GetCommand({ TableName: tallyTable, Key: key, ConsistentRead: true }));
  return (Item as Ring | undefined) ?? emptyRing;
}

async function put({ position, ids }: Ring, before: Ring): Promise<void> {
  await documentClient.send(
    new PutCommand({
      TableName: tallyTable,
      Item: { ...key, position, ids },
      ConditionExpression: 'attribute_not_exists(pk) OR #position = :before',
      ExpressionAttributeNames: { '#position': 'position' },
      ExpressionAttributeValues: { ':before': before.position },
    }),
  );
}
