import * as z from 'zod';
import type { Output } from '../calls.ts';
import type { Caller, Permission } from '../control.ts';
import { type Owned, ours } from './bucket.ts';
import { delivery } from './log-delivery.ts';

const on = 'arn:{partition}:s3:::*';

/** What judging a bucket that access logs are to go to takes. */
export const destinationReads = [
  { call: 's3:GetBucketLocation', on, absent: ['NoSuchBucket'] },
  { call: 's3:GetBucketLogging', on },
  { call: 's3:GetBucketPolicy', on, absent: ['NoSuchBucketPolicy'] },
  { call: 's3:GetBucketAcl', on },
  {
    call: 's3:GetBucketEncryption',
    action: 's3:GetEncryptionConfiguration',
    on,
    absent: ['ServerSideEncryptionConfigurationNotFoundError'],
  },
  {
    call: 's3:GetObjectLockConfiguration',
    action: 's3:GetBucketObjectLockConfiguration',
    on,
    absent: ['ObjectLockConfigurationNotFoundError'],
  },
  { call: 's3:GetBucketRequestPayment', on },
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof destinationReads)[number]['call']>;

export const Destination = z.object({
  name: z.string(),
  region: z.string(),
  policy: z.string().nullable(),
  /** Whether its ACL lets S3's log delivery write. */
  takesByAcl: z.boolean(),
  /** Whether it encrypts with a KMS key, which S3’s log delivery may not be allowed to use. */
  usesKmsKey: z.boolean(),
  /** Whether Object Lock keeps every new object for a time. */
  locksObjects: z.boolean(),
  requesterPays: z.boolean(),
  /** The bucket that its own access logs go to. */
  logsTo: z.string().nullable(),
});
export type Destination = z.infer<typeof Destination>;

const logDelivery = 'http://acs.amazonaws.com/groups/s3/LogDelivery';

/** `null` where there is no such bucket. S3 refuses the call where it is another account's. */
export async function readDestination(bucket: Owned, aws: Aws): Promise<Destination | null> {
  const region = await readRegion(bucket, aws);
  if (region === null) {
    return null;
  }
  const [logging, policy, acl, encryption, lock, payment] = await Promise.all([
    aws('s3:GetBucketLogging', ours(bucket)),
    aws('s3:GetBucketPolicy', ours(bucket)),
    aws('s3:GetBucketAcl', ours(bucket)),
    aws('s3:GetBucketEncryption', ours(bucket)),
    aws('s3:GetObjectLockConfiguration', ours(bucket)),
    aws('s3:GetBucketRequestPayment', ours(bucket)),
  ]);
  const rules = encryption?.ServerSideEncryptionConfiguration?.Rules ?? [];
  return {
    name: bucket.name,
    region,
    policy: policy?.Policy ?? null,
    takesByAcl: letsLogsIn(acl?.Grants),
    usesKmsKey: rules.some(({ ApplyServerSideEncryptionByDefault: byDefault }) =>
      byDefault?.SSEAlgorithm?.startsWith('aws:kms'),
    ),
    locksObjects: lock?.ObjectLockConfiguration?.Rule?.DefaultRetention !== undefined,
    requesterPays: payment?.Payer === 'Requester',
    logsTo: logging?.LoggingEnabled?.TargetBucket ?? null,
  };
}

/** Whether grants of a bucket's ACL let S3's log delivery write. */
export function letsLogsIn(grants: Output<'s3:GetBucketAcl'>['Grants'] = []): boolean {
  return grants.some(
    ({ Grantee, Permission }) =>
      Grantee?.URI === logDelivery && (Permission === 'WRITE' || Permission === 'FULL_CONTROL'),
  );
}

/** The oldest region has no name here, and the second oldest its first one. Source: Amazon S3 API reference, GetBucketLocation. */
export async function readRegion(bucket: Owned, aws: Caller<'s3:GetBucketLocation'>): Promise<string | null> {
  const answer = await aws('s3:GetBucketLocation', ours(bucket));
  const { LocationConstraint: region } = answer ?? {};
  return answer === undefined ? null : region === 'EU' ? 'eu-west-1' : (region ?? 'us-east-1');
}

export interface Source extends Owned {
  readonly region: string;
  /** The part of its ARN before the name. */
  readonly partition: string;
}

/**
 * Why S3 would not deliver a bucket's access logs there, as a clause; `undefined` where it would.
 * Sources: Amazon S3 user guide, "Logging requests with server access logging" and "Enabling Amazon S3 server access logging".
 */
export function obstacleTo(destination: Destination, source: Source, prefix: string): string | undefined {
  const { name } = destination;
  if (destination.region !== source.region) {
    return `${name} is in ${destination.region}, and S3 delivers access logs of ${source.region} only within it`;
  }
  if (destination.logsTo === source.name) {
    return `${name} has its own access logged to ${source.name}, so that every log would be logged again`;
  }
  if (destination.locksObjects) {
    return `${name} keeps every new object by Object Lock, and S3 delivers no access logs there`;
  }
  if (destination.requesterPays) {
    return `${name} lets the requester pay, and S3 delivers no access logs there`;
  }
  if (destination.usesKmsKey) {
    return `${name} encrypts with a KMS key, and whether S3’s log delivery may use it is not known`;
  }
  return delivery(destination, source, prefix);
}
