import { openedKey } from './listing.ts';

/** What is merged: a head, by when it was opened. */
interface Item {
  readonly id: string;
  readonly openedAt: string;
  readonly sequence: number;
}

interface Part<T> {
  readonly items: readonly T[];
  /** Whether there is nothing after them. */
  readonly isEnd: boolean;
}

export interface Merging<T extends Item> {
  readonly partitions: readonly string[];
  /** At most `count` of a partition, newest first, after a key or from the beginning. */
  readonly read: (of: {
    readonly partition: string;
    readonly after: string | undefined;
    readonly count: number;
  }) => Promise<Part<T>>;
  readonly accepts: (item: T) => boolean;
  readonly limit: number;
  /** How many items may be read, about. */
  readonly most: number;
}

export interface Merged<T> {
  readonly items: readonly T[];
  /** The key that everything up to was looked at; none where that is all there is. */
  readonly after: string | undefined;
  /** Whether it was stopped for having read enough. */
  readonly isPartial: boolean;
}

interface Stream<T> {
  readonly partition: string;
  waiting: T[];
  isEnd: boolean;
  /** How many of its items were looked at. */
  given: number;
  /** The key of the last that was read. */
  after: string | undefined;
}

/** So many items of one partition are about what one answer holds. */
const mostAtOnce = 250;

/**
 * The newest of several partitions, each of them in order already. As long as everything that is read is let through, what is
 * read and not shown stays less than a page.
 */
export async function newest<T extends Item>(merging: Merging<T>): Promise<Merged<T>> {
  const { partitions, accepts, limit, most } = merging;
  const streams = partitions.map(
    (partition): Stream<T> => ({ partition, waiting: [], isEnd: false, given: 0, after: undefined }),
  );
  const found: T[] = [];
  let after: string | undefined;
  let looked = 0;
  let read = 0;
  while (found.length < limit) {
    const dry = streams.filter(({ waiting, isEnd }) => waiting.length === 0 && !isEnd);
    if (dry.length > 0 && looked > 0 && read >= most) {
      return { items: found, after, isPartial: true };
    }
    read += await refill(dry, streams, { merging, found: found.length, looked });
    const [item] = takeNewest(streams);
    if (item === undefined) {
      return { items: found, after: undefined, isPartial: false };
    }
    after = openedKey(item);
    looked += 1;
    if (accepts(item)) {
      found.push(item);
    }
  }
  const isAll = streams.every(({ waiting, isEnd }) => isEnd && waiting.length === 0);
  return { items: found, after: isAll ? undefined : after, isPartial: false };
}

interface Progress<T extends Item> {
  readonly merging: Merging<T>;
  readonly found: number;
  readonly looked: number;
}

async function refill<T extends Item>(
  dry: readonly Stream<T>[],
  all: readonly Stream<T>[],
  progress: Progress<T>,
): Promise<number> {
  const counts = dry.map((stream) => share(stream, all, progress));
  const parts = await Promise.all(
    dry.map(({ partition, after }, index) => progress.merging.read({ partition, after, count: counts[index] ?? 1 })),
  );
  parts.forEach(({ items, isEnd }, index) => {
    const [stream, last] = [dry[index], items.at(-1)];
    if (stream !== undefined) {
      stream.waiting = [...items];
      stream.isEnd = isEnd;
      stream.after = last ? openedKey(last) : stream.after;
    }
  });
  return parts.reduce((sum, { items }) => sum + items.length, 0);
}

/** How many to read of a partition next: what the page still needs of it, if it goes on giving as it gave until now. */
function share<T extends Item>(
  { given }: Stream<T>,
  all: readonly Stream<T>[],
  { merging: { limit }, found, looked }: Progress<T>,
): number {
  if (looked === 0) {
    return Math.max(1, Math.floor(limit / all.length));
  }
  const rate = (found + 1) / (looked + 1);
  const needed = Math.ceil(((limit - found) * given) / looked / rate);
  const waiting = all.reduce((sum, stream) => sum + stream.waiting.length, 0);
  return Math.max(1, Math.min(needed, rate === 1 ? limit - waiting : mostAtOnce));
}

/** Takes the newest item, and its double: what changes its partition while it is read is in both. */
function takeNewest<T extends Item>(streams: readonly Stream<T>[]): readonly T[] {
  const keys = streams.map(({ waiting: [first] }) => (first === undefined ? '' : openedKey(first)));
  const key = keys.reduce((greatest, one) => (one > greatest ? one : greatest), '');
  if (key === '') {
    return [];
  }
  return streams
    .filter((_, index) => keys[index] === key)
    .map((stream) => {
      stream.given += 1;
      return stream.waiting.shift() as T;
    })
    .toSorted((a, b) => b.sequence - a.sequence);
}
