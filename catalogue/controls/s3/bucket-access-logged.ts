import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, ours } from '../../s3/bucket.ts';
import { Destination, destinationReads, obstacleTo, readDestination, readRegion } from '../../s3/log-destination.ts';
import { examples } from './bucket-access-logged.examples.ts';

export const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  /** Where its access logs go. */
  logsTo: z.object({ bucket: z.string(), prefix: z.string() }).nullable(),
  /** Read, like the destination, only where it is not logged and the settings say where to. */
  region: z.string().nullable(),
  /** The bucket that the settings name; `null` where it was not read or there is none. */
  destination: Destination.nullable(),
});
export type Bucket = z.infer<typeof Bucket>;

const Settings = z.object({
  bucket: z
    .string()
    .regex(/^$|^[a-z0-9.{}-]{3,}$/, 'name the bucket; {account} and {region} may stand in it')
    .default('')
    .describe(
      'The bucket that access logs go to, with {account} and {region} for the bucket’s own: S3 delivers within one account and region only. Where it is empty, buckets that are not logged are left to a person',
    ),
  prefix: z
    .string()
    .default('{bucket}/')
    .describe('What the names of access logs begin with, with {account}, {region} and {bucket} for the bucket’s own'),
});
type Settings = z.infer<typeof Settings>;

export const bucketAccessLogged = defineControl({
  id: 's3.bucket-access-logged',
  title: 'Access to buckets is logged',
  practice: 'activity tracking',
  severity: 'medium',
  standards: {
    'Security Hub': ['S3.9', 'CloudTrail.7'],
    'CIS AWS Foundations 5.0': ['3.4'],
    Prowler: ['s3_bucket_server_access_logging_enabled', 'cloudtrail_logs_s3_bucket_access_logging_enabled'],
  },
  why: 'Without access logs nobody can tell afterwards who read, wrote or deleted which object.',
  impact:
    'S3 writes who asked for which object into the bucket that the settings name, mostly within hours and without a promise to miss nothing. Whoever may read that bucket learns the names of objects. The logs are paid for as objects until a lifecycle rule removes them. A bucket that is logged already keeps its own destination.',
  triggers: [
    { kind: 'api-call', service: 's3', events: ['CreateBucket', 'PutBucketLogging'], target: bucketTarget },
    { kind: 'config-rule', rule: 's3-bucket-logging-enabled' },
    { kind: 'security-hub', control: 'S3.9' },
    { kind: 'security-hub', control: 'CloudTrail.7' },
  ],
  settings: Settings,
  needs: ['bucket'],
  ...buckets,
  reads: [...destinationReads, ...bucketReads],
  writes: [{ call: 's3:PutBucketLogging', on: bucketArn }],
  state: Bucket,

  async read(target, aws, settings) {
    const bucket = bucketOf(target);
    const logging = (await aws('s3:GetBucketLogging', ours(bucket)))?.LoggingEnabled;
    const logsTo = logging ? { bucket: logging.TargetBucket ?? '', prefix: logging.TargetPrefix ?? '' } : null;
    if (logsTo !== null || settings.bucket === '') {
      return { ...bucket, logsTo, region: null, destination: null };
    }
    const region = await readRegion(bucket, aws);
    const name = region === null ? '' : filled(settings.bucket, bucket, region);
    const isItself = name === '' || name === bucket.name;
    const destination = isItself ? null : await readDestination({ name, account: bucket.account }, aws);
    return { ...bucket, logsTo, region, destination };
  },

  plan(bucket, settings) {
    const { name, logsTo, region } = bucket;
    if (logsTo !== null) {
      return { outcome: 'compliant' };
    }
    if (settings.bucket === '') {
      return {
        outcome: 'leave',
        because: `access to ${name} is not logged, and nobody said where to: name a bucket in the setting “bucket” of s3.bucket-access-logged`,
      };
    }
    return region === null
      ? { outcome: 'leave', because: `it was not read in which region ${name} is` }
      : log({ ...bucket, region }, settings);
  },

  restores({ name, logsTo }) {
    return { name, logsTo };
  },

  examples,
});

function filled(text: string, { name, account }: Pick<Bucket, 'name' | 'account'>, region: string): string {
  return fill(text, { partition: partitionOf(region), account, region }).replaceAll('{bucket}', () => name);
}

function log(bucket: Bucket & { readonly region: string }, settings: Settings): Plan<Bucket, 's3:PutBucketLogging'> {
  const { name, account, region, destination } = bucket;
  const wanted = filled(settings.bucket, bucket, region);
  if (wanted === name) {
    return {
      outcome: 'leave',
      because: `access logs go to ${name} itself: logged there, every log would be logged again`,
    };
  }
  if (destination === null) {
    return {
      outcome: 'leave',
      because: `access to ${name} is not logged, and there is no bucket ${wanted} for the logs`,
    };
  }
  const prefix = filled(settings.prefix, bucket, region);
  const obstacle = obstacleTo(destination, { name, account, region, partition: partitionOf(region) }, prefix);
  if (obstacle !== undefined) {
    return { outcome: 'leave', because: `access to ${name} is not logged, and ${obstacle}` };
  }
  const logsTo = { bucket: wanted, prefix };
  return {
    outcome: 'change',
    risk: { level: 'safe', because: `whoever uses ${name} notices nothing` },
    apply: [put(bucket, logsTo, `Log access to ${name} to ${wanted}, under ${prefix}`)],
    undo: [put(bucket, null, `Log access to ${name} no more; the logs that there are stay`)],
    after: { name, account, logsTo, region: null, destination: null },
  };
}

function put({ name, account }: Bucket, to: Bucket['logsTo'], says: string): Change<'s3:PutBucketLogging'> {
  return {
    call: 's3:PutBucketLogging',
    input: {
      ...ours({ name, account }),
      BucketLoggingStatus: to === null ? {} : { LoggingEnabled: { TargetBucket: to.bucket, TargetPrefix: to.prefix } },
    },
    says,
  };
}
