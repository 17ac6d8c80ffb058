import type { Example, NonEmpty } from '../../control.ts';
import { type Bucket, setPolicy } from '../../s3/bucket-policy.ts';

type Case = Example<Bucket, 's3:PutBucketPolicy' | 's3:DeleteBucketPolicy'>;

const own =
  '{"Sid":"Own","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"}';
const denying = (sid: string, resources = '["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]', more = '') =>
  `{"Sid":"${sid}","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":${resources},"Condition":{"Bool":{"aws:SecureTransport":"false"}${more}}}`;
const added = denying('DenyCallsWithoutTls');
const objectsOnly = denying('Objects', '"arn:aws:s3:::logs/*"');
const forSome = denying('Some', undefined, ',"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}');

export const examples: NonEmpty<Case> = [
  { name: 'a bucket that denies calls without TLS', state: of(policy(own, added)), plan: { outcome: 'compliant' } },
  {
    name: 'a bucket that denies calls without TLS on itself and on its objects by a statement each',
    state: of(policy(objectsOnly, denying('Bucket', '"arn:aws:s3:::logs"'))),
    plan: { outcome: 'compliant' },
  },
  drift('a bucket without a policy', {
    before: null,
    after: `{"Version":"2012-10-17","Statement":[${added}]}`,
    undo: 'Take the policy off logs again, which had none',
  }),
  drift('a bucket whose policy says nothing about TLS', { before: policy(own), after: policy(own, added) }),
  drift('a bucket whose policy has a single statement that is not in a list', {
    before: `{"Statement": ${own}}`,
    after: `{"Statement": [${own},${added}]}`,
  }),
  drift('a bucket that denies calls without TLS on its objects only', {
    before: policy(objectsOnly),
    after: policy(objectsOnly, added),
  }),
  drift('a bucket that denies calls without TLS to some, by a statement of the same name', {
    before: policy(forSome.replace('Some', 'DenyCallsWithoutTls')),
    after: policy(forSome.replace('Some', 'DenyCallsWithoutTls'), denying('DenyCallsWithoutTls2')),
    sid: 'DenyCallsWithoutTls2',
  }),
  leave('a bucket that serves a website', {
    state: of(policy(own), true),
    because: 'logs serves a website, which S3 serves without TLS only',
  }),
  leave('a bucket of which it is not known whether it serves a website', {
    state: of(null),
    because: 'it was not read whether logs serves a website or blocks public policies',
  }),
  leave('a bucket whose policy lets everybody in, behind a block of public policies', {
    state: of(policy(own.replace('{"AWS":"arn:aws:iam::111122223333:root"}', '"*"')), false, true),
    because:
      'logs blocks public policies, so S3 refuses every change of its policy that leaves a public statement in it',
  }),
  leave('a bucket whose policy cannot be read', {
    state: of('{'),
    because: 'the policy of logs could not be read: not JSON',
  }),
  leave('a bucket whose policy names a key twice', {
    state: of('{"Statement":[],"Statement":[]}'),
    because: 'the policy of logs could not be read: it names Statement twice',
  }),
  leave('a bucket whose policy has no room for a statement', {
    state: of(policy(own) + ' '.repeat(20_200), false),
    because: 'the policy of logs would be longer than the 20 KB that S3 takes',
  }),
];

function of(text: string | null, website: boolean | null = null, blocked = website === null ? null : false): Bucket {
  return { arn: 'arn:aws:s3:::logs', account: '111122223333', policy: text, website, blocked };
}

function policy(...statements: readonly string[]): string {
  return `{"Version":"2012-10-17","Statement":[${statements.join(',')}]}`;
}

interface Drift {
  readonly before: string | null;
  readonly after: string;
  readonly sid?: string;
  readonly undo?: string;
}

function drift(name: string, { before, after, sid = 'DenyCallsWithoutTls', undo }: Drift): Case {
  const state = of(before, false);
  return {
    name,
    state,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'nothing denies calls without TLS on logs today, so somebody may be making them',
      },
      apply: [
        setPolicy(state, after, `Deny every call on logs that comes without TLS, by statement ${sid} of its policy`),
      ],
      undo: [setPolicy(state, before, undo ?? 'Give logs the earlier text of its policy back')],
      after: of(after),
    },
  };
}

function leave(name: string, { state, because }: { state: Bucket; because: string }): Case {
  return { name, state, plan: { outcome: 'leave', because } };
}
