import { badInput } from '../problems.ts';

interface Page {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of a list that is held whole. The cursor is the key of the last item; items are in the order of their keys. */
export function pageOf<Item>(
  items: readonly Item[],
  { limit, cursor }: Page,
  keyOf: (item: Item) => string,
): { items: Item[]; cursor: string | null } {
  const ordered = items.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const after = cursor === undefined ? undefined : decoded(cursor);
  const rest = after === undefined ? ordered : ordered.filter((item) => keyOf(item) > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return { items: page, cursor: last !== undefined && rest.length > limit ? encoded(keyOf(last)) : null };
}

function encoded(key: string): string {
  return Buffer.from(`k${key}`).toString('base64url');
}

function decoded(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString('utf8');
  if (!key.startsWith('k') || encoded(key.slice(1)) !== cursor) {
    throw badInput('cursor: not one of ours');
  }
  return key.slice(1);
}
