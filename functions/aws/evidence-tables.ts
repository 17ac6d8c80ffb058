import { gunzipSync, gzipSync } from 'node:zlib';
import { Entity } from 'dynamodb-toolbox/entity';
import { binary } from 'dynamodb-toolbox/schema/binary';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { plain, stateTable } from './tables.ts';

/** What is known of what one principal used: the last sweep's word, which the next one replaces. */
export const EvidenceItem = new Entity({
  name: 'evidence',
  table: stateTable,
  ...plain,
  schema: item({ principal: string().key(), reportedAt: string(), evidence: binary(), expires: number() }),
  computeKey: ({ principal }) => ({ pk: `EVIDENCE#${principal}`, sk: 'EVIDENCE' }),
});

/** The notice that runs, or ran, for a policy, or for a principal's own policies. */
export const NoticeItem = new Entity({
  name: 'notice',
  table: stateTable,
  ...plain,
  schema: item({
    account: string().key(),
    subject: string().key(),
    since: string(),
    until: string(),
    removals: binary(),
  }),
  computeKey: ({ account, subject }) => ({ pk: `NOTICE#${account}`, sk: subject }),
});

/** What a principal could do and does not: a row of the report. */
export const ReportItem = new Entity({
  name: 'report',
  table: stateTable,
  ...plain,
  schema: item({ account: string().key(), principal: string().key(), row: binary(), expires: number() }),
  computeKey: ({ account, principal }) => ({ pk: `REPORT#${account}`, sk: principal }),
});

/** A piece of what one sweep works on: principals, policies, or calls that the trail knows of. Gone after a few days. */
export const PieceItem = new Entity({
  name: 'piece',
  table: stateTable,
  ...plain,
  schema: item({
    sweep: string().key(),
    /** `PRINCIPALS#0001` */
    piece: string().key(),
    content: binary(),
    expires: number(),
  }),
  computeKey: ({ sweep, piece }) => ({ pk: `SWEEP#${sweep}`, sk: piece }),
});

/** Anything as JSON, compressed: an item takes 400 KB, and names repeat. */
export function packed(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

export function unpacked(content: Uint8Array): unknown {
  return JSON.parse(gunzipSync(content).toString('utf8'));
}

/** When DynamoDB may forget an item, in seconds. */
export function forgottenAfter(days: number, now = Date.now()): number {
  return Math.ceil(now / 1_000) + days * 86_400;
}
