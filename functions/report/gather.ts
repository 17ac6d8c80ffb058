import type { Store, Switches } from '../api/needs.ts';
import type { Filter } from '../api/shapes.ts';
import type { Exemption } from '../domain/exemption.ts';
import type { Remediation } from '../domain/history.ts';
import { type Period, periodUntil, type ReportSources } from '../domain/weekly-report.ts';

/** What a report is read from. */
export interface ReportReads {
  readonly list: Store['list'];
  readonly counts: Store['counts'];
  readonly pauses: Switches['history'];
  readonly exemptions: () => Promise<readonly Exemption[]>;
  readonly titleOf: ReportSources['titleOf'];
  readonly nameOf: ReportSources['nameOf'];
}

/** Of what has one status, so many are read: the rest would be counted, and not read by anybody. */
const most = 500;
const everywhere = ['*'];

/** Reads all that the report over some days is made from. */
export async function gather(reads: ReportReads, { from, to }: Period, now: Date): Promise<ReportSources> {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  const before = periodUntil(dayBefore(from), days);
  const within = { from: `${from}T00:00:00.000Z`, to: new Date(Date.parse(to) + dayMs).toISOString() };
  const listed = (filter: Filter) => all(reads.list, filter);
  const [counts, countsBefore, waiting, held, failed, undone, pauses, exemptions] = await Promise.all([
    reads.counts({ accounts: everywhere, from, to }),
    reads.counts({ accounts: everywhere, ...before }),
    listed({ status: ['awaiting-approval'] }),
    listed({ status: ['held'], ...within }),
    listed({ status: ['failed', 'verification-failed'], ...within }),
    listed({ status: ['undone'], ...within }),
    reads.pauses({ limit: 50 }),
    reads.exemptions(),
  ]);
  return {
    ...{ period: { from, to }, now, counts, countsBefore, waiting, held, failed, undone, exemptions },
    pauses: pauses.items.filter(({ at, endedAt }) => at < within.to && (endedAt === null || endedAt >= within.from)),
    titleOf: reads.titleOf,
    nameOf: reads.nameOf,
  };
}

const dayMs = 86_400_000;

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - dayMs).toISOString().slice(0, 10);
}

async function all(list: Store['list'], filter: Filter): Promise<readonly Remediation[]> {
  const found: Remediation[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ accounts: everywhere, filter, limit: 100, cursor });
    found.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined && found.length < most);
  return found;
}
