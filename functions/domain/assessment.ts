import * as z from 'zod';
import { Cause, type Finding, Target } from './finding.ts';

/** Why an event led to nothing. Counted, so that nothing is lost without a trace. */
export type Dropped =
  | 'malformed'
  | 'foreign-account'
  | 'foreign-region'
  | 'refused-call'
  | 'own-call'
  | 'no-control'
  | 'no-resource'
  | 'resource-gone';

export interface Assessment {
  readonly drifts: readonly Finding[];
  readonly compliant: number;
  readonly dropped: Readonly<Partial<Record<Dropped, number>>>;
}

/** A resource to be judged again for the same cause: under the id it has, or as a drift of its own. */
export const Again = z.object({
  again: z.object({ id: z.string().optional(), control: z.string(), target: Target, cause: Cause }),
});
export type Again = z.infer<typeof Again>;
