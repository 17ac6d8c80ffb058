import * as z from 'zod';
import { digest } from './digest.ts';
import { Finding, Status } from './finding.ts';

/**
 * One transition of a remediation. Entries are only ever added; each carries the hash of the one before it, so
 * that none can be changed, dropped or put in between without `verify-history` telling.
 */
export const Entry = z.object({
  remediation: z.string(),
  /** Counts from 1. */
  sequence: z.int().positive(),
  /** ISO 8601 UTC. */
  at: z.string(),
  status: Status,
  because: z.string(),
  /** What happened, as JSON text: the hash is over these very bytes. */
  detail: z.string(),
  /** Hash of the entry before; `genesis` for the first. */
  previous: z.string(),
  hash: z.string(),
});
export type Entry = z.infer<typeof Entry>;

/** A remediation as lists show it: the fields of its latest entry and what was known when it opened. */
export const Remediation = z.object({
  id: z.string(),
  control: z.string(),
  account: z.string(),
  region: z.string(),
  resource: z.string(),
  status: Status,
  because: z.string(),
  risk: z.string().optional(),
  actor: z.string(),
  event: z.string(),
  openedAt: z.string(),
  updatedAt: z.string(),
  closedAt: z.string().optional(),
  planDigest: z.string().optional(),
  undoes: z.string().optional(),
  sequence: z.int().nonnegative(),
  /** Hash of the latest entry. */
  tip: z.string(),
});
export type Remediation = z.infer<typeof Remediation>;

/** What the first entry of a chain follows. */
export const genesis = '0'.repeat(64);

/** The next entry of a chain, sealed with its hash. */
export function seal(entry: Omit<Entry, 'hash'>): Entry {
  return { ...entry, hash: hashOf(entry) };
}

/** What is wrong with a remediation's entries, in order; nothing where the chain, and the list entry made from it, are whole. */
export function flaws(entries: readonly Entry[], head: Remediation | undefined): readonly string[] {
  const broken = entries.flatMap((entry, index) => entryFlaws(entry, index, entries[index - 1]));
  if (head === undefined) {
    return [...broken, 'it is missing from the list of remediations'];
  }
  return broken.length > 0 ? broken : headFlaws(entries, head);
}

/** The list entry says nothing that the chain does not say. */
function headFlaws(entries: readonly Entry[], head: Remediation): readonly string[] {
  const expected = headOf(entries);
  if (expected === undefined) {
    return ['its list entry has no chain to stand on'];
  }
  const names = Object.keys({ ...expected, ...head }) as (keyof Remediation)[];
  const wrong = names.filter((name) => name !== 'closedAt' && expected[name] !== head[name]);
  return wrong.length === 0 ? [] : [`its list entry differs from the chain in ${wrong.join(', ')}`];
}

function headOf(entries: readonly Entry[]): Remediation | undefined {
  const [first, last] = [entries[0], entries.at(-1)];
  const finding = Finding.safeParse(first && detailOf(first)['finding']);
  if (first === undefined || last === undefined || !finding.success || Number.isNaN(Date.parse(first.at))) {
    return undefined;
  }
  const { sequence, hash: tip, status, because, at: updatedAt } = last;
  return { ...startOf(finding.data, first, new Date(first.at)), sequence, tip, status, because, updatedAt };
}

/** What an entry keeps; nothing where its text is no JSON object. */
export function detailOf({ detail }: Pick<Entry, 'detail'>): Readonly<Record<string, unknown>> {
  try {
    return { ...(JSON.parse(detail) as object) };
  } catch {
    return {};
  }
}

function entryFlaws(entry: Entry, index: number, before: Entry | undefined): readonly string[] {
  const { hash, ...rest } = entry;
  return [
    ...(entry.sequence === index + 1 ? [] : [`entry ${index + 1} is missing`]),
    ...(entry.previous === (before?.hash ?? genesis)
      ? []
      : [`entry ${entry.sequence} does not follow the one before it`]),
    ...(hashOf(rest) === hash ? [] : [`entry ${entry.sequence} was changed after it was written`]),
  ];
}

function hashOf({ remediation, sequence, at, status, because, detail, previous }: Omit<Entry, 'hash'>): string {
  return digest({ remediation, sequence, at, status, because, detail, previous });
}

const closing: ReadonlySet<Status> = new Set([
  'observed',
  'held',
  'remediated',
  'rejected',
  'expired',
  'stale',
  'verification-failed',
  'failed',
  'undone',
]);

/** Whether a remediation with this status has come to its end. */
export function isClosed(status: Status): boolean {
  return closing.has(status);
}

/** A remediation before its first entry. */
export function startOf(finding: Finding, { because }: { because: string }, now: Date): Remediation {
  const { id, control, target, cause, verdict, undoes } = finding;
  const at = now.toISOString();
  return {
    id,
    control,
    account: target.account,
    region: target.region,
    resource: target.arn,
    status: 'held',
    because,
    ...(verdict.outcome === 'change' && { risk: verdict.plan.risk.level, planDigest: verdict.plan.digest }),
    // An index takes no empty key, and would refuse the whole record.
    actor: cause.actor.arn || 'unknown',
    event: cause.name || 'unknown',
    openedAt: at,
    updatedAt: at,
    ...(undoes && { undoes }),
    sequence: 0,
    tip: genesis,
  };
}
