import * as z from 'zod';
import { keepPiece } from '../aws/evidence.ts';
import type { Answer } from '../aws/send.ts';
import type { Send } from '../aws/sender.ts';
import { type Calls, callsIn, joinedCalls } from '../domain/trail-calls.ts';
import { passes } from './passing.ts';
import { keepRead } from './read-marks.ts';

export interface ReadingTrail {
  readonly sweep: string;
  readonly region: string;
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** Where the last round stopped; null in the first. */
  readonly token: string | null;
  /** Counted from 0. */
  readonly round: number;
}

/** CloudTrail answers two requests a second, for a whole account and region: half a minute's worth in each round. */
const pagesEachRound = 50;
const eventsEachPage = 50;
/** A hundred thousand calls, which take a quarter of an hour. */
const mostRounds = 40;

/**
 * Reads on in what CloudTrail keeps of the hours that IAM's reports lag behind, in one region. The last round notes that the
 * region was read, or why it was not read whole.
 */
export async function trail(reading: ReadingTrail, send: Send): Promise<{ readonly token: string | null }> {
  const { sweep, region, from, round } = reading;
  const { calls, unreadable, token } = await pagesOf(reading, send);
  await keepPiece({ sweep, piece: `CALLS#${region}#${round}` }, calls);
  if (unreadable > 0) {
    return ended({ unread: `the trail in ${region} has records that cannot be read` });
  }
  if (token !== null && round + 1 < mostRounds) {
    return { token };
  }
  const most = mostRounds * pagesEachRound * eventsEachPage;
  return ended(token === null ? {} : { unread: `the last hours in ${region} have more than ${most} calls` });

  async function ended(said: { readonly unread?: string }) {
    await keepRead(sweep, region, { from, since: null, ...said });
    return { token: null };
  }
}

interface Pages {
  readonly calls: Calls;
  readonly unreadable: number;
  readonly token: string | null;
}

async function pagesOf({ region, from, to, token }: ReadingTrail, send: Send): Promise<Pages> {
  const calls: Calls[] = [];
  let unreadable = 0;
  let NextToken = token ?? undefined;
  do {
    const input = {
      StartTime: new Date(from),
      EndTime: new Date(to),
      MaxResults: eventsEachPage,
      ...(NextToken && { NextToken }),
    };
    const output = await pageOf(send({ call: 'cloudtrail:LookupEvents', input, region }), calls.length > 0);
    if (output === 'later') {
      break;
    }
    const read = callsIn(recordsOf(output));
    calls.push(read.calls);
    unreadable += read.unreadable;
    NextToken = output['NextToken'] as string | undefined;
  } while (NextToken !== undefined && calls.length < pagesEachRound);
  return { calls: joinedCalls(calls), unreadable, token: NextToken ?? null };
}

/** What CloudTrail refuses for its rate, after pages that it gave, is left to the next round. */
async function pageOf(answer: Promise<Answer>, hasOthers: boolean): Promise<Answer['output'] | 'later'> {
  try {
    return (await answer).output;
  } catch (error) {
    if (hasOthers && passes(error)) {
      return 'later';
    }
    throw error;
  }
}

const Events = z.array(z.object({ CloudTrailEvent: z.string() })).default([]);

function recordsOf(output: Answer['output']): readonly unknown[] {
  return Events.parse(output['Events']).map(({ CloudTrailEvent }) => {
    try {
      return JSON.parse(CloudTrailEvent) as unknown;
    } catch {
      return null;
    }
  });
}
