import { Entity } from 'dynamodb-toolbox/entity';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { historyTable, plain, stateTable } from './tables.ts';

/** An exemption. `place` is the resource that it is about, or one place for all that are about more than one. */
export const ExemptionItem = new Entity({
  name: 'exemption',
  table: stateTable,
  ...plain,
  schema: item({
    place: string().key(),
    id: string().key(),
    control: string(),
    /** JSON text. */
    scope: string(),
    owner: string(),
    reason: string(),
    from: string(),
    until: string(),
    endedAt: string().optional(),
    endedBy: string().optional(),
    /** Hash of its last record in the history. */
    tip: string(),
    list: string().optional(),
    listed: string().optional(),
  }),
  computeKey: ({ place, id }) => ({ pk: place, sk: `EXEMPTION#${id}` }),
});

/** A finding that is held because of an exemption or a stop, and is judged again when that ends. */
export const WaitingItem = new Entity({
  name: 'waiting',
  table: stateTable,
  ...plain,
  schema: item({
    /** The exemption's id, or the stop's. */
    exemption: string().key(),
    remediation: string().key(),
    control: string(),
    /** JSON texts. */
    target: string(),
    cause: string(),
  }),
  computeKey: ({ exemption, remediation }) => ({ pk: `WAITING#${exemption}`, sk: remediation }),
});

export const ExemptionRecordItem = new Entity({
  name: 'exemption-record',
  table: historyTable,
  ...plain,
  schema: item({
    exemption: string().key(),
    sequence: number().key(),
    at: string(),
    event: string().enum('made', 'ended'),
    by: string(),
    because: string(),
    detail: string(),
    previous: string(),
    hash: string(),
  }),
  computeKey: ({ exemption, sequence }) => ({
    pk: `EXEMPTION#${exemption}`,
    sk: `RECORD#${String(sequence).padStart(6, '0')}`,
  }),
});
