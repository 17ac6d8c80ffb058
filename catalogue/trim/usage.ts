import * as z from 'zod';
import { Evidence } from './evidence.ts';

/**
 * That something is to go, told to its owner before it goes. Only what stands here, and is unused still when the time is over,
 * goes. A removal is `s3:DeleteBucket`, or `a4b:*` where nothing of a service was ever used. Times are ISO 8601 UTC.
 */
export const Notice = z.object({ since: z.iso.datetime(), until: z.iso.datetime(), removals: z.array(z.string()) });
export type Notice = z.infer<typeof Notice>;

/** What Homeostat gathered of a policy's principals, and the notice that runs, or ran, for it. */
export const Usage = z.object({ evidence: z.array(Evidence), notice: Notice.nullable() });
export type Usage = z.infer<typeof Usage>;

/** Reads that Homeostat answers itself, from what its sweeps gathered in its own tables: no call of AWS, and no IAM permission. */
export interface OwnCalls {
  'homeostat:GetUsage': {
    /** `subject` is the ARN that the finding is about: a managed policy, role, user or group. Groups are asked for by their members. */
    readonly input: { readonly account: string; readonly subject: string; readonly principals: readonly string[] };
    readonly output: Usage;
  };
}
