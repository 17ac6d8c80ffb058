import type { Filter } from '../api/shapes.ts';
import type { Remediation } from './history.ts';

/** A field that a list can be cut down to by its exact value. */
const fields = ['status', 'control', 'account', 'region', 'resource', 'actor', 'risk', 'event'] as const;
type Field = (typeof fields)[number];

interface Index {
  readonly fields: readonly Field[];
  /** What of a head is its partition key: the field itself, or what `listKeys` makes of several. */
  readonly attribute: string;
  /** Over how many partitions one value is spread. */
  readonly spread: number;
  /** How much of all remediations one of its values holds, roughly: the index with the least is read. */
  readonly share: number;
}

/**
 * Over how many partitions a value is spread that may take nearly every write: a partition takes 1,000 units a second, and a
 * remediation writes its head two to four times. docs/store.md has the sum.
 */
const spread = 4;

/** The indexes of the heads. Each is sorted by `openedKey`, so one that covers a filter is read newest first and no further. New ones go to the end: tables get them in this order. */
export const indexes = {
  byResource: { fields: ['account', 'region', 'resource'], attribute: 'resourceKey', spread: 1, share: 0.000_005 },
  inTime: { fields: [], attribute: 'inTime', spread, share: 1 },
  byRisk: { fields: ['risk'], attribute: 'byRisk', spread, share: 0.5 },
  byRegion: { fields: ['region'], attribute: 'byRegion', spread, share: 0.3 },
  byStatus: { fields: ['status'], attribute: 'byStatus', spread, share: 0.1 },
  byAccount: { fields: ['account'], attribute: 'account', spread: 1, share: 0.04 },
  byControl: { fields: ['control'], attribute: 'control', spread: 1, share: 0.03 },
  byEvent: { fields: ['event'], attribute: 'event', spread: 1, share: 0.02 },
  byAccountStatus: { fields: ['account', 'status'], attribute: 'byAccountStatus', spread: 1, share: 0.005 },
  byControlStatus: { fields: ['control', 'status'], attribute: 'byControlStatus', spread: 1, share: 0.004 },
  byActor: { fields: ['actor'], attribute: 'actor', spread: 1, share: 0.002 },
  byAccountControl: { fields: ['account', 'control'], attribute: 'byAccountControl', spread: 1, share: 0.001 },
  byArn: { fields: ['resource'], attribute: 'resource', spread: 1, share: 0.000_01 },
} as const satisfies Record<string, Index>;
export type IndexName = keyof typeof indexes;
export const indexNames = Object.keys(indexes) as IndexName[];

/** The partitions of the index that has everything in the order of time. */
export const partsOfTime: readonly string[] = Array.from({ length: spread }, (_, part) => String(part));

/** What the heads' indexes are sorted by: when it was opened, and the id where two were opened at once. */
export function openedKey({ openedAt, id }: Pick<Remediation, 'openedAt' | 'id'>): string {
  return `${openedAt}#${id}`;
}

type Made = Exclude<(typeof indexes)[IndexName]['attribute'], keyof Remediation>;
type ListKeys = Readonly<Record<Exclude<Made, 'byRisk'> | 'openedKey', string>> & { readonly byRisk?: string };

/** The attributes of a head that only its indexes need. What has no plan has no risk, and is in no list of one. */
export function listKeys(head: Remediation): ListKeys {
  const keys = indexNames
    .map((name): [string, string | undefined] => [indexes[name].attribute, keyIn(indexes[name], head)])
    .filter(([attribute, key]) => key !== undefined && !(attribute in head));
  return { ...Object.fromEntries(keys), openedKey: openedKey(head) } as ListKeys;
}

function keyIn(index: Index, head: Remediation): string | undefined {
  const values = index.fields.map((field) => head[field]);
  return values.includes(undefined) ? undefined : partitionOf(index, values as string[], shardOf(head.id));
}

function partitionOf({ spread: over }: Index, values: readonly string[], shard: number): string {
  return [...values, ...(over > 1 ? [String(shard)] : [])].join('#');
}

/** An id is a hash in base 36, so its last character is as good as any number. */
function shardOf(id: string): number {
  return Number.parseInt(id.slice(-1), 36) % spread;
}

export interface Plan {
  readonly index: IndexName;
  /** The partitions that hold everything the filter lets through; none where it lets nothing through. */
  readonly partitions: readonly string[];
}

/** Over more partitions than this a list is not merged: another index is read, and filtered. */
const mostPartitions = 200;

/**
 * Which index answers a filter, and which of its partitions. One that covers all fields is read no further than the page;
 * any other is the one with the least beside the point.
 */
export function planOf(filter: Filter, accounts: readonly string[]): Plan {
  const wanted = valuesOf(filter, accounts);
  const isBare = filter.contains === undefined;
  const named = fields.filter((field) => wanted[field] !== undefined);
  const usable = indexNames
    .map((name) => ({ name, index: indexes[name] as Index }))
    .filter(({ index }) => index.fields.every((field) => wanted[field] !== undefined))
    .map(({ name, index }) => ({ name, index, isExact: isBare && index.fields.length === named.length }))
    .map((one) => ({ ...one, count: countOf(one.index, wanted) }))
    .filter(({ name, count }) => name === 'inTime' || count <= mostPartitions)
    .toSorted((a, b) => Number(b.isExact) - Number(a.isExact) || weight(a) - weight(b));
  const { name, index } = usable[0] ?? { name: 'inTime' as const, index: indexes.inTime };
  const isNothing = Object.values(wanted).some((values) => values?.length === 0);
  return { index: name, partitions: isNothing ? [] : partitionsOf(index, wanted) };
}

type Values = Readonly<Partial<Record<Field, readonly string[] | undefined>>>;

function weight({ index, count }: { readonly index: Index; readonly count: number }): number {
  return (count / index.spread) * index.share;
}

function countOf(index: Index, wanted: Values): number {
  return index.fields.reduce((product, field) => product * (wanted[field]?.length ?? 1), index.spread);
}

function partitionsOf(index: Index, wanted: Values): readonly string[] {
  const tuples = index.fields.reduce<readonly string[][]>(
    (before, field) => before.flatMap((tuple) => (wanted[field] ?? []).map((value) => [...tuple, value])),
    [[]],
  );
  const shards = Array.from({ length: index.spread }, (_, shard) => shard);
  return tuples.flatMap((tuple) => shards.map((shard) => partitionOf(index, tuple, shard)));
}

/** The values asked for, of those that may be seen. An empty list lets nothing through. */
function valuesOf(filter: Filter, accounts: readonly string[]): Values {
  const asked = Object.fromEntries(
    fields.map((field) => [field, filter[field] && [...new Set<string>(filter[field])]] as const),
  );
  const account = accounts.includes('*')
    ? asked['account']
    : (asked['account']?.filter((one) => accounts.includes(one)) ?? [...new Set(accounts)]);
  return { ...asked, account };
}

/** Whether a remediation is one that a filter lets through and that may be seen. */
export function matches(head: Remediation, filter: Filter, accounts: readonly string[]): boolean {
  return (
    (accounts.includes('*') || accounts.includes(head.account)) &&
    fields.every((field) => filter[field] === undefined || (filter[field] as string[]).includes(head[field] ?? '')) &&
    (filter.from === undefined || head.openedAt >= instant(filter.from)) &&
    (filter.to === undefined || head.openedAt < instant(filter.to)) &&
    (filter.contains === undefined || contains(head, filter.contains))
  );
}

function contains({ control, resource, actor, event, id, because }: Remediation, text: string): boolean {
  const wanted = text.toLowerCase();
  return [control, resource, actor, event, id, because].some((field) => field.toLowerCase().includes(wanted));
}

/** The part of an index that a page may come from, as sort keys, both ends included. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

/** What was opened within the filter's time, and before what was shown already. */
export function rangeOf({ from, to }: Pick<Filter, 'from' | 'to'>, after: string | undefined): Range {
  // Every key of a time is longer than the time, so greater; none is equal to it.
  const ends = [to && instant(to), after && justBefore(after)].filter((end) => end !== undefined);
  return { from: from ? instant(from) : '0', to: ends.toSorted()[0] ?? '9' };
}

/** The greatest key that is less than this one: all end in an id of one length, so none lies between. */
export function justBefore(key: string): string {
  return `${key.slice(0, -1)}${String.fromCharCode(key.charCodeAt(key.length - 1) - 1)}~`;
}

/** Times are kept with milliseconds, and compared as text. */
function instant(time: string): string {
  return new Date(time).toISOString();
}
