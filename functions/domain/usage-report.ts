import * as z from 'zod';
import { type Evidence, usesIn } from '../../catalogue/trim/evidence.ts';
import { judging } from '../../catalogue/trim/judge.ts';
import { type AccessLevel, accessLevels, levelOf } from '../../catalogue/trim/levels.ts';
import { optedOutBySid } from '../../catalogue/trim/opt-out.ts';
import { refusals } from '../../catalogue/trim/refuse.ts';
import { serviceOf } from '../../catalogue/trim/service-of.ts';
import { trimmed } from '../../catalogue/trim/trim.ts';
import type { Judging } from './subject.ts';
import type { Principal } from './swept.ts';

const Level = z.enum(accessLevels);

/** What a principal could do and does not, as the last sweep saw it. Times are ISO 8601 UTC. */
export const ReportRow = z.object({
  account: z.string(),
  /** ARN. */
  principal: z.string(),
  kind: z.enum(['role', 'user']),
  /** What grants: ARNs of managed policies, and names of inline ones; those of a user's groups, too. */
  policies: z.array(z.string()),
  /** When it last did anything; null where nobody saw it. */
  lastActivity: z.iso.datetime().nullable(),
  /** Services that its policies grant and it did not use through the window, by prefix. */
  unusedServices: z.array(z.string()),
  /** Actions that could go from what its policies grant, as far as its own use tells. */
  unusedActions: z.int(),
  byLevel: z.record(Level, z.int()),
  /** What the unused actions weigh together: the more they could do, the more. */
  score: z.int(),
  /** Why its policies are not trimmed now, each a clause: of the principal and what is known of it. */
  refusals: z.array(z.string()),
  /** When its use was reported; null where no report could be had. */
  evidenceAt: z.iso.datetime().nullable(),
});
export type ReportRow = z.infer<typeof ReportRow>;

const weights: Readonly<Record<AccessLevel, number>> = {
  'permissions management': 100,
  write: 10,
  tagging: 3,
  read: 2,
  list: 1,
};

/** The row of one principal, judged by what it alone used. */
export function rowOf(account: string, principal: Principal, judged: Omit<Judging, 'evidence'> & Known): ReportRow {
  const { evidence, settings, now } = judged;
  const window = { now, days: settings.windowDays };
  const known = evidence === undefined ? [] : [evidence];
  const judge = judging({ evidence: known, runsFunctions: principal.runsFunctions }, window);
  const results = principal.policies.flatMap(({ document }) =>
    document === null ? [] : [trimmed(document, { judge, optedOut: optedOutBySid(settings.optOutSids) })],
  );
  const reasons = results.flatMap((result) => (result.outcome === 'unreadable' ? [] : result.reasons));
  const gone = new Set(evidence === undefined ? [] : reasons.filter(({ keep }) => !keep).map(({ action }) => action));
  const granted = new Set(reasons.map(({ action }) => serviceOf(action)));
  const since = now.getTime() - settings.windowDays * 86_400_000;
  const uses = usesIn(known);
  const isUsed = (service: string) => Date.parse(uses.ofService(service)?.at ?? '') >= since;
  const byLevel = countedByLevel(gone);
  return {
    account,
    principal: principal.arn,
    kind: principal.kind,
    policies: principal.policies.map(({ name }) => name),
    lastActivity: uses.latest?.at ?? null,
    unusedServices: evidence === undefined ? [] : [...granted].filter((service) => !isUsed(service)).toSorted(),
    unusedActions: gone.size,
    byLevel,
    score: accessLevels.reduce((sum, level) => sum + weights[level] * byLevel[level], 0),
    refusals: [
      ...refusals({ managed: null, changedAt: principal.createdAt, principals: [principal], evidence: known }, window),
    ],
    evidenceAt: evidence?.reportedAt ?? null,
  };
}

/** Whether a role is one that nobody used through the window, as far as everything that is known of it tells. */
export function isUnused({ refusals: doubts, lastActivity: at }: ReportRow, windowDays: number, now: Date): boolean {
  return doubts.length === 0 && (at === null || now.getTime() - Date.parse(at) > windowDays * 86_400_000);
}

interface Known {
  readonly evidence: Evidence | undefined;
}

function countedByLevel(actions: ReadonlySet<string>): ReportRow['byLevel'] {
  const levels = [...actions].map(levelOf);
  const counts = accessLevels.map((level) => [level, levels.filter((one) => one === level).length]);
  return Object.fromEntries(counts) as ReportRow['byLevel'];
}
