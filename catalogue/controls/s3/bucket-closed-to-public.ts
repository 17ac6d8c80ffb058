import * as z from 'zod';
import { type Change, defineControl, type Plan, type Reversible } from '../../control.ts';
import { statementsOf, UnreadablePolicy } from '../../policy/document.ts';
import { foreignPrincipals, isPublic } from '../../policy/public.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, type Owned, ours } from '../../s3/bucket.ts';
import { accessOf, closed, isClosed, PublicAccess } from '../../s3/public-access.ts';

/** Who could come in while the bucket is open. Read only when it is: a closed bucket costs one call. */
const Exposure = z.object({
  policy: z.string().nullable(),
  publicGrants: z.array(z.string()),
  website: z.boolean(),
});

const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  access: PublicAccess.nullable(),
  exposure: Exposure.nullable(),
});
type Bucket = z.infer<typeof Bucket>;

const everybody = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

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
    'People and programs without credentials lose access. Those with credentials notice nothing, except where a public policy also names other accounts: S3 then closes the bucket to them too, and the plan says so.',
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
    { call: 's3:GetBucketPolicy', on: bucketArn, absent: ['NoSuchBucketPolicy'] },
    { call: 's3:GetBucketAcl', on: bucketArn },
    { call: 's3:GetBucketWebsite', on: bucketArn, absent: ['NoSuchWebsiteConfiguration'] },
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
    const [policy, acl, website] = await Promise.all([
      aws('s3:GetBucketPolicy', bucket),
      aws('s3:GetBucketAcl', bucket),
      aws('s3:GetBucketWebsite', bucket),
    ]);
    const publicGrants = (acl?.Grants ?? [])
      .filter(({ Grantee }) => everybody.test(Grantee?.URI ?? ''))
      .map(({ Grantee, Permission }) => `${Grantee?.URI?.split('/').at(-1)} ${Permission}`);
    return {
      name,
      account,
      access,
      exposure: { policy: policy?.Policy ?? null, publicGrants, website: website !== undefined },
    };
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
      return close(bucket, riskOf(bucket));
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
        exposure: { policy: null, publicGrants: [], website: true },
      },
      plan: { outcome: 'leave', because: 'www serves a website, so its owner has to decide' },
    },
    {
      name: 'a bucket whose policy cannot be read',
      state: {
        ...of('odd'),
        access: null,
        exposure: { policy: '{', publicGrants: [], website: false },
      },
      plan: { outcome: 'leave', because: 'the policy of odd could not be read: not JSON' },
    },
    {
      name: 'a bucket with one setting off and nothing public in it',
      state: {
        ...of('logs'),
        access: { ...closed, BlockPublicPolicy: false },
        exposure: { policy: null, publicGrants: [], website: false },
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
      name: 'a bucket that everybody can read through its policy and its ACL',
      state: {
        ...of('leak'),
        access: null,
        exposure: {
          policy:
            '{"Version":"2012-10-17","Statement":[{"Sid":"Anyone","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::leak/*"}]}',
          publicGrants: ['AllUsers READ'],
          website: false,
        },
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because:
            'only the public loses access, let in today by policy statement Anyone and by ACL grant AllUsers READ',
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

/** `RestrictPublicBuckets` shuts every other account out of a bucket whose policy is public, named ones included. */
function riskOf({ account, exposure }: Bucket): Reversible {
  const statements = exposure?.policy ? statementsOf(exposure.policy) : [];
  const letIn = [
    ...statements.flatMap((statement, index) =>
      isPublic(statement) ? [`policy statement ${statement.Sid ?? index + 1}`] : [],
    ),
    ...(exposure?.publicGrants ?? []).map((grant) => `ACL grant ${grant}`),
  ];
  const foreign = statements.some(isPublic)
    ? statements.flatMap((statement) => foreignPrincipals(statement, account))
    : [];
  if (foreign.length > 0) {
    return {
      level: 'disruptive',
      because: `while its policy is public, closing the bucket also shuts out ${foreign.join(', ')}, which that policy names`,
    };
  }
  return {
    level: 'safe',
    because:
      letIn.length === 0
        ? 'neither its policy nor its ACL lets the public in today'
        : `only the public loses access, let in today by ${letIn.join(' and by ')}`,
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
