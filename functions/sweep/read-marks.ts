import * as z from 'zod';
import { keepPiece, piecesOf } from '../aws/evidence.ts';
import { Calls, joinedCalls, type Trail } from '../domain/trail-calls.ts';

/** That a trail was read, by region, or by Athena: from when on, since when it has no gap, and why it was not read whole. */
const Mark = z.object({ from: z.string(), since: z.string().nullable(), unread: z.string().optional() });
type Mark = z.infer<typeof Mark>;

export async function keepRead(sweep: string, name: string, mark: Mark): Promise<void> {
  await keepPiece({ sweep, piece: `READ#${name}` }, mark);
}

/** All that a sweep read of trails. One of which nobody noted that it was read, was not. */
export async function trailOf(sweep: string, expected: readonly string[]): Promise<Trail> {
  const [calls, marks] = await Promise.all([piecesOf(sweep, 'CALLS#'), piecesOf(sweep, 'READ#')]);
  const read = expected.map((name) => [name, marks.get(`READ#${name}`)] as const);
  const known = read.flatMap(([, mark]) => (mark === undefined ? [] : [Mark.parse(mark)]));
  const missing = read.find(([, mark]) => mark === undefined)?.[0];
  const unread =
    missing === undefined ? known.find((mark) => mark.unread)?.unread : `the trail could not be read: ${missing}`;
  return {
    calls: joinedCalls([...calls.values()].map((one) => Calls.parse(one))),
    // Times in one form sort as text.
    from:
      known
        .map(({ from }) => from)
        .toSorted()
        .at(-1) ?? new Date().toISOString(),
    since: known.map(({ since }) => since).find((since) => since !== null) ?? null,
    unread,
  };
}
