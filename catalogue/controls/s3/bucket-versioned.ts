import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, type Owned, ours } from '../../s3/bucket.ts';

const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  /** `never` where versioning was never on: S3 then answers nothing. */
  versioning: z.enum(['Enabled', 'Suspended', 'never']),
  mfaDelete: z.boolean(),
  /** Whether a lifecycle rule lets objects expire; read only where versioning is off. */
  expires: z.boolean().nullable(),
});
type Bucket = z.infer<typeof Bucket>;

export const bucketVersioned = defineControl({
  id: 's3.bucket-versioned',
  title: 'Buckets keep the versions of their objects',
  practice: 'data storage',
  severity: 'medium',
  standards: {
    'Security Hub': ['S3.14'],
    Prowler: ['s3_bucket_object_versioning'],
  },
  why: 'Without versions, an object that somebody overwrites or deletes, by mistake or to extort, is gone at once.',
  impact:
    'Overwritten and deleted objects stay as old versions and are paid for until a lifecycle rule removes them. Expiring objects become old versions, too, where a rule used to delete them. For some minutes after the first time, S3 may not find objects that were just written.',
  triggers: [
    { kind: 'api-call', service: 's3', events: ['CreateBucket', 'PutBucketVersioning'], target: bucketTarget },
    { kind: 'config-rule', rule: 's3-bucket-versioning-enabled' },
    { kind: 'security-hub', control: 'S3.14' },
  ],
  ...buckets,
  reads: [
    { call: 's3:GetBucketVersioning', on: bucketArn },
    {
      call: 's3:GetBucketLifecycleConfiguration',
      action: 's3:GetLifecycleConfiguration',
      on: bucketArn,
      absent: ['NoSuchLifecycleConfiguration'],
    },
    ...bucketReads,
  ],
  writes: [{ call: 's3:PutBucketVersioning', on: bucketArn }],
  state: Bucket,

  async read(target, aws) {
    const bucket = bucketOf(target);
    const answer = await aws('s3:GetBucketVersioning', ours(bucket));
    const versioning = answer?.Status ?? ('never' as const);
    const rules = versioning === 'Enabled' ? undefined : await aws('s3:GetBucketLifecycleConfiguration', ours(bucket));
    return {
      ...bucket,
      versioning,
      mfaDelete: answer?.MFADelete === 'Enabled',
      expires:
        versioning === 'Enabled'
          ? null
          : (rules?.Rules ?? []).some(({ Status, Expiration }) => Status === 'Enabled' && Expiration !== undefined),
    };
  },

  plan(bucket) {
    const { name, versioning, mfaDelete, expires } = bucket;
    if (versioning === 'Enabled') {
      return { outcome: 'compliant' };
    }
    if (mfaDelete) {
      return { outcome: 'leave', because: `versioning of ${name} can only be changed with the owner’s MFA device` };
    }
    const after: Bucket = { ...bucket, versioning: 'Enabled', expires: null };
    const back =
      versioning === 'never'
        ? `Suspend versioning of ${name}: S3 knows no way back to a bucket that never had it`
        : `Suspend versioning of ${name} again`;
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: expires
          ? `objects that ${name} lets expire stay as old versions and are paid for, until a lifecycle rule removes those too`
          : `what is overwritten or deleted in ${name} stays as old versions and is paid for`,
      },
      apply: [put(bucket, 'Enabled', `Keep the versions of objects in ${name}`)],
      undo: [put(bucket, 'Suspended', back)],
      after,
    };
  },

  /** To S3, a bucket that never had versioning and one that has it suspended are not the same, but objects fare alike in both. */
  restores({ versioning, ...bucket }) {
    return { ...bucket, isVersioned: versioning === 'Enabled' };
  },

  examples: [
    {
      name: 'a bucket that keeps versions',
      state: { ...of('logs'), versioning: 'Enabled', expires: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket whose versioning was suspended',
      state: { ...of('logs'), versioning: 'Suspended', expires: false },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'what is overwritten or deleted in logs stays as old versions and is paid for',
        },
        apply: [put(of('logs'), 'Enabled', 'Keep the versions of objects in logs')],
        undo: [put(of('logs'), 'Suspended', 'Suspend versioning of logs again')],
        after: { ...of('logs'), versioning: 'Enabled', expires: null },
      },
    },
    {
      name: 'a bucket that never had versions and lets objects expire',
      state: { ...of('scratch'), versioning: 'never', expires: true },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'objects that scratch lets expire stay as old versions and are paid for, until a lifecycle rule removes those too',
        },
        apply: [put(of('scratch'), 'Enabled', 'Keep the versions of objects in scratch')],
        undo: [
          put(
            of('scratch'),
            'Suspended',
            'Suspend versioning of scratch: S3 knows no way back to a bucket that never had it',
          ),
        ],
        after: { ...of('scratch'), versioning: 'Enabled', expires: null },
      },
    },
    {
      name: 'a bucket whose versions are under the owner’s MFA device',
      state: { ...of('vault'), versioning: 'Suspended', mfaDelete: true, expires: false },
      plan: { outcome: 'leave', because: 'versioning of vault can only be changed with the owner’s MFA device' },
    },
  ],
});

function of(name: string): Owned & Pick<Bucket, 'mfaDelete'> {
  return { name, account: '111122223333', mfaDelete: false };
}

function put(bucket: Owned, Status: 'Enabled' | 'Suspended', says: string): Change<'s3:PutBucketVersioning'> {
  return {
    call: 's3:PutBucketVersioning',
    input: { ...ours({ name: bucket.name, account: bucket.account }), VersioningConfiguration: { Status } },
    says,
  };
}
