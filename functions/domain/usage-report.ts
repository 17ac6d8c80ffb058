import * as z from 'zod';
import { type AccessLevel, accessLevels } from '../../catalogue/trim/levels.ts';

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

/** What unused actions weigh together. */
export function scoreOf(byLevel: Readonly<Record<AccessLevel, number>>): number {
  return accessLevels.reduce((sum, level) => sum + weights[level] * byLevel[level], 0);
}
