import { keepPiece } from '../aws/evidence.ts';
import type { Send } from '../aws/sender.ts';
import { Listed } from '../domain/listed.ts';
import { inPieces } from '../domain/pieces.ts';
import { swept } from '../domain/swept.ts';
import { trailFrom } from '../domain/trail-calls.ts';

export interface Listing {
  readonly sweep: string;
  /** IAM's home region. */
  readonly region: string;
}

export interface Pieces {
  readonly principals: readonly string[];
  readonly subjects: readonly string[];
  /** From when on the trail has to be read. */
  readonly from: string;
}

/** As many entities IAM is asked for at once; it may give fewer. */
const pageSize = 300;
/** An execution has room for 25,000 events: so many batches fit in, though each waits as often as it may. */
const mostBatches = 100;
const usualBatch = 25;

/** Lists an account's roles, users, groups and policies, and lays out the work in pieces. */
export async function list({ sweep, region }: Listing, send: Send): Promise<Pieces> {
  const from = trailFrom(new Date());
  const { principals, subjects } = swept(await pagesOf(region, send));
  const batch = Math.max(usualBatch, Math.ceil(principals.length / mostBatches));
  const all = {
    principals: await kept(sweep, 'PRINCIPALS', inPieces(principals, batch)),
    subjects: await kept(sweep, 'SUBJECTS', inPieces(subjects, 2 * batch)),
  };
  return { ...all, from };
}

async function pagesOf(region: string, send: Send): Promise<readonly Listed[]> {
  const pages: Listed[] = [];
  let Marker: string | undefined;
  do {
    const input = { MaxItems: pageSize, ...(Marker && { Marker }) };
    const { output } = await send({ call: 'iam:GetAccountAuthorizationDetails', input, region });
    pages.push(Listed.parse(output));
    Marker = output['IsTruncated'] ? (output['Marker'] as string | undefined) : undefined;
  } while (Marker !== undefined);
  return pages;
}

async function kept(sweep: string, kind: string, pieces: readonly (readonly unknown[])[]): Promise<readonly string[]> {
  const names = pieces.map((_, index) => `${kind}#${String(index + 1).padStart(4, '0')}`);
  for (const [index, piece] of names.entries()) {
    await keepPiece({ sweep, piece }, pieces[index]);
  }
  return names;
}
