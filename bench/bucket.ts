import { CreateBucketCommand, DeletePublicAccessBlockCommand } from '@aws-sdk/client-s3';
import type { Setting } from './setting.ts';

/** Makes a bucket and takes its block of public access away, which a new bucket has. */
export async function makeOpenBucket({ s3 }: Setting, Bucket: string): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
}
