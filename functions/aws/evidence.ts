import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import type { Evidence } from '../../catalogue/trim/evidence.ts';
import type { Notice } from '../../catalogue/trim/usage.ts';
import type { ReportRow } from '../domain/usage-report.ts';
import { held } from './conditional.ts';
import {
  EvidenceItem,
  forgottenAfter,
  NoticeItem,
  PieceItem,
  packed,
  ReportItem,
  unpacked,
} from './evidence-tables.ts';
import { stateTable } from './tables.ts';

/** Longer than any sweep takes, and as long as somebody may want to look at one. */
const pieceDays = 7;
/** What no sweep renews any more is about a principal that is gone. */
const evidenceDays = 30;

/** Where a piece of a sweep's work is kept. */
export interface PieceKey {
  readonly sweep: string;
  readonly piece: string;
}

export async function keepPiece(key: PieceKey, content: unknown): Promise<void> {
  const item = { ...key, content: packed(content), expires: forgottenAfter(pieceDays) };
  await PieceItem.build(PutItemCommand).item(item).send();
}

/** A piece of a sweep's work; undefined where there is none. */
export async function pieceOf(key: PieceKey): Promise<unknown> {
  const { Item } = await PieceItem.build(GetItemCommand).key(key).options({ consistent: true }).send();
  return Item && unpacked(Item.content);
}

/** All pieces whose name begins so, by their name. */
export async function piecesOf(sweep: string, start: string): Promise<ReadonlyMap<string, unknown>> {
  const { Items = [] } = await stateTable
    .build(QueryCommand)
    .query({ partition: `SWEEP#${sweep}`, range: { beginsWith: start } })
    .entities(PieceItem)
    .options({ consistent: true, maxPages: Number.POSITIVE_INFINITY })
    .send();
  return new Map(Items.map(({ piece, content }) => [piece, unpacked(content)]));
}

export async function keepEvidence(evidence: Evidence): Promise<void> {
  const { principal, reportedAt } = evidence;
  const item = { principal, reportedAt, evidence: packed(evidence), expires: forgottenAfter(evidenceDays) };
  await EvidenceItem.build(PutItemCommand).item(item).send();
}

export async function keepRow(row: ReportRow): Promise<void> {
  const { account, principal } = row;
  const item = { account, principal, row: packed(row), expires: forgottenAfter(evidenceDays) };
  await ReportItem.build(PutItemCommand).item(item).send();
}

/** Keeps a notice in the place of the one that was known; false where another sweep was faster. */
export async function keepNotice(
  key: { readonly account: string; readonly subject: string },
  notice: Notice,
  known: Notice | null,
): Promise<boolean> {
  const item = { ...key, ...notice, removals: packed(notice.removals) };
  const condition =
    known === null ? ({ attr: 'since', exists: false } as const) : { attr: 'since' as const, eq: known.since };
  return held(NoticeItem.build(PutItemCommand).item(item).options({ condition }).send());
}
