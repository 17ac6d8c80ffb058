import { defineControl } from '../../control.ts';
import { withStatement } from '../../policy/add.ts';
import { testsOf } from '../../policy/condition.ts';
import { type Statement, statementsOf, UnreadablePolicy } from '../../policy/document.ts';
import { contains } from '../../policy/glob.ts';
import { buckets, bucketTarget } from '../../s3/bucket.ts';
import { Bucket, nameOf, readBucket, reads, rewrite, writes } from '../../s3/bucket-policy.ts';
import { examples } from './bucket-tls-only.examples.ts';

/** Source: Amazon S3 user guide, "Bucket policies for Amazon S3": a policy has 20 KB at most. */
const mostBytes = 20 * 1024;
const sid = 'DenyCallsWithoutTls';
const empty = '{"Version":"2012-10-17","Statement":[]}';

export const bucketTlsOnly = defineControl({
  id: 's3.bucket-tls-only',
  title: 'Buckets answer over TLS only',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['S3.5'],
    'CIS AWS Foundations 5.0': ['2.1.1'],
    Prowler: ['s3_bucket_secure_transport_policy'],
  },
  why: 'What is read or written without TLS can be read and changed on its way, signatures of links included.',
  impact:
    'Whoever calls the bucket over plain HTTP is refused: old programs, and links that begin with http. The policy’s other statements stay byte for byte.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: ['CreateBucket', 'DeleteBucketPolicy', 'DeleteBucketWebsite', 'PutBucketPolicy'],
      target: bucketTarget,
    },
    { kind: 'config-rule', rule: 's3-bucket-ssl-requests-only' },
    { kind: 'security-hub', control: 'S3.5' },
  ],
  ...buckets,
  reads,
  writes,
  state: Bucket,

  read: (target, aws) => readBucket(target, aws, (bucket) => judged(bucket).outcome === 'lacking'),

  /** A website is left: S3 user guide, "Website endpoints", says that these do not support HTTPS. */
  plan(bucket) {
    const name = nameOf(bucket.arn);
    const found = judged(bucket);
    switch (found.outcome) {
      case 'denied':
        return { outcome: 'compliant' };
      case 'unreadable':
        return { outcome: 'leave', because: `the policy of ${name} could not be read: ${found.because}` };
      case 'lacking':
        return Buffer.byteLength(found.document) > mostBytes
          ? { outcome: 'leave', because: `the policy of ${name} would be longer than the 20 KB that S3 takes` }
          : rewrite(bucket, {
              document: found.document,
              says: `Deny every call on ${name} that comes without TLS, by statement ${found.sid} of its policy`,
              because: `nothing denies calls without TLS on ${name} today, so somebody may be making them`,
              website: `${name} serves a website, which S3 serves without TLS only`,
            });
      default:
        return found satisfies never;
    }
  },

  examples,
});

type Found =
  | { readonly outcome: 'denied' }
  | { readonly outcome: 'unreadable'; readonly because: string }
  | { readonly outcome: 'lacking'; readonly document: string; readonly sid: string };

function judged({ arn, policy }: Bucket): Found {
  const text = policy ?? empty;
  try {
    const statements = statementsOf(text);
    if (deniesPlainCalls(statements, arn)) {
      return { outcome: 'denied' };
    }
    const sid = freeSid(statements);
    return { outcome: 'lacking', document: withStatement(text, denial(arn, sid)), sid };
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return { outcome: 'unreadable', because: error.message };
    }
    throw error;
  }
}

/** Whether the bucket and its objects are covered, by one statement or by one each. */
function deniesPlainCalls(statements: readonly Statement[], arn: string): boolean {
  const patterns = statements.filter(isDenialOfPlainCalls).flatMap(({ Resource = [] }) => Resource);
  return [arn, `${arn}/*`].every((resource) => patterns.some((pattern) => contains(pattern, resource)));
}

/** With a second test, whoever does not meet that one gets around it. */
function isDenialOfPlainCalls(statement: Statement): boolean {
  const { Effect, Principal, Action = [] } = statement;
  const tests = testsOf(statement);
  const isForEverybody = Principal === '*' || (Principal?.['AWS']?.includes('*') ?? false);
  return (
    Effect === 'Deny' &&
    isForEverybody &&
    Action.some((action) => /^(s3:)?\*$/i.test(action)) &&
    tests.length === 1 &&
    tests.every(
      ({ operator, key, values }) =>
        /^bool(ifexists)?$/i.test(operator) &&
        key.toLowerCase() === 'aws:securetransport' &&
        values.some((value) => value.toLowerCase() === 'false'),
    )
  );
}

/** S3 takes a Sid once in a policy. */
function freeSid(statements: readonly Statement[]): string {
  const taken = new Set(statements.map(({ Sid }) => Sid));
  const candidates = [sid, ...statements.map((_, index) => `${sid}${index + 2}`)];
  return candidates.find((one) => !taken.has(one)) ?? `${sid}${statements.length + 2}`;
}

function denial(arn: string, Sid: string): object {
  return {
    Sid,
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}
