import * as z from 'zod';

/** How a control that trims by evidence may be told to go about it. */
export const TrimSettings = z.object({
  windowDays: z
    .number()
    .min(1)
    .max(400)
    .default(90)
    .describe('For how many days nobody may use an action before it goes. IAM’s reports reach back 400 days'),
  noticeDays: z
    .number()
    .min(0)
    .max(400)
    .default(7)
    .describe('For how many days it stands in the history what is to go, before anybody is asked about it'),
  graceDays: z
    .number()
    .min(0)
    .max(400)
    .default(30)
    .describe(
      'For how many days what was newly granted stays, used or not. IAM does not say when a principal’s own policy was changed: there they count from the notice',
    ),
  optOutSids: z.string().min(1).default('Keep').describe('A statement whose Sid begins with this stays as it is'),
});
export type TrimSettings = z.infer<typeof TrimSettings>;
