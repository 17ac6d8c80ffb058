import * as z from 'zod';
import { defineControl, type Reversible } from '../../control.ts';
import { keyUseReads } from '../../kms/key-use.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, ours } from '../../s3/bucket.ts';
import { Bucket, put, type Rule, remove, ruleFor } from '../../s3/encryption.ts';
import { obstacleTo, readWriters, writersReads } from '../../s3/writers.ts';
import { examples } from './bucket-encrypted.examples.ts';

const Settings = z.object({
  key: z
    .string()
    .regex(/^$|^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/, 'name the key or its alias by its ARN')
    .default('')
    .describe(
      'ARN of the KMS key for buckets that use no KMS key; where it is empty, S3’s own keys are enough. Whoever reads or writes the buckets has to be allowed to use it',
    ),
});
type Settings = z.infer<typeof Settings>;

export const bucketEncrypted = defineControl({
  id: 's3.bucket-encrypted',
  title: 'Buckets encrypt their objects',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['S3.17'],
    'CIS AWS Foundations 1.4': ['2.1.1'],
    Prowler: ['s3_bucket_default_encryption', 's3_bucket_kms_encryption'],
  },
  why: 'Objects at rest are to be unreadable without a key; with a KMS key, every use of it can be allowed, denied and seen apart from access to the bucket.',
  impact:
    'New objects are encrypted with the key that the settings name; objects that are there stay as they are. Who is not allowed to use that key can no longer write to the bucket or read what is written from then on. Buckets are left alone where the key’s policy does not let in an AWS service that writes there; application load balancers write no logs to a bucket with a KMS key at all. A bucket that uses a KMS key already keeps it.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: ['CreateBucket', 'DeleteBucketEncryption', 'PutBucketEncryption'],
      target: bucketTarget,
    },
    { kind: 'config-rule', rule: 's3-bucket-server-side-encryption-enabled' },
    { kind: 'config-rule', rule: 's3-default-encryption-kms' },
    { kind: 'security-hub', control: 'S3.17' },
  ],
  settings: Settings,
  ...buckets,
  reads: [
    {
      call: 's3:GetBucketEncryption',
      action: 's3:GetEncryptionConfiguration',
      on: bucketArn,
      absent: ['ServerSideEncryptionConfigurationNotFoundError'],
    },
    ...writersReads,
    ...keyUseReads,
    ...bucketReads,
  ],
  writes: [
    { call: 's3:PutBucketEncryption', action: 's3:PutEncryptionConfiguration', on: bucketArn },
    { call: 's3:DeleteBucketEncryption', action: 's3:PutEncryptionConfiguration', on: bucketArn },
  ],
  state: Bucket,

  async read(target, aws, { key }) {
    const bucket = bucketOf(target);
    const rules = (await aws('s3:GetBucketEncryption', ours(bucket)))?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const [rule] = rules.filter(({ ApplyServerSideEncryptionByDefault: byDefault }) => byDefault !== undefined);
    const { SSEAlgorithm = '', KMSMasterKeyID = null } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    const wantsKey = key !== '' && !SSEAlgorithm.startsWith('aws:kms');
    return {
      ...bucket,
      writers: wantsKey ? await readWriters(bucket, key, aws) : null,
      rule: rule
        ? {
            algorithm: SSEAlgorithm,
            key: KMSMasterKeyID,
            bucketKey: rule.BucketKeyEnabled ?? null,
            blocked: rule.BlockedEncryptionTypes?.EncryptionType ?? [],
          }
        : null,
    };
  },

  plan(bucket, settings) {
    const { name, rule } = bucket;
    if (rule?.algorithm.startsWith('aws:kms') || (rule?.algorithm === 'AES256' && settings.key === '')) {
      return { outcome: 'compliant' };
    }
    if (rule !== null && rule.algorithm !== 'AES256') {
      return { outcome: 'leave', because: `${name} encrypts with ${rule.algorithm}, which is not known here` };
    }
    // S3 itself takes any key, be there such a one or not: Amazon S3 API reference, PutBucketEncryption.
    const because = settings.key === '' ? null : obstacleTo(bucket, settings.key);
    if (because !== null) {
      return { outcome: 'leave', because };
    }
    const wanted = ruleFor(settings.key, rule?.blocked ?? []);
    return {
      outcome: 'change',
      risk: riskOf(bucket, settings),
      apply: [put(bucket, wanted, `Encrypt new objects in ${name} with ${keyOf(wanted)}`)],
      undo: [
        rule === null
          ? remove(bucket, `Take the rule that encrypts objects off ${name} again`)
          : put(bucket, rule, `Encrypt new objects in ${name} with ${keyOf(rule)} again`),
      ],
      after: { ...bucket, rule: wanted, writers: null },
    };
  },

  /** Who writes is no part of what is changed. */
  restores({ writers: _writers, ...bucket }) {
    return bucket;
  },

  examples,
});

function keyOf({ algorithm, key }: Rule): string {
  return algorithm === 'AES256' ? 'S3’s own keys' : `the key ${key}`;
}

function riskOf({ name, writers }: Bucket, { key }: Settings): Reversible {
  if (key === '') {
    return { level: 'safe', because: 'S3 encrypts and decrypts by itself for everybody who is allowed in' };
  }
  const outsiders = (writers?.senders.outsiders ?? []).join(', ');
  const others = outsiders === '' ? '' : `; its policy lets others write, whom the key’s has to let in: ${outsiders}`;
  return {
    level: 'disruptive',
    because: `whoever is not allowed to use ${key} can no longer write to ${name}, nor read what is written from then on${others}`,
  };
}
