import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { historyTable, plain, stateTable } from './tables.ts';

/** Everything that every decision looks at lies here: one read finds it. */
export const switches = 'SWITCHES';
export const pauses = 'PAUSES';

const pause = {
  id: string().key(),
  /** JSON text. */
  scope: string(),
  by: string(),
  reason: string(),
  endedAt: string().optional(),
  endedBy: string().optional(),
  endedBecause: string().optional(),
  /** Hash of its last record in the history. */
  tip: string(),
};

/** A stop that is in force. Once it has ended and what it held was judged again, it goes from here. */
export const StopItem = new Entity({
  name: 'stop',
  table: stateTable,
  ...plain,
  schema: item({ ...pause, at: string(), expires: number().optional() }),
  computeKey: ({ id }) => ({ pk: switches, sk: `PAUSE#${id}` }),
});

/** The same stop for the list of all that there were, kept for ever. */
export const PauseItem = new Entity({
  name: 'pause',
  table: stateTable,
  ...plain,
  schema: item({ ...pause, at: string().key() }),
  computeKey: ({ at, id }) => ({ pk: pauses, sk: `${at}#${id}` }),
});

/** The mode that was set last for a control in an account, or in all; without `safe` and `disruptive` it was given back. */
export const ModeItem = new Entity({
  name: 'mode',
  table: stateTable,
  ...plain,
  schema: item({
    control: string().key(),
    account: string().key(),
    safe: string().enum('observe', 'ask', 'automatic').optional(),
    disruptive: string().enum('observe', 'ask', 'automatic').optional(),
    by: string(),
    reason: string(),
    at: string(),
    /** How many records it has in the history, and the hash of the last. */
    sequence: number(),
    tip: string(),
  }),
  computeKey: ({ control, account }) => ({ pk: switches, sk: `MODE#${control}#${account}` }),
});

export const SwitchRecordItem = new Entity({
  name: 'switch-record',
  table: historyTable,
  ...plain,
  schema: item({
    subject: string().key(),
    sequence: number().key(),
    at: string(),
    event: string().enum('paused', 'resumed', 'mode-set'),
    by: string(),
    because: string(),
    detail: string(),
    previous: string(),
    hash: string(),
  }),
  computeKey: ({ subject, sequence }) => ({
    pk: `SWITCH#${subject}`,
    sk: `RECORD#${String(sequence).padStart(6, '0')}`,
  }),
});
