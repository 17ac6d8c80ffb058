import { randomUUID } from 'node:crypto';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutTransaction } from 'dynamodb-toolbox/entity/actions/transactPut';
import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Switches } from '../api/needs.ts';
import { BadCursor } from '../domain/cursor.ts';
import { modeSet, paused, resumed, type SwitchRecord } from '../domain/switch-record.ts';
import { type Pause, saysPauseScope } from '../domain/switches.ts';
import { logger } from '../telemetry.ts';
import { pauseOf, switched } from './in-force.ts';
import { reopen } from './reopen.ts';
import { ModeItem, PauseItem, pauses, StopItem, SwitchRecordItem } from './switch-tables.ts';
import { stateTable, type Write } from './tables.ts';

export { inForce } from './in-force.ts';

type Of<Name extends keyof Switches> = Parameters<Switches[Name]>[0];

/** Every stop that there was, newest first. @throws {BadCursor} where a cursor is not one of ours. */
export async function history({ limit, cursor }: Of<'history'>): ReturnType<Switches['history']> {
  const { Items = [], LastEvaluatedKey } = await stateTable
    .build(QueryCommand)
    .query({ partition: pauses })
    .entities(PauseItem)
    .options({
      consistent: true,
      reverse: true,
      limit,
      ...(cursor && { exclusiveStartKey: { pk: pauses, sk: placeOf(cursor) } }),
    })
    .send();
  const last = LastEvaluatedKey?.['sk'];
  return {
    items: Items.map(pauseOf),
    cursor: typeof last === 'string' ? Buffer.from(last).toString('base64url') : null,
  };
}

/** Stops a scope. Whatever begins from now on is held; what is under way looks before each further call. */
export async function pause({ scope, by, reason, now }: Of<'pause'>): Promise<Pause> {
  const id = `p-${randomUUID().slice(0, 13)}`;
  const made: Pause = {
    ...{ id, scope, says: saysPauseScope(scope), by, reason, at: now.toISOString() },
    ...{ endedAt: null, endedBy: null, endedBecause: null },
  };
  const record = paused(made);
  const item = { id, scope: JSON.stringify(scope), by, reason, at: made.at, tip: record.hash };
  await execute(
    StopItem.build(PutTransaction).item(item).options({ condition: isNew }),
    PauseItem.build(PutTransaction).item(item).options({ condition: isNew }),
    recorded(record),
  );
  logger.warn('changes stopped', { pause: id, scope, by });
  return made;
}

/** Ends a stop; what it held is judged again. `undefined` where there is no such stop in force. */
export async function resume({ id, by, reason, now }: Of<'resume'>): Promise<Pause | undefined> {
  const { Item: stop } = await StopItem.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
  if (stop === undefined || stop.endedAt !== undefined) {
    return undefined;
  }
  const end = { endedAt: now.toISOString(), endedBy: by, endedBecause: reason };
  const ended = { ...pauseOf(stop), ...end };
  const record = resumed(ended, stop.tip);
  const change = { ...end, tip: record.hash };
  const condition = { attr: 'endedAt', exists: false } as const;
  try {
    await execute(
      StopItem.build(UpdateTransaction)
        .item({ id, ...change })
        .options({ condition }),
      PauseItem.build(UpdateTransaction)
        .item({ id, at: stop.at, ...change })
        .options({ condition }),
      recorded(record),
    );
  } catch (error) {
    if (error instanceof TransactionCanceledException) {
      return undefined;
    }
    throw error;
  }
  logger.warn('changes go on', { pause: id, by });
  await reopenSoon(ended);
  return ended;
}

/** What cannot be judged again at once is judged by `renew`, within minutes. */
async function reopenSoon({ id, says }: Pause): Promise<void> {
  try {
    await reopen({ id, what: says });
  } catch (error) {
    logger.warn('what was held is judged again later', { pause: id, error: (error as Error).name });
  }
}

/** A finding may have been held because of a stop that ended in the same moment: it is written by then. */
const settledMs = 60_000;
const keptSeconds = 86_400;

/** Judges once more what ended stops held, and takes those stops from the place that every decision reads. */
export async function settle(now: Date): Promise<number> {
  const { stops } = await switched();
  const due = stops.filter(
    ({ endedAt, expires }) =>
      endedAt !== undefined && expires === undefined && now.getTime() - Date.parse(endedAt) > settledMs,
  );
  for (const stop of due) {
    await reopen({ id: stop.id, what: pauseOf(stop).says });
    await StopItem.build(UpdateItemCommand)
      .item({ id: stop.id, expires: Math.floor(now.getTime() / 1000) + keptSeconds })
      .send();
  }
  return due.length;
}

/**
 * Sets what a control may do by itself, for one account or all.
 * @throws {TransactionCanceledException} where somebody set it in the same moment: nothing was written.
 */
export async function setMode({ control, account, safe, disruptive, by, reason, now }: Of<'setMode'>): Promise<void> {
  const key = { control, account };
  const { Item: before } = await ModeItem.build(GetItemCommand).key(key).options({ consistent: true }).send();
  const mode = {
    ...key,
    ...(safe && { safe }),
    ...(disruptive && { disruptive }),
    ...{ by, reason, at: now.toISOString() },
  };
  const record = modeSet(mode, before);
  await execute(
    ModeItem.build(PutTransaction)
      .item({ ...mode, sequence: record.sequence, tip: record.hash })
      .options({ condition: before ? { attr: 'tip', eq: before.tip } : { attr: 'tip', exists: false } }),
    recorded(record),
  );
  logger.warn('mode set', { control, account, safe, disruptive, by });
}

const isNew = { attr: 'tip', exists: false } as const;

function recorded(record: SwitchRecord): Write {
  return SwitchRecordItem.build(PutTransaction)
    .item(record)
    .options({ condition: { attr: 'hash', exists: false } });
}

function placeOf(cursor: string): string {
  const place = Buffer.from(cursor, 'base64url').toString();
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z#p-[0-9a-f-]{13}$/.test(place)) {
    throw new BadCursor('the cursor is not one of this list');
  }
  return place;
}
