import { stringify } from 'csv-stringify/sync';
import { accessLevels } from '../catalogue/trim/levels.ts';
import type { ReportRow } from '../functions/domain/usage-report.ts';

/** What the rows can be sorted by. */
export const orders = ['risk', 'actions', 'services', 'activity', 'principal'] as const;
export type Order = (typeof orders)[number];

const by: Readonly<Record<Order, (a: ReportRow, b: ReportRow) => number>> = {
  risk: (a, b) => b.score - a.score,
  actions: (a, b) => b.unusedActions - a.unusedActions,
  services: (a, b) => b.unusedServices.length - a.unusedServices.length,
  // Whoever was never seen comes first.
  activity: (a, b) => text(a.lastActivity ?? '', b.lastActivity ?? ''),
  principal: (a, b) => text(a.principal, b.principal),
};

/** The rows in an order; what is equal in it, by name. */
export function sorted(rows: readonly ReportRow[], order: Order): readonly ReportRow[] {
  return rows.toSorted((a, b) => by[order](a, b) || by.principal(a, b));
}

function text(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export interface Summary {
  readonly principals: number;
  /** Summed over the principals, as the actions are. */
  readonly unusedServices: number;
  readonly unusedActions: number;
  /** Principals whose policies are not trimmed now, by the reason; the commonest first. One can have several. */
  readonly refusals: readonly { readonly because: string; readonly principals: number }[];
  /** Between when and when the rows' evidence was reported, ISO 8601 UTC; null where there is none. */
  readonly evidence: { readonly oldest: string; readonly newest: string } | null;
}

export function summaryOf(rows: readonly ReportRow[]): Summary {
  const times = rows.flatMap(({ evidenceAt }) => evidenceAt ?? []).toSorted();
  const [oldest, newest] = [times[0], times.at(-1)];
  return {
    principals: rows.length,
    unusedServices: rows.reduce((sum, { unusedServices }) => sum + unusedServices.length, 0),
    unusedActions: rows.reduce((sum, { unusedActions }) => sum + unusedActions, 0),
    refusals: counted(rows.flatMap(({ refusals }) => [...new Set(refusals.map(general))])),
    evidence: oldest !== undefined && newest !== undefined ? { oldest, newest } : null,
  };
}

/** A reason without whom and which time it is about, so that it can be counted. */
function general(reason: string): string {
  return reason
    .replaceAll(/arn:[a-z-]+:iam::\d{12}:(role|user|group|policy)\/[^\s,;:]+/g, 'the $1')
    .replaceAll(/\d{4}-\d{2}-\d{2}(T[\d:.]+Z)?/g, '…');
}

function counted(reasons: readonly string[]): Summary['refusals'] {
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .map(([because, principals]) => ({ because, principals }))
    .toSorted((a, b) => b.principals - a.principals || text(a.because, b.because));
}

/** The summary as sentences. */
export function saysSummary(summary: Summary): readonly string[] {
  const { principals, unusedServices, unusedActions, refusals, evidence } = summary;
  return [
    `${principals} roles and users hold ${unusedActions} actions that they do not use, and ${unusedServices} services that they do not use at all.`,
    ...(evidence
      ? [`What they use was gathered between ${minutes(evidence.oldest)} and ${minutes(evidence.newest)} UTC.`]
      : ['Nobody could find out what they use yet.']),
    ...refusals.map(({ because, principals: of }) => `Not trimmed now: ${of}, because ${because}.`),
  ];
}

export const tableHead = ['principal', ...accessLevels, 'services', 'last seen', 'not trimmed, because'];

/** A row for the table: of the unused actions, how many of each level of access. */
export function tableRow({ principal, byLevel, unusedServices, lastActivity, refusals }: ReportRow): readonly string[] {
  return [
    principal,
    ...accessLevels.map((level) => String(byLevel[level])),
    String(unusedServices.length),
    lastActivity ? lastActivity.slice(0, 10) : 'never',
    refusals.join('; '),
  ];
}

function minutes(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

const columns = [
  'account',
  'principal',
  'kind',
  'policies',
  'last_activity',
  'unused_services',
  'unused_actions',
  ...accessLevels.map((level) => `unused_${level.replace(' ', '_')}`),
  'score',
  'refusals',
  'evidence_at',
];

/** The report as CSV (RFC 4180). Names come from anybody: a cell that a spreadsheet would take for a formula begins with `'`. */
export function csvOf(rows: readonly ReportRow[]): string {
  return stringify([columns, ...rows.map(cells)], { escape_formulas: true, record_delimiter: 'windows' });
}

function cells(row: ReportRow): readonly (string | number | null)[] {
  return [
    row.account,
    row.principal,
    row.kind,
    row.policies.join(' '),
    row.lastActivity,
    row.unusedServices.join(' '),
    row.unusedActions,
    ...accessLevels.map((level) => row.byLevel[level]),
    row.score,
    row.refusals.join('; '),
    row.evidenceAt,
  ];
}
