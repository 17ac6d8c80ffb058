import { BadCursor } from './cursor.ts';

/** The latest changes, oldest first, and how many there were ever. */
export interface Ring {
  readonly position: number;
  readonly ids: readonly string[];
}

/** Told where more changed than is kept: everything that is shown is to be brought up to date. */
const everything = '*';

export const emptyRing: Ring = { position: 0, ids: [] };

/** A page that asks every two seconds misses nothing at 50 changes a second; a ring of these is read for one unit. */
const kept = 100;

export function noted(ring: Ring, ids: readonly string[]): Ring {
  return { position: ring.position + ids.length, ids: [...ring.ids, ...ids].slice(-kept) };
}

/** What changed after a cursor, and the next; without one, just where we are. @throws {BadCursor} */
export function since({ position, ids }: Ring, after: string | undefined): { cursor: string; ids: string[] } {
  const cursor = String(position);
  if (after === undefined) {
    return { cursor, ids: [] };
  }
  if (!/^\d{1,15}$/.test(after)) {
    throw new BadCursor('the cursor is not one of the changes: begin again without it');
  }
  const count = position - Number(after);
  if (count < 0 || count > ids.length) {
    return { cursor, ids: [everything] };
  }
  return { cursor, ids: [...new Set(count === 0 ? [] : ids.slice(-count))] };
}
