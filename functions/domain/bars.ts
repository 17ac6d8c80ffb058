import type { Count } from '../api/needs.ts';
import type { Status } from './finding.ts';

/** One bar: how often, and how many of these were mended. */
export interface Bar {
  /** A control, an actor, an account or a day. */
  readonly name: string;
  /** How a person calls it. */
  readonly label: string;
  readonly count: number;
  readonly mended: number;
}

/**
 * From the event to the verified mend, of what was mended without asking: seconds, at most so many. Null where there was none,
 * or where it took longer than is told apart.
 */
export interface TimeToSafe {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly count: number;
}

const mostBars = 8;

/** The bounds of the buckets in which half, and all but a twentieth, of the mends lie. */
export function timeToSafe(counts: readonly Count[]): TimeToSafe {
  const buckets = grouped(
    counts.flatMap(({ timeToSafe: one }) => Object.entries(one)),
    ([bound]) => Number(bound),
  );
  const each = [...buckets]
    .toSorted(([a], [b]) => a - b)
    .map(([bound, some]) => ({ bound, count: sumOf(some.map(([, count]) => count)) }));
  const count = sumOf(each.map((one) => one.count));
  const upTo = each.map(({ bound }, index) => ({
    bound,
    seen: sumOf(each.slice(0, index + 1).map((one) => one.count)),
  }));
  const at = (share: number) => {
    const bound = upTo.find(({ seen }) => seen > 0 && seen >= share * count)?.bound;
    return bound !== undefined && Number.isFinite(bound) ? bound : null;
  };
  return { p50: at(0.5), p95: at(0.95), count };
}

export function barsOf(
  counts: readonly Count[],
  keyOf: (count: Count) => string,
  labelOf: (key: string) => string,
): Bar[] {
  const groups = grouped(counts, keyOf);
  return [...groups].map(([name, some]) => barOf(name, labelOf(name), some));
}

export function barOf(name: string, label: string, counts: readonly Count[]): Bar {
  return { name, label, count: total(counts, ({ opened }) => opened), mended: total(counts, mendedOf) };
}

export function actorsOf(counts: readonly Count[]): Bar[] {
  const groups = grouped(
    counts.flatMap(({ actors }) => Object.entries(actors)),
    ([name]) => name,
  );
  return [...groups].map(([name, some]) => ({
    name,
    label: actorLabel(name),
    count: sumOf(some.map(([, one]) => one)),
    mended: 0,
  }));
}

/** `arn:aws:sts::111122223333:assumed-role/ops/ann` is `ops/ann` to people. */
export function actorLabel(arn: string): string {
  return arn === 'unknown'
    ? 'nobody named'
    : (/^arn:[^:]*:(?:iam|sts)::\d*:(?:assumed-role|user|role)\/(.+)$/.exec(arn)?.[1] ?? arn);
}

/** The longest bars; what drifted nowhere is not shown. */
export function top(some: readonly Bar[]): readonly Bar[] {
  return some
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, mostBars);
}

export function mendedOf(count: Count): number {
  return inStatus(count, 'remediated');
}

export function inStatus({ byStatus }: Count, status: Status): number {
  return byStatus[status] ?? 0;
}

export function total(counts: readonly Count[], of: (count: Count) => number): number {
  return sumOf(counts.map(of));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function many(count: number, one: string, several: string): string {
  return `${count} ${count === 1 ? one : several}`;
}

export function grouped<Item, Key>(
  items: readonly Item[],
  keyOf: (item: Item) => Key,
): ReadonlyMap<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}
