import * as z from 'zod';
import type { Change } from '../control.ts';
import { type Owned, ours } from './bucket.ts';
import { Writers } from './writers.ts';

export const Rule = z.object({
  algorithm: z.string(),
  key: z.string().nullable(),
  /** `null` where the rule does not say, so that an undo does not either. */
  bucketKey: z.boolean().nullable(),
  /** Kinds of encryption that uploads may not ask for. */
  blocked: z.array(z.string()),
});
export type Rule = z.infer<typeof Rule>;

export const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  rule: Rule.nullable(),
  /** Read only where a key would be set. */
  writers: Writers.nullable(),
});
export type Bucket = z.infer<typeof Bucket>;

/** The rule that the settings ask for: a key, or `''` for S3's own. */
export function ruleFor(key: string, blocked: readonly string[] = []): Rule {
  return key === ''
    ? { algorithm: 'AES256', key: null, bucketKey: null, blocked: [...blocked] }
    : { algorithm: 'aws:kms', key, bucketKey: true, blocked: [...blocked] };
}

export function put({ name, account }: Owned, rule: Rule, says: string): Change<'s3:PutBucketEncryption'> {
  const { algorithm, key, bucketKey, blocked } = rule;
  return {
    call: 's3:PutBucketEncryption',
    input: {
      ...ours({ name, account }),
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: algorithm as 'AES256' | 'aws:kms',
              ...(key !== null && { KMSMasterKeyID: key }),
            },
            ...(bucketKey !== null && { BucketKeyEnabled: bucketKey }),
            ...(blocked.length > 0 && { BlockedEncryptionTypes: { EncryptionType: blocked as ['SSE-C'] } }),
          },
        ],
      },
    },
    says,
  };
}

export function remove({ name, account }: Owned, says: string): Change<'s3:DeleteBucketEncryption'> {
  return { call: 's3:DeleteBucketEncryption', input: ours({ name, account }), says };
}
