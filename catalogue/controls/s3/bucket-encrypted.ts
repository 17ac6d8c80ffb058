import * as z from 'zod';
import { type Change, defineControl, type Reversible } from '../../control.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, type Owned, ours } from '../../s3/bucket.ts';

const Rule = z.object({
  algorithm: z.string(),
  key: z.string().nullable(),
  /** `null` where the rule does not say, so that an undo does not either. */
  bucketKey: z.boolean().nullable(),
  /** Kinds of encryption that uploads may not ask for. */
  blocked: z.array(z.string()),
});
type Rule = z.infer<typeof Rule>;

const Bucket = z.object({ name: z.string(), account: z.string(), rule: Rule.nullable() });
type Bucket = z.infer<typeof Bucket>;

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

/** In the examples. */
const wantedKey = 'arn:aws:kms:eu-central-1:111122223333:alias/buckets';

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
    'New objects are encrypted with the key that the settings name; objects that are there stay as they are. Who is not allowed to use that key can no longer write to the bucket or read what is written from then on. A bucket that uses a KMS key already keeps it.',
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
    ...bucketReads,
  ],
  writes: [
    { call: 's3:PutBucketEncryption', action: 's3:PutEncryptionConfiguration', on: bucketArn },
    { call: 's3:DeleteBucketEncryption', action: 's3:PutEncryptionConfiguration', on: bucketArn },
  ],
  state: Bucket,

  async read(target, aws) {
    const bucket = bucketOf(target);
    const rules = (await aws('s3:GetBucketEncryption', ours(bucket)))?.ServerSideEncryptionConfiguration?.Rules ?? [];
    const [rule] = rules.filter(({ ApplyServerSideEncryptionByDefault: byDefault }) => byDefault !== undefined);
    const { SSEAlgorithm = '', KMSMasterKeyID = null } = rule?.ApplyServerSideEncryptionByDefault ?? {};
    return {
      ...bucket,
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
    const wanted = ruleFor(settings, rule?.blocked ?? []);
    return {
      outcome: 'change',
      risk: riskOf(bucket, settings),
      apply: [put(bucket, wanted, `Encrypt new objects in ${name} with ${keyOf(wanted)}`)],
      undo: [
        rule === null
          ? remove(bucket, `Take the rule that encrypts objects off ${name} again`)
          : put(bucket, rule, `Encrypt new objects in ${name} with ${keyOf(rule)} again`),
      ],
      after: { ...bucket, rule: wanted },
    };
  },

  examples: [
    {
      name: 'a bucket that encrypts with S3’s own keys',
      state: { ...of('logs'), rule: ruleFor({ key: '' }) },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket that encrypts with a KMS key of somebody’s own',
      state: {
        ...of('ledger'),
        rule: {
          algorithm: 'aws:kms:dsse',
          key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
          bucketKey: false,
          blocked: ['SSE-C'],
        },
      },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket without a rule',
      state: { ...of('old'), rule: null },
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'S3 encrypts and decrypts by itself for everybody who is allowed in' },
        apply: [put(of('old'), ruleFor({ key: '' }), 'Encrypt new objects in old with S3’s own keys')],
        undo: [remove(of('old'), 'Take the rule that encrypts objects off old again')],
        after: { ...of('old'), rule: ruleFor({ key: '' }) },
      },
    },
    {
      name: 'a bucket that encrypts with S3’s own keys, where a KMS key is wanted',
      settings: { key: wantedKey },
      state: { ...of('ledger'), rule: ruleFor({ key: '' }, ['SSE-C']) },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: `whoever is not allowed to use ${wantedKey} can no longer write to ledger, nor read what is written from then on`,
        },
        apply: [
          put(
            of('ledger'),
            ruleFor({ key: wantedKey }, ['SSE-C']),
            `Encrypt new objects in ledger with the key ${wantedKey}`,
          ),
        ],
        undo: [
          put(of('ledger'), ruleFor({ key: '' }, ['SSE-C']), 'Encrypt new objects in ledger with S3’s own keys again'),
        ],
        after: { ...of('ledger'), rule: ruleFor({ key: wantedKey }, ['SSE-C']) },
      },
    },
    {
      name: 'a bucket whose encryption is not known',
      state: { ...of('new'), rule: { algorithm: 'aws:quantum', key: null, bucketKey: false, blocked: [] } },
      plan: { outcome: 'leave', because: 'new encrypts with aws:quantum, which is not known here' },
    },
  ],
});

function of(name: string): Owned {
  return { name, account: '111122223333' };
}

function ruleFor({ key }: Settings, blocked: readonly string[] = []): Rule {
  return key === ''
    ? { algorithm: 'AES256', key: null, bucketKey: null, blocked: [...blocked] }
    : { algorithm: 'aws:kms', key, bucketKey: true, blocked: [...blocked] };
}

function keyOf({ algorithm, key }: Rule): string {
  return algorithm === 'AES256' ? 'S3’s own keys' : `the key ${key}`;
}

function riskOf({ name }: Bucket, { key }: Settings): Reversible {
  return key === ''
    ? { level: 'safe', because: 'S3 encrypts and decrypts by itself for everybody who is allowed in' }
    : {
        level: 'disruptive',
        because: `whoever is not allowed to use ${key} can no longer write to ${name}, nor read what is written from then on`,
      };
}

function put({ name, account }: Owned, rule: Rule, says: string): Change<'s3:PutBucketEncryption'> {
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

function remove({ name, account }: Owned, says: string): Change<'s3:DeleteBucketEncryption'> {
  return { call: 's3:DeleteBucketEncryption', input: ours({ name, account }), says };
}
