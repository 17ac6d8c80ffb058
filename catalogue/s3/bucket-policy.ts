import * as z from 'zod';
import type { Caller, Change, NonEmpty, Permission, Plan } from '../control.ts';
import { bucketReads, bucketArn as on, ours as owned } from './bucket.ts';

/** What reading a bucket's policy, and who would notice a change of it, takes. */
export const reads = [
  { call: 's3:GetBucketPolicy', on, absent: ['NoSuchBucketPolicy'] },
  { call: 's3:GetBucketWebsite', on, absent: ['NoSuchWebsiteConfiguration'] },
  ...bucketReads,
] as const satisfies NonEmpty<Permission>;
type Aws = Caller<(typeof reads)[number]['call']>;

/** What changing it takes. */
export const writes = [
  { call: 's3:PutBucketPolicy', on },
  { call: 's3:DeleteBucketPolicy', on },
] as const satisfies NonEmpty<Permission>;
type Call = (typeof writes)[number]['call'];

/** A bucket and its policy, kept byte for byte, so that the undo is exact. */
export const Bucket = z.object({
  arn: z.string(),
  account: z.string(),
  policy: z.string().nullable(),
  /** Whether it serves a website. Read only where the policy would be changed: a compliant bucket costs one call. */
  website: z.boolean().nullable(),
});
export type Bucket = z.infer<typeof Bucket>;

function ours({ arn, account }: Owned): { Bucket: string; ExpectedBucketOwner: string } {
  return owned({ name: nameOf(arn), account });
}
type Owned = Pick<Bucket, 'arn' | 'account'>;

export function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

/** The policy, and where it would be changed what the bucket is used for. */
export async function readBucket(target: Owned, aws: Aws, isDrifted: (bucket: Bucket) => boolean): Promise<Bucket> {
  const { arn, account } = target;
  const policy = (await aws('s3:GetBucketPolicy', ours(target)))?.Policy ?? null;
  const bucket = { arn, account, policy, website: null };
  return isDrifted(bucket)
    ? { ...bucket, website: (await aws('s3:GetBucketWebsite', ours(target))) !== undefined }
    : bucket;
}

export interface Rewrite {
  /** The policy's new text; `null` deletes it. */
  readonly document: string | null;
  readonly says: string;
  /** Who may notice. */
  readonly because: string;
  /** Why it is a person's to decide where the bucket serves a website. */
  readonly website: string;
}

/** Gives the bucket another policy, unless it serves a website. The undo gives it the earlier text back. */
export function rewrite(bucket: Bucket, { document, says, because, website }: Rewrite): Plan<Bucket, Call> {
  const name = nameOf(bucket.arn);
  if (bucket.website === null) {
    return { outcome: 'leave', because: `it was not read whether ${name} serves a website` };
  }
  if (bucket.website) {
    return { outcome: 'leave', because: website };
  }
  const undoing =
    bucket.policy === null
      ? `Take the policy off ${name} again, which had none`
      : `Give ${name} the earlier text of its policy back`;
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because },
    apply: [setPolicy(bucket, document, says)],
    undo: [setPolicy(bucket, bucket.policy, undoing)],
    after: { ...bucket, policy: document, website: null },
  };
}

/** The call that leads to a policy; `null` is none. */
export function setPolicy(bucket: Owned, policy: string | null, says: string): Change<Call> {
  return policy === null
    ? { call: 's3:DeleteBucketPolicy', input: ours(bucket), says }
    : { call: 's3:PutBucketPolicy', input: { ...ours(bucket), Policy: policy }, says };
}
