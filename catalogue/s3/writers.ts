import * as z from 'zod';
import type { Caller, Permission } from '../control.ts';
import { isKeptByAws, KeyUse, type keyUseReads, readKeyUse } from '../kms/key-use.ts';
import { Senders, sendersIn } from '../policy/senders.ts';
import { type Owned, bucketArn as on, ours } from './bucket.ts';
import { letsLogsIn } from './log-destination.ts';

/** Who writes to a bucket by its policy, and what stands against encrypting what they write with a key. */
export const Writers = z.object({ senders: Senders, wanted: KeyUse });
export type Writers = z.infer<typeof Writers>;

export const writersReads = [
  { call: 's3:GetBucketPolicy', on, absent: ['NoSuchBucketPolicy'] },
  { call: 's3:GetBucketAcl', on },
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof writersReads)[number]['call'] | (typeof keyUseReads)[number]['call']>;

/** It writes with S3's own keys only. Source: user guide for Application Load Balancers, "Enable access logs", bucket requirements. */
const balancers = 'logdelivery.elasticloadbalancing.amazonaws.com';
const accessLogs = 'logging.s3.amazonaws.com';

export async function readWriters(bucket: Owned, key: string, aws: Aws): Promise<Writers> {
  const [policy, acl] = await Promise.all([
    aws('s3:GetBucketPolicy', ours(bucket)),
    aws('s3:GetBucketAcl', ours(bucket)),
  ]);
  const { account } = bucket;
  const senders = sendersIn(policy?.Policy ?? null, { service: 's3', account }, 's3:PutObject');
  const services = [...new Set([...senders.services, ...(letsLogsIn(acl?.Grants) ? [accessLogs] : [])])].toSorted();
  const { unfit, refuses } = await readKeyUse(key, { services, account }, aws);
  return {
    senders,
    wanted: { unfit, refuses: services.filter((service) => service === balancers || refuses.includes(service)) },
  };
}

/** A clause about who could no longer write if the bucket used the key, or about what is not known of that; `null` where nothing is. */
export function obstacleTo(
  { name, writers }: { readonly name: string; readonly writers: Writers | null },
  key: string,
): string | null {
  if (writers === null) {
    return `it was not read who writes to ${name}`;
  }
  const { senders, wanted } = writers;
  if (senders.unread !== null) {
    return `who writes to ${name} is not known, as its policy could not be read: ${senders.unread}`;
  }
  if (wanted.unfit !== null) {
    return wanted.unfit;
  }
  if (wanted.refuses.length > 0) {
    return `AWS services write to ${name} that may not be able to use ${key}: ${wanted.refuses.join(', ')}`;
  }
  if (senders.anyService) {
    return `the policy of ${name} lets AWS services write for the account without naming them, so whether ${key} lets them in is not known`;
  }
  return isKeptByAws(key) && senders.outsiders.length > 0
    ? `AWS’s own key ${key} lets in the account alone, and others write to ${name}: ${senders.outsiders.join(', ')}`
    : null;
}
