import * as z from 'zod';
import { detailOf, type Entry } from '../functions/domain/history.ts';

/** One step of a remediation: when it was done, and how long after the one before it. */
export interface Step {
  readonly step: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** After the step before. The event's own time, from CloudTrail, is exact to the second only. */
  readonly seconds: number;
}

const Times = z.object({
  finding: z.object({ readAt: z.string(), cause: z.object({ time: z.string() }) }).optional(),
  approval: z.object({ at: z.string() }).nullish(),
  applied: z.object({ at: z.string() }).nullish(),
  verified: z.object({ at: z.string() }).nullish(),
});

/** How long each step of a remediation took, from the event to its end. */
export function paceOf(entries: readonly Entry[]): readonly Step[] {
  const times = entries.flatMap((entry) => moments(entry)).toSorted((a, b) => a.at.localeCompare(b.at));
  const once = times.filter(
    ({ step, at }, index) => times.findIndex((one) => one.step === step && one.at === at) === index,
  );
  return once.map(({ step, at }, index) => ({ step, at, seconds: secondsBetween(once[index - 1]?.at ?? at, at) }));
}

function moments(entry: Entry): readonly { step: string; at: string }[] {
  const { finding, approval, applied, verified } = Times.safeParse(detailOf(entry)).data ?? {};
  return [
    ...(finding
      ? [
          { step: 'event', at: iso(finding.cause.time) },
          { step: 'read', at: iso(finding.readAt) },
        ]
      : []),
    ...(approval ? [{ step: 'decided by a person', at: iso(approval.at) }] : []),
    ...(applied ? [{ step: 'applied', at: iso(applied.at) }] : []),
    ...(verified ? [{ step: 'read back', at: iso(verified.at) }] : []),
    { step: `recorded as ${entry.status}`, at: iso(entry.at) },
  ];
}

/** Times come from CloudTrail, Step Functions and our own clock, each with its own number of digits. */
function iso(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? time : date.toISOString();
}

function secondsBetween(before: string, after: string): number {
  const seconds = (Date.parse(after) - Date.parse(before)) / 1000;
  return seconds > 0 ? seconds : 0;
}
