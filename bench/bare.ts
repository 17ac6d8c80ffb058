import {
  GetBucketAclCommand,
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { makeOpenBucket } from './bucket.ts';
import type { Setting } from './setting.ts';

const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

/**
 * Milliseconds that the S3 calls of a mend take when the SDK makes them and nothing else is done:
 * no event, no plan, no record, no lease, no credentials for the one change.
 */
export async function bareMend(setting: Setting, Bucket: string): Promise<number> {
  const { s3 } = setting;
  await makeOpenBucket(setting, Bucket);
  const start = performance.now();
  await s3.send(new GetPublicAccessBlockCommand({ Bucket })).catch(ifAbsent);
  const reads = [
    s3.send(new GetBucketPolicyCommand({ Bucket })),
    s3.send(new GetBucketAclCommand({ Bucket })),
    s3.send(new GetBucketWebsiteCommand({ Bucket })),
  ];
  await Promise.all(reads.map((read) => (read as Promise<unknown>).catch(ifAbsent)));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: closed }));
  await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  return performance.now() - start;
}

function ifAbsent(error: Error): void {
  if (!error.name.startsWith('NoSuch')) throw error;
}
