import * as z from 'zod';
import { serviceOf } from './service-of.ts';

const time = z.iso.datetime();

type Tracked = Readonly<Record<string, string | null>>;

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
  /** The same in milliseconds since 1970. */
  readonly time: number;
  readonly source: 'the last-accessed report' | 'CloudTrail';
}

/** All that is known of some principals together, to be asked about one action after another. */
export interface Uses {
  /** The last use of an action, as far as any source knows it. */
  ofAction(action: string): Use | undefined;
  /** The last use of any action of a service. */
  ofService(service: string): Use | undefined;
  /** Whether every report tracks an action. */
  isTracked(action: string): boolean;
  /** The last use of all. */
  readonly latest: Use | undefined;
}

const known = new WeakMap<readonly Evidence[], Uses>();

/** A year of evidence is some thousand uses: they are gone through once, not for each action. */
export function usesIn(evidence: readonly Evidence[]): Uses {
  const made = known.get(evidence) ?? indexed(evidence);
  known.set(evidence, made);
  return made;
}

function indexed(evidence: readonly Evidence[]): Uses {
  const actions = new Map<string, Use>();
  const services = new Map<string, Use>();
  for (const { services: reported, calls } of evidence) {
    for (const [service, { lastUsed, tracked }] of Object.entries(reported)) {
      note(services, service, useOf(lastUsed, 'the last-accessed report'));
      for (const [name, at] of Object.entries(tracked)) {
        const use = useOf(at, 'the last-accessed report');
        note(actions, `${service}:${name}`, use);
        note(services, service, use);
      }
    }
    for (const [action, at] of Object.entries(calls)) {
      const use = useOf(at, 'CloudTrail');
      note(actions, action, use);
      note(services, serviceOf(action), use);
    }
  }
  const [latest] = [...services.values()].toSorted((a, b) => b.time - a.time);
  return {
    ofAction: (action) => actions.get(action),
    ofService: (service) => services.get(service),
    isTracked: trackedIn(evidence),
    latest,
  };
}

function useOf(at: string | null, source: Use['source']): Use | undefined {
  return at === null ? undefined : { at, time: Date.parse(at), source };
}

/** Keeps the later one. */
function note(uses: Map<string, Use>, key: string, use: Use | undefined): void {
  if (use !== undefined && use.time > (uses.get(key)?.time ?? Number.NEGATIVE_INFINITY)) {
    uses.set(key, use);
  }
}

function trackedIn(evidence: readonly Evidence[]): (action: string) => boolean {
  const reports = new Map<string, readonly Tracked[]>();
  for (const { services } of evidence) {
    for (const [service, { tracked }] of Object.entries(services)) {
      reports.set(service, [...(reports.get(service) ?? []), tracked]);
    }
  }
  return (action) => {
    const service = serviceOf(action);
    const name = action.slice(service.length + 1);
    const ofService = reports.get(service) ?? [];
    return ofService.length > 0 && ofService.every((tracked) => Object.hasOwn(tracked, name));
  };
}
