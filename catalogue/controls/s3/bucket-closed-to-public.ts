import * as z from 'zod';
import { type Change, defineControl, type Plan, type Reversible } from '../../control.ts';
import { UnreadablePolicy } from '../../policy/document.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, type Owned, ours } from '../../s3/bucket.ts';
import { Exposure, exposureReads, readExposure, riskOf } from '../../s3/exposure.ts';
import { accessOf, closed, isClosed, PublicAccess } from '../../s3/public-access.ts';

const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  access: PublicAccess.nullable(),
  exposure: Exposure.nullable(),
});
type Bucket = z.infer<typeof Bucket>;

export const bucketClosedToPublic = defineControl({
  id: 's3.bucket-closed-to-public',
  title: 'Buckets are closed to the public',
  practice: 'data storage',
  severity: 'high',
  standards: {
    'Security Hub': ['S3.2', 'S3.3', 'S3.8'],
    'CIS AWS Foundations 5.0': ['2.1.4'],
    Prowler: ['s3_bucket_level_public_access_block', 's3_bucket_public_access'],
  },
  why: 'One careless ACL or bucket policy is enough to publish every object in a bucket.',
  impact:
    'People and programs without credentials lose access. Those with credentials notice nothing, except where a public policy also names other accounts: S3 then closes the bucket to them too, and the plan says so. Where ACLs count, uploads that set a public ACL are refused, and objects with such an ACL are open to nobody by it any more.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: [
        'CreateBucket',
        'DeleteBucketPublicAccessBlock',
        'DeletePublicAccessBlock',
        'PutBucketAcl',
        'PutBucketPolicy',
        'PutBucketPublicAccessBlock',
        'PutPublicAccessBlock',
      ],
      target: bucketTarget,
    },
    { kind: 'config-rule', rule: 's3-bucket-level-public-access-prohibited' },
    { kind: 'config-rule', rule: 's3-bucket-public-read-prohibited' },
    { kind: 'config-rule', rule: 's3-bucket-public-write-prohibited' },
    { kind: 'security-hub', control: 'S3.2' },
    { kind: 'security-hub', control: 'S3.3' },
    { kind: 'security-hub', control: 'S3.8' },
  ],
  ...buckets,
  reads: [
    {
      call: 's3:GetPublicAccessBlock',
      action: 's3:GetBucketPublicAccessBlock',
      on: bucketArn,
      absent: ['NoSuchPublicAccessBlockConfiguration'],
    },
    ...exposureReads,
    ...bucketReads,
  ],
  writes: [
    { call: 's3:PutPublicAccessBlock', action: 's3:PutBucketPublicAccessBlock', on: bucketArn },
    { call: 's3:DeletePublicAccessBlock', action: 's3:PutBucketPublicAccessBlock', on: bucketArn },
  ],
  state: Bucket,

  async read(target, aws) {
    const { name, account } = bucketOf(target);
    const bucket = ours({ name, account });
    const access = accessOf((await aws('s3:GetPublicAccessBlock', bucket))?.PublicAccessBlockConfiguration);
    if (isClosed(access)) {
      return { name, account, access, exposure: null };
    }
    return { name, account, access, exposure: await readExposure(bucket, aws) };
  },

  plan(bucket) {
    const { name, access, exposure } = bucket;
    if (isClosed(access)) {
      return { outcome: 'compliant' };
    }
    if (exposure === null) {
      return { outcome: 'leave', because: `it was not read who can get into ${name}` };
    }
    if (exposure.website) {
      return { outcome: 'leave', because: `${name} serves a website, so its owner has to decide` };
    }
    try {
      return close(bucket, riskOf({ ...bucket, exposure }));
    } catch (error) {
      if (error instanceof UnreadablePolicy) {
        return { outcome: 'leave', because: `the policy of ${name} could not be read: ${error.message}` };
      }
      throw error;
    }
  },

  examples: [
    {
      name: 'a bucket that is closed already',
      state: { ...of('logs'), access: closed, exposure: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket that serves a website',
      state: {
        ...of('www'),
        access: null,
        exposure: { policy: null, publicGrants: [], acls: true, website: true },
      },
      plan: { outcome: 'leave', because: 'www serves a website, so its owner has to decide' },
    },
    {
      name: 'a bucket whose policy cannot be read',
      state: {
        ...of('odd'),
        access: null,
        exposure: { policy: '{', publicGrants: [], acls: false, website: false },
      },
      plan: { outcome: 'leave', because: 'the policy of odd could not be read: not JSON' },
    },
    {
      name: 'a bucket with one setting off and nothing public in it',
      state: {
        ...of('logs'),
        access: { ...closed, BlockPublicPolicy: false },
        exposure: { policy: null, publicGrants: [], acls: false, website: null },
      },
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'neither its policy nor its ACL lets the public in today' },
        apply: [put(of('logs'), closed, 'Close logs to the public')],
        undo: [put(of('logs'), { ...closed, BlockPublicPolicy: false }, 'Give logs its earlier settings back')],
        after: { ...of('logs'), access: closed, exposure: null },
      },
    },
    {
      name: 'a bucket that everybody can read through its policy, and where ACLs do not count',
      state: {
        ...of('leak'),
        access: null,
        exposure: {
          policy:
            '{"Version":"2012-10-17","Statement":[{"Sid":"Anyone","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::leak/*"}]}',
          publicGrants: [],
          acls: false,
          website: false,
        },
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because: 'only the public loses access, let in today by policy statement Anyone',
        },
        apply: [put(of('leak'), closed, 'Close leak to the public')],
        undo: [remove(of('leak'))],
        after: { ...of('leak'), access: closed, exposure: null },
      },
    },
    {
      name: 'a public bucket that another account is allowed into',
      state: {
        ...of('shared'),
        access: null,
        exposure: {
          policy:
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::shared/*"},{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/partner"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::shared/*"}]}',
          publicGrants: [],
          acls: false,
          website: false,
        },
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'while its policy is public, closing the bucket also shuts out arn:aws:iam::999988887777:role/partner, which that policy names',
        },
        apply: [put(of('shared'), closed, 'Close shared to the public')],
        undo: [remove(of('shared'))],
        after: { ...of('shared'), access: closed, exposure: null },
      },
    },
    {
      name: 'a bucket that everybody can read through its ACL',
      state: {
        ...of('uploads'),
        access: null,
        exposure: { policy: null, publicGrants: ['AllUsers READ'], acls: true, website: false },
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'ACLs count in uploads, and its own grants AllUsers READ: uploads that set a public ACL are refused, and whoever comes in by such an ACL no longer does',
        },
        apply: [put(of('uploads'), closed, 'Close uploads to the public')],
        undo: [remove(of('uploads'))],
        after: { ...of('uploads'), access: closed, exposure: null },
      },
    },
    {
      name: 'a bucket that blocks public ACLs already, where ACLs count',
      state: {
        ...of('uploads'),
        access: { ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false },
        exposure: { policy: null, publicGrants: [], acls: true, website: false },
      },
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'neither its policy nor its ACL lets the public in today' },
        apply: [put(of('uploads'), closed, 'Close uploads to the public')],
        undo: [
          put(
            of('uploads'),
            { ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false },
            'Give uploads its earlier settings back',
          ),
        ],
        after: { ...of('uploads'), access: closed, exposure: null },
      },
    },
  ],
});

function of(name: string): Owned {
  return { name, account: '111122223333' };
}

type Call = 's3:PutPublicAccessBlock' | 's3:DeletePublicAccessBlock';

function close({ name, account, access }: Bucket, risk: Reversible): Plan<Bucket, Call> {
  return {
    outcome: 'change',
    risk,
    apply: [put({ name, account }, closed, `Close ${name} to the public`)],
    undo: [
      access === null
        ? remove({ name, account })
        : put({ name, account }, access, `Give ${name} its earlier settings back`),
    ],
    after: { name, account, access: closed, exposure: null },
  };
}

function put({ name, account }: Owned, access: PublicAccess, says: string): Change<'s3:PutPublicAccessBlock'> {
  return {
    call: 's3:PutPublicAccessBlock',
    input: { ...ours({ name, account }), PublicAccessBlockConfiguration: access },
    says,
  };
}

function remove({ name, account }: Owned): Change<'s3:DeletePublicAccessBlock'> {
  return {
    call: 's3:DeletePublicAccessBlock',
    input: ours({ name, account }),
    says: `Take the block of public access off ${name} again`,
  };
}
