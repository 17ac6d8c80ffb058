import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type Adds, addsOf, boundActors, type Cell, cellOf, kinds, type Step, summed } from '../domain/tally.ts';
import { documentClient } from './tables.ts';
import { accounts, countsOf, tallyTable } from './tally-table.ts';

/** A transaction takes 100 writes: a mark for each step, and at most as many cells. */
const mostTogether = 50;

/** Another part of the stream may count in the same cell just now. */
const tries = 8;
const mostMs = 100;

/** The stream hands out a write for a day; for so long a step must not be counted again. */
const markedSeconds = 3 * 86_400;

/** Counts steps, each once, however often it is handed in. */
export async function count(steps: readonly Step[], now: Date): Promise<void> {
  const telling = steps.filter((step) => Object.keys(addsOf(step)).length > 0);
  await Promise.all([...new Set(telling.map(({ after }) => after.account))].map(know));
  for (let from = 0; from < telling.length; from += mostTogether) {
    await countTogether(telling.slice(from, from + mostTogether), now);
  }
}

/** That an account has counts at all. Its item says nothing else, so it may be written as often as one likes. */
async function know(account: string): Promise<void> {
  await documentClient.send(new PutCommand({ TableName: tallyTable, Item: { pk: accounts, sk: account } }));
}

/** In one transaction with their marks; those that were counted before are left out. */
async function countTogether(steps: readonly Step[], now: Date, left = tries): Promise<void> {
  if (steps.length === 0) {
    return;
  }
  const marks = steps.map((step) => markOf(step, now));
  const adds = await Promise.all(cellsOf(steps).map(async ([cell, add]) => addTo(cell, await bounded(cell, add))));
  try {
    await documentClient.send(new TransactWriteCommand({ TransactItems: [...marks, ...adds] }));
  } catch (error) {
    const reasons = reasonsOf(error);
    const uncounted = steps.filter((_, index) => reasons[index] !== 'ConditionalCheckFailed');
    const isBusy = reasons.includes('TransactionConflict') && left > 1;
    if (uncounted.length === steps.length && !isBusy) {
      throw error;
    }
    await (isBusy && wait(Math.random() * mostMs));
    await countTogether(uncounted, now, left - Number(isBusy));
  }
}

function markOf({ after: { id, sequence } }: Step, now: Date) {
  return {
    Put: {
      TableName: tallyTable,
      Item: { pk: `COUNTED#${id}`, sk: String(sequence), expires: Math.floor(now.getTime() / 1000) + markedSeconds },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}

/** Why each write of a transaction was refused: only a mark has a condition, and fails it where it is there already. */
function reasonsOf(error: unknown): readonly (string | undefined)[] {
  return error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []).map(({ Code }) => Code) : [];
}

function cellsOf(steps: readonly Step[]): readonly (readonly [Cell, Adds])[] {
  const byCell = new Map<string, Adds[]>();
  for (const step of steps) {
    const cell = JSON.stringify(cellOf(step.after));
    byCell.set(cell, [...(byCell.get(cell) ?? []), addsOf(step)]);
  }
  return [...byCell]
    .map(([cell, all]) => [JSON.parse(cell) as Cell, summed(all)] as const)
    .filter(([, adds]) => Object.keys(adds).length > 0);
}

/** Reads which actors a cell names, where one is to be added. Two at once may name a few more than the most. */
async function bounded(cell: Cell, adds: Adds): Promise<Adds> {
  if (!Object.keys(adds).some((name) => name.startsWith(kinds.actor))) {
    return adds;
  }
  const { Item = {} } = await documentClient.send(new GetCommand({ TableName: tallyTable, Key: keyOf(cell) }));
  return boundActors(adds, new Set(Object.keys(Item).filter((name) => name.startsWith(kinds.actor))));
}

function addTo(cell: Cell, adds: Adds) {
  const names = Object.keys(adds);
  return {
    Update: {
      TableName: tallyTable,
      Key: keyOf(cell),
      UpdateExpression: `ADD ${names.map((_, index) => `#n${index} :n${index}`).join(', ')}`,
      ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#n${index}`, name])),
      ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:n${index}`, adds[name]])),
    },
  };
}

function keyOf({ account, day, control }: Cell) {
  return { pk: countsOf(account), sk: `${day}#${control}` };
}
