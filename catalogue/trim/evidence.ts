import * as z from 'zod';

const time = z.iso.datetime();

/** What IAM's last-accessed report says of one service, for one principal. Null: not within the time that IAM watched. */
const Service = z.object({
  lastUsed: time.nullable(),
  /** Of the actions that IAM tracks: `GetBucketPolicy` → when it was last used. What is not named here is not tracked. */
  tracked: z.record(z.string(), time.nullable()),
});

/**
 * What is known of what a principal used. Sources: IAM's GetServiceLastAccessedDetails with the granularity ACTION_LEVEL, and
 * the calls that CloudTrail keeps. The report counts refused calls too, and lags by about four hours.
 */
export const Evidence = z.object({
  principal: z.string(),
  reportedAt: time,
  isComplete: z.boolean(),
  /** By the prefix of the service, `s3`. A service that is not named was never used while IAM watched. */
  services: z.record(z.string(), Service),
  /** Calls that CloudTrail knows of: `s3:GetObject` → when it was last made. */
  calls: z.record(z.string(), time),
  /** Since when the trail is without a gap; null where no trail could be read. */
  trailSince: time.nullable(),
  /** What could not be read besides, a clause: the report lags by hours, and the trail of these may be more than can be read. */
  unseen: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One use of an action, or of any action of a service, and who says so. */
export interface Use {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly source: 'the last-accessed report' | 'CloudTrail';
}

/** The last use of an action, as far as any source knows it. */
export function lastUse(evidence: readonly Evidence[], action: string): Use | undefined {
  const [service = '', name = ''] = action.split(':');
  const uses = evidence.flatMap(({ services, calls }): Use[] => {
    const reported = own(own(services, service)?.tracked ?? {}, name);
    const called = own(calls, action);
    return [
      ...(reported ? [{ at: reported, source: 'the last-accessed report' as const }] : []),
      ...(called ? [{ at: called, source: 'CloudTrail' as const }] : []),
    ];
  });
  return latest(uses);
}

/** The last use of any action of a service. */
export function lastUseOfService(evidence: readonly Evidence[], service: string): Use | undefined {
  const uses = evidence.flatMap(({ services, calls }): Use[] => {
    const reported = own(services, service)?.lastUsed;
    const called = Object.entries(calls).filter(([action]) => action.startsWith(`${service}:`));
    return [
      ...(reported ? [{ at: reported, source: 'the last-accessed report' as const }] : []),
      ...called.map(([, at]) => ({ at, source: 'CloudTrail' as const })),
    ];
  });
  return latest(uses);
}

/** Whether every report tracks an action. */
export function isTracked(evidence: readonly Evidence[], action: string): boolean {
  const [service = '', name = ''] = action.split(':');
  const reports = evidence.flatMap(({ services }) => own(services, service) ?? []);
  return reports.length > 0 && reports.every(({ tracked }) => Object.hasOwn(tracked, name));
}

function latest(uses: readonly Use[]): Use | undefined {
  return uses.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0];
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
