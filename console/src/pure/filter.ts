import type { Filter } from '../../../functions/api/shapes.ts';
import { isRisk, isStatus } from './status.ts';

/** The fields that a list of remediations can be cut down by. */
const fields = ['status', 'control', 'account', 'region', 'resource', 'actor', 'risk', 'event'] as const;
export type Field = (typeof fields)[number];

/** A time range as people choose it: the last so many minutes, hours or days, or from one time to another. */
export interface Range {
  /** `30m`, `24h`, `7d`. */
  readonly last?: string;
  /** ISO 8601 UTC. */
  readonly from?: string;
  readonly to?: string;
}

/** What a list shows, as its address keeps it. */
export interface View {
  readonly filter: Omit<Filter, 'from' | 'to'>;
  readonly range: Range;
}

/** Reads an address; what it does not know, it leaves out. */
export function fromSearch(search: URLSearchParams): View {
  const filter: Record<string, unknown> = {};
  for (const field of fields) {
    const values = [...new Set(search.getAll(field))].filter((value) => value !== '' && isKnown(field, value));
    if (values.length > 0) filter[field] = values;
  }
  const contains = search.get('contains')?.trim().slice(0, 200);
  return { filter: { ...filter, ...(contains && { contains }) }, range: rangeFrom(search) };
}

function isKnown(field: Field, value: string): boolean {
  if (field === 'status') return isStatus(value);
  return field === 'risk' ? isRisk(value) : true;
}

function rangeFrom(search: URLSearchParams): Range {
  const last = search.get('last');
  if (last !== null && minutesIn(last) !== undefined) return { last };
  const [from, to] = [timeIn(search.get('from')), timeIn(search.get('to'))];
  return { ...(from && { from }), ...(to && { to }) };
}

function timeIn(text: string | null): string | undefined {
  return text === null || Number.isNaN(Date.parse(text)) ? undefined : new Date(text).toISOString();
}

/** The address of a view: the same view has the same address. */
export function toSearch({ filter, range }: View): URLSearchParams {
  const search = new URLSearchParams();
  for (const field of fields) {
    for (const value of filter[field] ?? []) search.append(field, value);
  }
  if (filter.contains) search.set('contains', filter.contains);
  for (const [name, value] of Object.entries(range)) {
    if (value) search.set(name, value);
  }
  return search;
}

/** What the API is asked. A range that moves begins at a full minute, so that it stays the same question for that long. */
export function toFilter({ filter, range }: View, now: Date): Filter {
  const minutes = range.last === undefined ? undefined : minutesIn(range.last);
  if (minutes === undefined) {
    return { ...filter, ...(range.from && { from: range.from }), ...(range.to && { to: range.to }) };
  }
  const from = new Date(Math.floor(now.getTime() / 60_000) * 60_000 - minutes * 60_000);
  return { ...filter, from: from.toISOString() };
}

/** What of a view can be saved: a range that moves along is none of the API's filters. */
export function toSaved({ filter, range: { from, to } }: View): Filter {
  return { ...filter, ...(from && { from }), ...(to && { to }) };
}

/** A filter of the API as a view: a saved one, for example. */
export function toView({ from, to, ...filter }: Filter): View {
  return { filter, range: { ...(from && { from }), ...(to && { to }) } };
}

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 24 * 60, w: 7 * 24 * 60 };

/** How many minutes `24h` is; undefined where it is no such text. */
export function minutesIn(last: string): number | undefined {
  const [, amount, unit] = /^(\d{1,4})([mhdw])$/.exec(last) ?? [];
  return amount === undefined || unit === undefined ? undefined : Number(amount) * (unitMinutes[unit] ?? 0);
}

/** What stands in the search field: Cloudscape's query, as far as it is used. */
interface Token {
  readonly propertyKey?: string;
  readonly operator: '=' | ':';
  readonly value: unknown;
}
/** As it comes back from there. */
interface Chosen extends Pick<Token, 'propertyKey' | 'value'> {
  readonly operator: string;
}
interface Tokens {
  readonly operation: 'and';
  readonly tokens: readonly Token[];
}

/** A filter as the tokens of the search field. */
export function toTokens(filter: View['filter'], listed: ReadonlySet<Field>): Tokens {
  const tokens = fields.flatMap((field): Token[] => {
    const values: readonly string[] = filter[field] ?? [];
    if (values.length === 0) return [];
    return listed.has(field)
      ? [{ propertyKey: field, operator: '=', value: values }]
      : values.map((value) => ({ propertyKey: field, operator: '=', value }));
  });
  const words: Token[] = filter.contains ? [{ operator: ':', value: filter.contains }] : [];
  return { operation: 'and', tokens: [...tokens, ...words] };
}

/** The filter that tokens ask for: values of one field are alternatives, and of free words the last ones count. */
export function fromTokens({ tokens }: { readonly tokens: readonly Chosen[] }): View['filter'] {
  const filter: Record<string, unknown> = {};
  for (const field of fields) {
    const values = tokens
      .filter(({ propertyKey }) => propertyKey === field)
      .flatMap(({ value }) => [value as string | readonly string[]].flat())
      .filter((value) => isKnown(field, value));
    if (values.length > 0) filter[field] = [...new Set(values)];
  }
  const words = tokens.findLast(({ propertyKey, value }) => propertyKey === undefined && typeof value === 'string');
  const contains = String(words?.value ?? '')
    .trim()
    .slice(0, 200);
  return { ...filter, ...(contains && { contains }) };
}
