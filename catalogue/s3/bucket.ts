import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

export const bucketArn = 'arn:{partition}:s3:::*';

/** Where CloudTrail's calls of S3 name their bucket. */
export const bucketTarget = 'arn:{partition}:s3:::{bucketName}';

/** What every control of buckets reads besides its own: their tags, and which there are. */
export const bucketReads = [
  { call: 's3:GetBucketTagging', on: bucketArn, absent: ['NoSuchTagSet'] },
  { call: 's3:ListBuckets', action: 's3:ListAllMyBuckets', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of buckets share: each spreads it, and `bucketReads` into its reads. */
export const buckets = {
  resources: { 'AWS::S3::Bucket': 'arn:{partition}:s3:::{resourceId}' },
  gone: ['NoSuchBucket'],
  list: listBuckets,
  tags: bucketTags,
} as const;

export interface Owned {
  readonly name: string;
  readonly account: string;
}

export function bucketOf({ arn, account }: Target): Owned {
  return { name: arn.split(':').at(-1) ?? '', account };
}

/** A bucket's name does not say whose it is: S3 refuses every call on a bucket of another account. */
export function ours({ name, account }: Owned): { readonly Bucket: string; readonly ExpectedBucketOwner: string } {
  return { Bucket: name, ExpectedBucketOwner: account };
}

async function bucketTags(
  target: Target,
  aws: Caller<'s3:GetBucketTagging'>,
): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('s3:GetBucketTagging', ours(bucketOf(target))))?.TagSet);
}

/** The buckets of an account in one region; S3 takes the filter at that region's own endpoint only. */
async function* listBuckets({ partition, region }: Place, aws: Caller<'s3:ListBuckets'>): AsyncGenerator<string> {
  let ContinuationToken: string | undefined;
  do {
    const page = await aws('s3:ListBuckets', {
      BucketRegion: region,
      MaxBuckets: 1_000,
      ...(ContinuationToken && { ContinuationToken }),
    });
    for (const { Name, BucketRegion = region } of page?.Buckets ?? []) {
      if (Name !== undefined && BucketRegion === region) {
        yield `arn:${partition}:s3:::${Name}`;
      }
    }
    ContinuationToken = page?.ContinuationToken;
  } while (ContinuationToken !== undefined);
}
