import * as z from 'zod';
import { serviceOf } from './known-actions.ts';

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

/** A year of evidence is some thousand uses: they are gone through once, not for each action. */
export function usesIn(evidence: readonly Evidence[]): Uses {
  const actions = new Map<string, Use>();
  const services = new Map<string, Use>();
  let latest: Use | undefined;
  const note = (uses: Map<string, Use>, key: string, use: Use) => {
    uses.set(key, later(uses.get(key), use));
    latest = later(latest, use);
  };
  for (const { services: reported, calls } of evidence) {
    for (const [service, { lastUsed, tracked }] of Object.entries(reported)) {
      const at = (time: string): Use => ({ at: time, source: 'the last-accessed report' });
      if (lastUsed !== null) {
        note(services, service, at(lastUsed));
      }
      for (const [name, time] of Object.entries(tracked)) {
        if (time !== null) {
          note(actions, `${service}:${name}`, at(time));
          note(services, service, at(time));
        }
      }
    }
    for (const [action, time] of Object.entries(calls)) {
      note(actions, action, { at: time, source: 'CloudTrail' });
      note(services, serviceOf(action), { at: time, source: 'CloudTrail' });
    }
  }
  return {
    ofAction: (action) => actions.get(action),
    ofService: (service) => services.get(service),
    isTracked: trackedIn(evidence),
    latest,
  };
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

function later(one: Use | undefined, other: Use): Use {
  return one !== undefined && Date.parse(one.at) >= Date.parse(other.at) ? one : other;
}
