import * as z from 'zod';

/** What the owner says of trimming: parameters of `iam.policy-trimmed`, which the sweep over what principals use goes by, too. */
export const TrimSettings = z.object({
  windowDays: z.int().min(1).default(90),
  noticeDays: z.int().min(0).default(7),
  /** Statements whose Sid begins so stay as they are. */
  optOutSids: z.string().min(1).default('Keep'),
});
export type TrimSettings = z.infer<typeof TrimSettings>;
