import type { Filter } from '../api/shapes.ts';
import { digest } from './digest.ts';

/** What a page was asked of: a cursor leads on in the same list only. */
export interface Asked {
  readonly filter: Filter;
  readonly accounts: readonly string[];
}

/** Where the next page begins: after this key. The digest binds it to what was asked. */
export function cursorAfter(key: string, asked: Asked): string {
  return Buffer.from(`${key} ${sealOf(key, asked)}`).toString('base64url');
}

/**
 * The key that a cursor leads on after. The seal is no secret and need not be one: whoever forges it begins elsewhere in what
 * they may see anyway.
 * @throws {BadCursor}
 */
export function keyAfter(cursor: string | undefined, asked: Asked): string | undefined {
  if (cursor === undefined) {
    return undefined;
  }
  const [key = '', seal] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (seal !== sealOf(key, asked)) {
    throw new BadCursor('the cursor is not one of this list: begin again without it');
  }
  return key;
}

function sealOf(key: string, { filter, accounts }: Asked): string {
  const sorted = Object.fromEntries(
    Object.entries(filter).map(([field, value]) => [field, Array.isArray(value) ? value.toSorted() : value]),
  );
  return digest({ key, filter: sorted, accounts: accounts.toSorted() }).slice(0, 32);
}

/** A cursor that was changed, cut off, or given for another list. */
export class BadCursor extends Error {
  override readonly name = 'BadCursor';
}
