import { defineControl } from '../../control.ts';
import { planClosing } from '../../policy/closing.ts';
import { type Mended, withoutOutsiders } from '../../policy/mend.ts';
import { sentenceOf } from '../../policy/removals.ts';
import { buckets, bucketTarget } from '../../s3/bucket.ts';
import { Bucket, nameOf, readBucket, reads, rewrite, setPolicy, writes } from '../../s3/bucket-policy.ts';

const anyone =
  '{"Sid":"Anyone","Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::leak/*"}';
const partner =
  '{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::999988887777:role/partner"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::leak/*"}';
const anyoneAndPartner = anyone.replace('"*"', '{"AWS":["arn:aws:iam::999988887777:role/partner","*"]}');
const onlyPartner = anyone.replace('"*"', '{"AWS":["arn:aws:iam::999988887777:role/partner"]}');
const byVariable = anyone.replace('}', ',"Condition":{"StringEquals":{"aws:CalledViaFirst":"athena.amazonaws.com"}}}');
const because = 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)';

export const bucketPolicyClosed = defineControl({
  id: 's3.bucket-policy-closed',
  title: 'Bucket policies let in nobody unknown',
  practice: 'data storage',
  severity: 'high',
  standards: {
    'Security Hub': ['S3.2', 'S3.3'],
    Prowler: ['s3_bucket_policy_public_write_access', 's3_bucket_public_access'],
  },
  why: 'A statement for everybody publishes what it is about as soon as the block of public access is off, and is easily forgotten behind it.',
  impact:
    'Whoever used a statement for everybody loses access, callers of the own account without a policy of their own included. Every other statement stays byte for byte. S3 takes no public policy, so no undo either, while the bucket blocks them: then the plan has none and says so. The account may block them, too, and either block may be put on after the mend: it has to come off before an undo.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: ['DeleteBucketWebsite', 'PutBucketPolicy'],
      target: bucketTarget,
    },
    { kind: 'config-rule', rule: 's3-bucket-public-read-prohibited' },
    { kind: 'config-rule', rule: 's3-bucket-public-write-prohibited' },
    { kind: 'security-hub', control: 'S3.2' },
    { kind: 'security-hub', control: 'S3.3' },
  ],
  ...buckets,
  reads,
  writes,
  state: Bucket,

  read: (target, aws) => readBucket(target, aws, (bucket) => judged(bucket).outcome === 'mended'),

  plan(bucket) {
    const name = nameOf(bucket.arn);
    return planClosing(judged(bucket), {
      policy: `the policy of ${name}`,
      close: (mend) =>
        rewrite(bucket, {
          document: mend.document,
          says: sentenceOf(mend, name),
          because: `whoever has no access of their own loses it: ${mend.because}`,
          website: `${name} serves a website, so its owner has to decide who reads it`,
        }),
    });
  },

  examples: [
    { name: 'a bucket without a policy', state: of(null), plan: { outcome: 'compliant' } },
    {
      name: 'a bucket whose policy names another account',
      state: of(policy(partner)),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a bucket that serves a website',
      state: of(policy(anyone), true),
      plan: { outcome: 'leave', because: 'leak serves a website, so its owner has to decide who reads it' },
    },
    {
      name: 'a bucket of which it is not known whether it serves a website',
      state: of(policy(anyone)),
      plan: { outcome: 'leave', because: 'it was not read whether leak serves a website or blocks public policies' },
    },
    {
      name: 'a bucket whose policy cannot be read',
      state: of('{'),
      plan: {
        outcome: 'leave',
        because: 'the policy of leak is left to a person: the policy could not be read: not JSON',
      },
    },
    {
      name: 'a bucket whose policy lets everybody in under a condition that is not known',
      state: of(policy(byVariable)),
      plan: {
        outcome: 'leave',
        because:
          'the policy of leak is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of aws:CalledViaFirst limits is not known here)',
      },
    },
    drift('a bucket whose policy lets everybody and a partner in', {
      before: policy(partner, anyone),
      after: policy(partner),
      says: 'Take statement Anyone out of the policy of leak',
    }),
    drift('a bucket whose policy names everybody beside a partner', {
      before: policy(anyoneAndPartner),
      after: policy(onlyPartner),
      says: 'Take everybody in statement Anyone out of the policy of leak',
    }),
    {
      name: 'a bucket whose policy lets everybody in, behind a block of public policies',
      state: of(policy(partner, anyone), false, true),
      plan: {
        outcome: 'change',
        risk: {
          level: 'irreversible',
          because: `${because}; leak blocks public policies, so S3 refuses to take the earlier one back until a person lifts that block`,
        },
        apply: [setPolicy(of(null), policy(partner), 'Take statement Anyone out of the policy of leak')],
        after: of(policy(partner)),
      },
    },
    {
      name: 'a bucket of whose public statements one cannot be told, behind a block of public policies',
      state: of(policy(byVariable, anyone), false, true),
      plan: {
        outcome: 'leave',
        because:
          'leak blocks public policies, so S3 refuses every change of its policy that leaves a public statement in it',
      },
    },
    drift('a bucket whose policy lets everybody in, and nobody else', {
      before: policy(anyone),
      after: null,
      says: 'Delete the policy of leak: nothing is left of it without statement Anyone',
    }),
  ],
});

function judged({ account, policy }: Bucket): Mended {
  return policy === null ? { outcome: 'closed' } : withoutOutsiders(policy, { service: 's3', account }, 'public');
}

function of(text: string | null, website: boolean | null = null, blocked = website === null ? null : false): Bucket {
  return { arn: 'arn:aws:s3:::leak', account: '111122223333', policy: text, website, blocked };
}

function policy(...statements: readonly string[]): string {
  return `{"Version": "2012-10-17", "Statement": [${statements.join(', ')}]}`;
}

function drift(name: string, { before, after, says }: { before: string; after: string | null; says: string }) {
  const state = of(before, false);
  return {
    name,
    state,
    plan: {
      outcome: 'change' as const,
      risk: { level: 'disruptive' as const, because },
      apply: [setPolicy(state, after, says)] as const,
      undo: [setPolicy(state, before, 'Give leak the earlier text of its policy back')] as const,
      after: of(after),
    },
  };
}
