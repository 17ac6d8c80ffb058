import * as z from 'zod';
import { keepPiece, pieceOf, piecesOf } from '../aws/evidence.ts';
import type { Answer } from '../aws/send.ts';
import type { Send } from '../aws/sender.ts';
import { dayAfter, lastGap, usesQuery } from '../domain/athena-query.ts';
import type { Athena } from '../domain/evidence-config.ts';
import { callsOf } from '../domain/trail-calls.ts';
import { keepRead } from './read-marks.ts';

/** What earlier queries have read: since when without a gap, up to when, and how many days were asked for. */
const Known = z.object({ since: z.iso.datetime(), until: z.iso.datetime(), windowDays: z.int() });

export interface Querying {
  readonly account: string;
  readonly sweep: string;
  readonly athena: Athena;
  /** Where Athena is asked: Homeostat's own account and region. */
  readonly region: string;
  readonly windowDays: number;
}

export interface Query {
  readonly id: string;
  /** From when on it asks. ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
}

const day = 86_400_000;

/** Begins to ask Athena for the uses since the last sweep that asked; for those of the whole window, where none did. */
export async function startQuery({ account, sweep, athena, region, windowDays }: Querying, send: Send): Promise<Query> {
  const now = new Date();
  const known = await knownOf(account);
  const isEnough = known !== undefined && known.windowDays >= windowDays;
  const start = isEnough ? Date.parse(known.until) - day : now.getTime() - (windowDays + 1) * day;
  const from = new Date(Math.floor(start / day) * day);
  const input = {
    QueryString: usesQuery(athena, { account, from, now }),
    WorkGroup: athena.workgroup,
    QueryExecutionContext: { Database: athena.database },
    ResultConfiguration: { OutputLocation: athena.output },
    // The same sweep asks once, however often this step is tried. At least 32 characters.
    ClientRequestToken: `homeostat-${account}-${sweep}`.padEnd(32, '-').slice(0, 128),
  };
  const { output } = await send({ call: 'athena:StartQueryExecution', input, region });
  return { id: z.string().parse(output['QueryExecutionId']), from: from.toISOString(), to: now.toISOString() };
}

export interface ReadingQuery extends Querying {
  readonly query: Query;
  readonly token: string | null;
  readonly round: number;
}

export type QueryRound =
  | { readonly state: 'running' }
  | { readonly state: 'more'; readonly token: string }
  | { readonly state: 'done' };

const pagesEachRound = 40;

/**
 * Looks how far Athena is, and reads on in its answer.
 * @throws {QueryFailed} where it failed: what was not read is not known.
 */
export async function readQuery(reading: ReadingQuery, send: Send): Promise<QueryRound> {
  const { sweep, query, token, round, region } = reading;
  if (token === null && (await isRunning(query.id, region, send))) {
    return { state: 'running' };
  }
  const { rows, next } = await rowsOf(reading, send);
  await keepPiece({ sweep, piece: `CALLS#athena#${round}` }, callsOf(rows.flatMap(useOf)));
  await keepPiece(
    { sweep, piece: `DAYS#${round}` },
    rows.flatMap(({ day: one }) => one ?? []),
  );
  if (next !== null) {
    return { state: 'more', token: next };
  }
  await concluded(reading);
  return { state: 'done' };
}

async function isRunning(QueryExecutionId: string, region: string, send: Send): Promise<boolean> {
  const { output } = await send({ call: 'athena:GetQueryExecution', input: { QueryExecutionId }, region });
  const { QueryExecution } = Execution.parse(output);
  const { State, StateChangeReason = 'it does not say why' } = QueryExecution.Status;
  if (State === 'FAILED' || State === 'CANCELLED') {
    throw new QueryFailed(`Athena could not ask the trail: ${StateChangeReason}`);
  }
  return State !== 'SUCCEEDED';
}

const Execution = z.object({
  QueryExecution: z.object({
    Status: z.object({
      State: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
      StateChangeReason: z.string().optional(),
    }),
  }),
});

const Results = z.object({
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.array(z.object({ VarCharValue: z.string().optional() })) })),
  }),
});

interface Row {
  readonly principal?: string | undefined;
  readonly source?: string | undefined;
  readonly name?: string | undefined;
  readonly day?: string | undefined;
  readonly at?: string | undefined;
}

async function rowsOf({ query, token, region }: ReadingQuery, send: Send) {
  const rows: Row[] = [];
  let NextToken = token ?? undefined;
  let pages = 0;
  do {
    const input = { QueryExecutionId: query.id, MaxResults: 1_000, ...(NextToken && { NextToken }) };
    const { output } = await send({ call: 'athena:GetQueryResults', input, region });
    const page = rowsIn(output);
    // The first row of the first page has the names of the columns.
    rows.push(...(NextToken === undefined ? page.slice(1) : page));
    NextToken = output['NextToken'] as string | undefined;
    pages += 1;
  } while (NextToken !== undefined && pages < pagesEachRound);
  return { rows, next: NextToken ?? null };
}

function rowsIn(output: Answer['output']): readonly Row[] {
  return Results.parse(output).ResultSet.Rows.map(({ Data }) => {
    const [principal, source, name, one, at] = Data.map(({ VarCharValue }) => VarCharValue);
    return { principal, source, name, day: one, at };
  });
}

function useOf({ principal, source, name, at }: Row) {
  return principal && source && name && at ? [{ principal, source, name, at }] : [];
}

/** Notes what is known now. A gap is where a day has no call at all. */
async function concluded({ account, sweep, query, windowDays }: ReadingQuery): Promise<void> {
  const pieces = await piecesOf(sweep, 'DAYS#');
  const days = new Set([...pieces.values()].flatMap((one) => z.array(z.string()).parse(one)));
  const gap = lastGap(days, { from: new Date(query.from), now: new Date(query.to) });
  const known = await knownOf(account);
  const isWhole = known === undefined || known.windowDays < windowDays;
  const since = gap === undefined ? (isWhole ? query.from : known.since) : dayAfter(gap);
  await keepRead(sweep, 'athena', { from: query.from, since });
  await keepPiece(trailKey(account), { since, until: query.to, windowDays });
}

async function knownOf(account: string) {
  const known = await pieceOf(trailKey(account));
  return known === undefined ? undefined : Known.parse(known);
}

/** Kept as long as any piece: after a week without a sweep, the whole window is asked for again. */
function trailKey(account: string) {
  return { sweep: `TRAIL#${account}`, piece: 'KNOWN' };
}

class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
}
