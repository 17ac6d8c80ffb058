import type { Example, NonEmpty } from '../../control.ts';
import type { Destination } from '../../s3/log-destination.ts';
import type { Bucket } from './bucket-access-logged.ts';

type Case = Example<Bucket, 's3:PutBucketLogging'>;

const account = '111122223333';
const wanted = 'access-logs-111122223333-eu-central-1';
const settings = { bucket: 'access-logs-{account}-{region}' };
const whole = '"aws:SourceArn":"arn:aws:s3:::*"';
const taking = (more = `"StringEquals":{"aws:SourceAccount":"${account}"},"ArnLike":{${whole}}`) =>
  `{"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},"Action":"s3:PutObject","Resource":"arn:aws:s3:::${wanted}/*","Condition":{${more}}}`;
const denying = (condition: string) =>
  `{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::${wanted}/*","Condition":{${condition}}}`;
const withoutTls = denying('"Bool":{"aws:SecureTransport":"false"}');
const outsideVpc = denying('"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}');

export const examples: NonEmpty<Case> = [
  {
    name: 'a bucket that is logged, wherever to',
    settings,
    state: { ...of(null), region: null, logsTo: { bucket: 'audit', prefix: '' } },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a bucket that is not logged, where no destination is set',
    state: { ...of(null), region: null },
    plan: {
      outcome: 'leave',
      because:
        'access to ledger is not logged, and nobody said where to: name a bucket in the setting “bucket” of s3.bucket-access-logged',
    },
  },
  drift('a bucket that is not logged', to({ policy: policy(withoutTls, taking()) })),
  drift('a bucket that is not logged, where the destination’s ACL takes logs', to({ takesByAcl: true })),
  {
    name: 'the bucket that the logs go to',
    settings,
    state: { ...of(null), name: wanted },
    plan: {
      outcome: 'leave',
      because: `access logs go to ${wanted} itself: logged there, every log would be logged again`,
    },
  },
  leave('a bucket whose destination does not exist', null, `there is no bucket ${wanted} for the logs`),
  leave(
    'a bucket whose destination is in another region',
    to({ region: 'us-east-1' }),
    `${wanted} is in us-east-1, and S3 delivers access logs of eu-central-1 only within it`,
  ),
  leave(
    'a bucket that takes the logs of its own destination',
    to({ logsTo: 'ledger' }),
    `${wanted} has its own access logged to ledger, so that every log would be logged again`,
  ),
  leave(
    'a bucket whose destination locks objects',
    to({ locksObjects: true }),
    `${wanted} keeps every new object by Object Lock, and S3 delivers no access logs there`,
  ),
  leave(
    'a bucket whose destination lets the requester pay',
    to({ requesterPays: true }),
    `${wanted} lets the requester pay, and S3 delivers no access logs there`,
  ),
  leave(
    'a bucket whose destination encrypts with a KMS key',
    to({ usesKmsKey: true }),
    `${wanted} encrypts with a KMS key, and whether S3’s log delivery may use it is not known`,
  ),
  leave(
    'a bucket whose destination lets nobody deliver logs',
    to({ policy: policy(withoutTls) }),
    `neither the policy nor the ACL of ${wanted} lets S3’s log delivery (logging.s3.amazonaws.com) write ledger/* for ledger`,
  ),
  leave(
    'a bucket whose destination takes the logs of another bucket only',
    to({ policy: policy(taking(`"ArnLike":{${whole.replace('*', 'other')}}`)) }),
    `neither the policy nor the ACL of ${wanted} lets S3’s log delivery (logging.s3.amazonaws.com) write ledger/* for ledger`,
  ),
  leave(
    'a bucket whose destination denies by a condition that is not known here',
    to({ policy: policy(taking(), outsideVpc) }),
    `a statement of the policy of ${wanted} may deny S3’s log delivery`,
  ),
  leave(
    'a bucket whose destination has a policy that cannot be read',
    to({ policy: '{' }),
    `the policy of ${wanted} could not be read: not JSON`,
  ),
  {
    name: 'a bucket of which it is not known where it is',
    settings,
    state: { ...of(null), region: null },
    plan: { outcome: 'leave', because: 'it was not read in which region ledger is' },
  },
];

function of(destination: Destination | null): Bucket {
  return { name: 'ledger', account, logsTo: null, region: 'eu-central-1', destination };
}

function to(other: Partial<Destination>): Destination {
  const plain = { policy: null, takesByAcl: false, usesKmsKey: false, locksObjects: false, requesterPays: false };
  return { name: wanted, region: 'eu-central-1', logsTo: null, ...plain, ...other };
}

function policy(...statements: readonly string[]): string {
  return `{"Version":"2012-10-17","Statement":[${statements.join(',')}]}`;
}

function leave(name: string, destination: Destination | null, because: string): Case {
  return {
    name,
    settings,
    state: of(destination),
    plan: { outcome: 'leave', because: `access to ledger is not logged, and ${because}` },
  };
}

function drift(name: string, destination: Destination): Case {
  const bucket = { Bucket: 'ledger', ExpectedBucketOwner: account };
  return {
    name,
    settings,
    state: of(destination),
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: 'whoever uses ledger notices nothing' },
      apply: [
        {
          call: 's3:PutBucketLogging',
          input: {
            ...bucket,
            BucketLoggingStatus: { LoggingEnabled: { TargetBucket: wanted, TargetPrefix: 'ledger/' } },
          },
          says: `Log access to ledger to ${wanted}, under ledger/`,
        },
      ],
      undo: [
        {
          call: 's3:PutBucketLogging',
          input: { ...bucket, BucketLoggingStatus: {} },
          says: 'Log access to ledger no more; the logs that there are stay',
        },
      ],
      after: { ...of(null), region: null, logsTo: { bucket: wanted, prefix: 'ledger/' } },
    },
  };
}
