import type { Remediation } from '../../functions/domain/history.ts';
import { type IndexName, indexes, indexNames, listKeys, openedKey } from '../../functions/domain/listing.ts';

type Value = { readonly S: string } | { readonly N: string };
export type Item = Readonly<Record<string, Value>>;

/** What was read since it was last asked. */
export interface Read {
  readonly queries: number;
  readonly items: number;
  /** Read units, as DynamoDB rounds them for each query. */
  readonly units: number;
}

export interface Figures {
  readonly headBytes: number;
  readonly mostHeadBytes: number;
  readonly partitions: number;
  readonly cells: number;
}

/** Heads, oldest first. */
export interface Rows {
  readonly count: number;
  head(row: number): Remediation;
}

export interface Query {
  readonly TableName: string;
  readonly IndexName?: string;
  readonly Limit?: number;
  readonly ScanIndexForward?: boolean;
  readonly ConsistentRead?: boolean;
  readonly KeyConditionExpression: string;
  readonly FilterExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues: Item;
  readonly ExclusiveStartKey?: Item;
}

const mostBytes = 1_048_576;
const nothing: Read = { queries: 0, items: 0, units: 0 };

/**
 * DynamoDB's Query, on the history's indexes and on a table of other items, for more items than an emulator holds: by partition
 * and sort key, from either end, at most `Limit` items or a megabyte, filtered after they were read and counted. A test holds it
 * against dynalite.
 */
export class Engine {
  private readonly rows: Rows;
  private readonly partitions: ReadonlyMap<string, Uint32Array>;
  private readonly keys: readonly string[];
  private readonly others: ReadonlyMap<string, readonly Item[]>;
  private counted = nothing;

  constructor(rows: Rows, others: readonly Item[] = []) {
    this.rows = rows;
    ({ partitions: this.partitions, keys: this.keys } = indexed(rows));
    this.others = grouped(others);
  }

  query(query: Query) {
    const { read, bytes, isCut } = this.readFor(query);
    const units = Math.max(1, Math.ceil(bytes / 4096)) * (query.ConsistentRead ? 1 : 0.5);
    this.note(read.length, units);
    const items = read.filter((item) => passes(item, query));
    const last = read.at(-1);
    return {
      Items: items,
      Count: items.length,
      ScannedCount: read.length,
      ConsumedCapacity: { TableName: query.TableName, CapacityUnits: units },
      ...(isCut && last && { LastEvaluatedKey: keyOf(last, query.IndexName) }),
    };
  }

  /** What was read until now; counts from nothing again. */
  take(): Read {
    const { counted } = this;
    this.counted = nothing;
    return counted;
  }

  /** How large it is: bytes of a head on average and at most, of some; partitions; and other items. */
  figures(): Figures {
    const step = Math.max(1, Math.floor(this.rows.count / 1_000));
    const some = Array.from({ length: Math.floor(this.rows.count / step) }, (_, one) =>
      sizeOf(itemOf(this.rows.head(one * step))),
    );
    return {
      headBytes: Math.round(some.reduce((sum, size) => sum + size, 0) / some.length),
      mostHeadBytes: some.reduce((most, size) => Math.max(most, size), 0),
      partitions: this.partitions.size,
      cells: [...this.others.values()].reduce((sum, { length }) => sum + length, 0),
    };
  }

  private readFor(query: Query) {
    const { partition, from, to } = conditionOf(query);
    const found = query.IndexName === undefined ? this.items(partition) : this.heads(query.IndexName, partition);
    const read: Item[] = [];
    let bytes = 0;
    for (const place of places(found, { from, to }, query)) {
      if (read.length === query.Limit || bytes >= mostBytes) {
        break;
      }
      const item = found.at(place);
      read.push(item);
      bytes += sizeOf(item);
    }
    // DynamoDB does not look whether anything comes after the last one that it may read.
    return { read, bytes, isCut: read.length === query.Limit || bytes >= mostBytes };
  }

  private note(items: number, units: number): void {
    const { queries, items: before, units: spent } = this.counted;
    this.counted = { queries: queries + 1, items: before + items, units: spent + units };
  }

  private heads(index: string, partition: string): Sorted {
    const rows = this.partitions.get(`${index} ${partition}`) ?? new Uint32Array();
    return {
      length: rows.length,
      at: (place) => itemOf(this.rows.head(rows[place] ?? 0)),
      key: (place) => this.keys[rows[place] ?? 0] ?? '',
      sort: 'openedKey',
    };
  }

  private items(partition: string): Sorted {
    const items = this.others.get(partition) ?? [];
    const at = (place: number) => items[place] ?? {};
    return { length: items.length, at, key: (place) => text(at(place)['sk']), sort: 'sk' };
  }
}

interface Sorted {
  readonly length: number;
  readonly sort: 'openedKey' | 'sk';
  at(place: number): Item;
  key(place: number): string;
}

/** The rows of each partition of each index, in the order of their keys, and the key of each row. */
function indexed(rows: Rows): { partitions: ReadonlyMap<string, Uint32Array>; keys: readonly string[] } {
  const growing = new Map<string, number[]>();
  const sortKeys = new Array<string>(rows.count);
  for (const { row, head } of inOrder(rows)) {
    sortKeys[row] = openedKey(head);
    const keys: Readonly<Record<string, unknown>> = { ...head, ...listKeys(head) };
    for (const name of indexNames) {
      const partition = keys[indexes[name].attribute];
      if (partition !== undefined) {
        const key = `${name} ${partition}`;
        const all = growing.get(key);
        all === undefined ? growing.set(key, [row]) : all.push(row);
      }
    }
  }
  return { partitions: new Map([...growing].map(([key, all]) => [key, Uint32Array.from(all)])), keys: sortKeys };
}

/** Those that were opened in the same moment, by their ids. */
function* inOrder({ count, head }: Rows): Generator<{ readonly row: number; readonly head: Remediation }> {
  let together: { row: number; head: Remediation }[] = [];
  for (let row = 0; row < count; row += 1) {
    const next = { row, head: head(row) };
    if (together[0] && together[0].head.openedAt !== next.head.openedAt) {
      yield* together.toSorted((a, b) => (openedKey(a.head) < openedKey(b.head) ? -1 : 1));
      together = [];
    }
    together.push(next);
  }
  yield* together.toSorted((a, b) => (openedKey(a.head) < openedKey(b.head) ? -1 : 1));
}

function grouped(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const byKey = new Map<string, Item[]>();
  for (const item of items) {
    const key = text(item['pk']);
    const all = byKey.get(key);
    all === undefined ? byKey.set(key, [item]) : all.push(item);
  }
  return new Map(
    [...byKey].map(([key, all]) => [key, all.toSorted((a, b) => (text(a['sk']) < text(b['sk']) ? -1 : 1))]),
  );
}

function itemOf(head: Remediation): Item {
  const attributes = { pk: `REMEDIATION#${head.id}`, sk: 'HEAD', _et: 'head', ...head, ...listKeys(head) };
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: String(value) } : { S: String(value) },
    ]),
  );
}

interface Condition {
  readonly partition: string;
  readonly from: string;
  readonly to: string;
}

/** The part of DynamoDB's language that the store uses: a partition, and a stretch of it. */
function conditionOf({ KeyConditionExpression, ExpressionAttributeValues: values }: Query): Condition {
  const match = /^\(?\S+ = (:\w+)\)?(?: AND \(?\S+ BETWEEN (:\w+) AND (:\w+)\)?)?$/.exec(KeyConditionExpression);
  if (match === null) {
    throw new TypeError(`unknown in a query: ${KeyConditionExpression}`);
  }
  const [, partition = '', from, to] = match;
  return {
    partition: text(values[partition]),
    from: from === undefined ? '' : text(values[from]),
    to: to === undefined ? '\uffff' : text(values[to]),
  };
}

/** The places that a query looks at, in its order. */
function* places(
  sorted: Sorted,
  { from, to }: Pick<Condition, 'from' | 'to'>,
  { ScanIndexForward = true, ExclusiveStartKey }: Query,
): Generator<number> {
  const start = ExclusiveStartKey && text(ExclusiveStartKey[sorted.sort]);
  const { length, key } = sorted;
  let first = firstPlace(length, (place) => key(place) >= from);
  let last = firstPlace(length, (place) => key(place) > to) - 1;
  if (start !== undefined && ScanIndexForward) {
    first = Math.max(
      first,
      firstPlace(length, (place) => key(place) > start),
    );
  }
  if (start !== undefined && !ScanIndexForward) {
    last = Math.min(last, firstPlace(length, (place) => key(place) >= start) - 1);
  }
  for (let step = 0; step <= last - first; step += 1) {
    yield ScanIndexForward ? first + step : last - step;
  }
}

/** The first place from which on something holds. */
function firstPlace(length: number, holds: (place: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

function passes(
  item: Item,
  { FilterExpression, ExpressionAttributeNames = {}, ExpressionAttributeValues }: Query,
): boolean {
  if (FilterExpression === undefined) {
    return true;
  }
  const match = /^(#\w+) = (:\w+)$/.exec(FilterExpression);
  if (match === null) {
    throw new TypeError(`unknown in a filter: ${FilterExpression}`);
  }
  const [, name = '', value = ''] = match;
  return text(item[ExpressionAttributeNames[name] ?? name]) === text(ExpressionAttributeValues[value]);
}

function keyOf(item: Item, index: string | undefined): Item {
  const attribute = index === undefined ? [] : [indexes[index as IndexName].attribute, 'openedKey'];
  const names = ['pk', 'sk', ...attribute];
  return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
}

/** In bytes, as DynamoDB counts them: names and values. */
function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOfValue(value), 0);
}

function sizeOfValue(value: Value): number {
  return 'S' in value ? Buffer.byteLength(value.S) : Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
}

function text(value: Value | undefined): string {
  return value === undefined ? '' : 'S' in value ? value.S : value.N;
}
