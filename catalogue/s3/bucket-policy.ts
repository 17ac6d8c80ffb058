import * as z from 'zod';
import type { Caller, Change, NonEmpty, Permission, Plan } from '../control.ts';

import { statementsOf } from '../policy/document.ts';
import { isPublic } from '../policy/public.ts';
import { bucketReads, bucketArn as on, ours as owned } from './bucket.ts';

/** What reading a bucket's policy, and who would notice a change of it, takes. */
export const reads = [
  { call: 's3:GetBucketPolicy', on, absent: ['NoSuchBucketPolicy'] },
  { call: 's3:GetBucketWebsite', on, absent: ['NoSuchWebsiteConfiguration'] },
  {
    call: 's3:GetPublicAccessBlock',
    action: 's3:GetBucketPublicAccessBlock',
    on,
    absent: ['NoSuchPublicAccessBlockConfiguration'],
  },
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
  /** Whether its block of public access makes S3 refuse public policies. Read like `website`. */
  blocked: z.boolean().nullable(),
});
export type Bucket = z.infer<typeof Bucket>;

function ours({ arn, account }: Owned): { Bucket: string; ExpectedBucketOwner: string } {
  return owned({ name: nameOf(arn), account });
}
type Owned = Pick<Bucket, 'arn' | 'account'>;

export function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

/** The policy, and where it would be changed what the bucket is used for and what S3 refuses. */
export async function readBucket(target: Owned, aws: Aws, isDrifted: (bucket: Bucket) => boolean): Promise<Bucket> {
  const { arn, account } = target;
  const policy = (await aws('s3:GetBucketPolicy', ours(target)))?.Policy ?? null;
  const bucket = { arn, account, policy, website: null, blocked: null };
  if (!isDrifted(bucket)) {
    return bucket;
  }
  const [website, block] = await Promise.all([
    aws('s3:GetBucketWebsite', ours(target)),
    aws('s3:GetPublicAccessBlock', ours(target)),
  ]);
  return {
    ...bucket,
    website: website !== undefined,
    blocked: block?.PublicAccessBlockConfiguration?.BlockPublicPolicy ?? false,
  };
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

/**
 * Gives the bucket another policy, unless it serves a website. The undo gives it the earlier text back. There is none where
 * the bucket's block of public access makes S3 refuse that text, as S3 refuses any public policy that is put again.
 */
export function rewrite(bucket: Bucket, { document, says, because, website }: Rewrite): Plan<Bucket, Call> {
  const name = nameOf(bucket.arn);
  const { policy, blocked } = bucket;
  if (bucket.website === null || blocked === null) {
    return { outcome: 'leave', because: `it was not read whether ${name} serves a website or blocks public policies` };
  }
  if (bucket.website) {
    return { outcome: 'leave', because: website };
  }
  if (blocked && letsPublicIn(document)) {
    return {
      outcome: 'leave',
      because: `${name} blocks public policies, so S3 refuses every change of its policy that leaves a public statement in it`,
    };
  }
  const way = {
    outcome: 'change',
    apply: [setPolicy(bucket, document, says)],
    after: { ...bucket, policy: document, website: null, blocked: null },
  } as const;
  if (blocked && letsPublicIn(policy)) {
    const refused = `${name} blocks public policies, so S3 refuses to take the earlier one back until a person lifts that block`;
    return { ...way, risk: { level: 'irreversible', because: `${because}; ${refused}` } };
  }
  const undoing =
    policy === null
      ? `Take the policy off ${name} again, which had none`
      : `Give ${name} the earlier text of its policy back`;
  return { ...way, risk: { level: 'disruptive', because }, undo: [setPolicy(bucket, policy, undoing)] };
}

/** What S3 itself calls public: it refuses that, and nothing else. */
function letsPublicIn(policy: string | null): boolean {
  return policy !== null && statementsOf(policy).some(isPublic);
}

/** The call that leads to a policy; `null` is none. */
export function setPolicy(bucket: Owned, policy: string | null, says: string): Change<Call> {
  return policy === null
    ? { call: 's3:DeleteBucketPolicy', input: ours(bucket), says }
    : { call: 's3:PutBucketPolicy', input: { ...ours(bucket), Policy: policy }, says };
}
