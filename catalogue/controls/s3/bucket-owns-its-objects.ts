import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { statementsOf, UnreadablePolicy } from '../../policy/document.ts';
import { bucketArn, bucketOf, bucketReads, buckets, bucketTarget, type Owned, ours } from '../../s3/bucket.ts';

const Ownership = z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);
type Ownership = z.infer<typeof Ownership>;

/** What depends on ACLs. Read only where they count. */
const Dependence = z.object({
  /** The grants of the bucket's own ACL besides full control for its owner. */
  grants: z.array(z.string()),
  policy: z.string().nullable(),
});

const Bucket = z.object({
  name: z.string(),
  account: z.string(),
  /** `null` where there is no rule, which is the same as `ObjectWriter`. */
  ownership: Ownership.nullable(),
  dependence: Dependence.nullable(),
});
type Bucket = z.infer<typeof Bucket>;

export const bucketOwnsItsObjects = defineControl({
  id: 's3.bucket-owns-its-objects',
  title: 'Buckets own their objects, and ACLs do not count',
  practice: 'data storage',
  severity: 'medium',
  standards: {
    'Security Hub': ['S3.12'],
    Prowler: ['s3_bucket_acl_prohibited'],
  },
  why: 'With ACLs, every object can have an access list and an owner of its own, which no policy shows and nobody reviews.',
  impact:
    'The bucket’s account owns every object in it, and only policies decide who gets in. Whoever got in by the ACL of an object loses access, and uploads that set another ACL than full control for the bucket’s owner fail.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: ['CreateBucket', 'DeleteBucketOwnershipControls', 'PutBucketOwnershipControls'],
      target: bucketTarget,
    },
    { kind: 'config-rule', rule: 's3-bucket-acl-prohibited' },
    { kind: 'security-hub', control: 'S3.12' },
  ],
  ...buckets,
  reads: [
    { call: 's3:GetBucketOwnershipControls', on: bucketArn, absent: ['OwnershipControlsNotFoundError'] },
    { call: 's3:GetBucketAcl', on: bucketArn },
    { call: 's3:GetBucketPolicy', on: bucketArn, absent: ['NoSuchBucketPolicy'] },
    ...bucketReads,
  ],
  writes: [
    { call: 's3:PutBucketOwnershipControls', on: bucketArn },
    { call: 's3:DeleteBucketOwnershipControls', action: 's3:PutBucketOwnershipControls', on: bucketArn },
  ],
  state: Bucket,

  async read(target, aws) {
    const bucket = bucketOf(target);
    const controls = await aws('s3:GetBucketOwnershipControls', ours(bucket));
    const ownership = controls?.OwnershipControls?.Rules?.[0]?.ObjectOwnership ?? null;
    if (ownership === 'BucketOwnerEnforced') {
      return { ...bucket, ownership, dependence: null };
    }
    const [acl, policy] = await Promise.all([
      aws('s3:GetBucketAcl', ours(bucket)),
      aws('s3:GetBucketPolicy', ours(bucket)),
    ]);
    const grants = (acl?.Grants ?? [])
      .filter(({ Grantee, Permission }) => Grantee?.ID !== acl?.Owner?.ID || Permission !== 'FULL_CONTROL')
      .map(
        ({ Grantee, Permission }) => `${Grantee?.ID ?? Grantee?.URI?.split('/').at(-1) ?? 'somebody'} ${Permission}`,
      );
    return { ...bucket, ownership, dependence: { grants, policy: policy?.Policy ?? null } };
  },

  plan(bucket) {
    const { name, ownership } = bucket;
    if (ownership === 'BucketOwnerEnforced') {
      return { outcome: 'compliant' };
    }
    const obstacle = obstacleIn(bucket);
    if (obstacle !== undefined) {
      return { outcome: 'leave', because: obstacle };
    }
    const after: Bucket = { ...bucket, ownership: 'BucketOwnerEnforced', dependence: null };
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever gets at objects in ${name} by their ACLs loses access, and uploads to it that set other ACLs fail`,
      },
      apply: [put(bucket, 'BucketOwnerEnforced', `Have ${name} own all its objects, so that ACLs do not count`)],
      undo: [
        ownership === null
          ? remove(bucket)
          : put(bucket, ownership, `Let ACLs count in ${name} again (${ownership}), as they were`),
      ],
      after,
    };
  },

  examples: [
    {
      name: 'a bucket in which ACLs do not count',
      state: { ...of('logs'), ownership: 'BucketOwnerEnforced', dependence: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket that shares itself by no ACL of its own',
      state: { ...of('inbox'), ownership: 'BucketOwnerPreferred', dependence: { grants: [], policy: null } },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whoever gets at objects in inbox by their ACLs loses access, and uploads to it that set other ACLs fail',
        },
        apply: [put(of('inbox'), 'BucketOwnerEnforced', 'Have inbox own all its objects, so that ACLs do not count')],
        undo: [
          put(
            of('inbox'),
            'BucketOwnerPreferred',
            'Let ACLs count in inbox again (BucketOwnerPreferred), as they were',
          ),
        ],
        after: { ...of('inbox'), ownership: 'BucketOwnerEnforced', dependence: null },
      },
    },
    {
      name: 'an old bucket without a rule',
      state: { ...of('old'), ownership: null, dependence: { grants: [], policy: null } },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whoever gets at objects in old by their ACLs loses access, and uploads to it that set other ACLs fail',
        },
        apply: [put(of('old'), 'BucketOwnerEnforced', 'Have old own all its objects, so that ACLs do not count')],
        undo: [remove(of('old'))],
        after: { ...of('old'), ownership: 'BucketOwnerEnforced', dependence: null },
      },
    },
    {
      name: 'a bucket whose ACL lets others in',
      state: {
        ...of('shared'),
        ownership: 'ObjectWriter',
        dependence: { grants: ['LogDelivery WRITE'], policy: null },
      },
      plan: {
        outcome: 'leave',
        because: 'the ACL of shared also grants LogDelivery WRITE, which first has to move into its policy',
      },
    },
    {
      name: 'a bucket whose policy speaks of ACLs',
      state: {
        ...of('drop'),
        ownership: 'ObjectWriter',
        dependence: {
          grants: [],
          policy:
            '{"Version":"2012-10-17","Statement":[{"Sid":"Readable","Effect":"Allow","Principal":{"AWS":"999988887777"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::drop/*","Condition":{"StringEquals":{"s3:x-amz-acl":"public-read"}}}]}',
        },
      },
      plan: { outcome: 'leave', because: 'statement Readable in the policy of drop depends on ACLs' },
    },
    {
      name: 'a bucket whose policy cannot be read',
      state: { ...of('odd'), ownership: 'ObjectWriter', dependence: { grants: [], policy: '{' } },
      plan: { outcome: 'leave', because: 'the policy of odd could not be read: not JSON' },
    },
    {
      name: 'a bucket of which was not read what depends on ACLs',
      state: { ...of('dim'), ownership: 'ObjectWriter', dependence: null },
      plan: { outcome: 'leave', because: 'it was not read what depends on ACLs in dim' },
    },
  ],
});

function of(name: string): Owned {
  return { name, account: '111122223333' };
}

/** Why ACLs have to go on counting. S3 itself refuses to turn them off while the bucket's own ACL lets others in. */
function obstacleIn({ name, dependence }: Bucket): string | undefined {
  if (dependence === null) {
    return `it was not read what depends on ACLs in ${name}`;
  }
  const { grants, policy } = dependence;
  if (grants.length > 0) {
    return `the ACL of ${name} also grants ${grants.join(', ')}, which first has to move into its policy`;
  }
  try {
    const statements = policy === null ? [] : statementsOf(policy);
    const index = statements.findIndex(({ Condition = {} }) =>
      Object.values(Condition)
        .flatMap((keys) => Object.entries(keys))
        .some(([key, value]) => /^s3:x-amz-(acl|grant-)/i.test(key) && !allowsEnforced(key, value)),
    );
    return index < 0
      ? undefined
      : `statement ${statements[index]?.Sid ?? index + 1} in the policy of ${name} depends on ACLs`;
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return `the policy of ${name} could not be read: ${error.message}`;
    }
    throw error;
  }
}

/** The one ACL that uploads may still name. */
function allowsEnforced(key: string, value: unknown): boolean {
  return /acl$/i.test(key) && [value].flat().every((one) => one === 'bucket-owner-full-control');
}

function put(
  { name, account }: Owned,
  ObjectOwnership: Ownership,
  says: string,
): Change<'s3:PutBucketOwnershipControls'> {
  return {
    call: 's3:PutBucketOwnershipControls',
    input: { ...ours({ name, account }), OwnershipControls: { Rules: [{ ObjectOwnership }] } },
    says,
  };
}

function remove({ name, account }: Owned): Change<'s3:DeleteBucketOwnershipControls'> {
  return {
    call: 's3:DeleteBucketOwnershipControls',
    input: ours({ name, account }),
    says: `Take the rule of ownership off ${name} again`,
  };
}
