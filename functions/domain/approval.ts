import * as z from 'zod';

/** What a person decided about one plan, and only that plan. */
export const Approval = z.object({
  decision: z.enum(['approve', 'reject']),
  by: z.string(),
  /** How they were known: a code mailed to them. */
  via: z.string(),
  /** ISO 8601 UTC. */
  at: z.string(),
  planDigest: z.string(),
});
export type Approval = z.infer<typeof Approval>;
