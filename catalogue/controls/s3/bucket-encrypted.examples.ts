import type { Example, NonEmpty } from '../../control.ts';
import { type Bucket, put, remove, ruleFor } from '../../s3/encryption.ts';
import type { Writers } from '../../s3/writers.ts';

type Case = Example<Bucket, 's3:PutBucketEncryption' | 's3:DeleteBucketEncryption'>;

const wantedKey = 'arn:aws:kms:eu-central-1:111122223333:alias/buckets';
const ownKey = 'arn:aws:kms:eu-central-1:111122223333:alias/aws/s3';

export const examples: NonEmpty<Case> = [
  {
    name: 'a bucket that encrypts with S3’s own keys',
    state: { ...of('logs'), rule: ruleFor('') },
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
      apply: [put(of('old'), ruleFor(''), 'Encrypt new objects in old with S3’s own keys')],
      undo: [remove(of('old'), 'Take the rule that encrypts objects off old again')],
      after: { ...of('old'), rule: ruleFor('') },
    },
  },
  {
    name: 'a bucket that encrypts with S3’s own keys, where a KMS key is wanted',
    settings: { key: wantedKey },
    state: { ...of('ledger'), rule: ruleFor('', ['SSE-C']), writers: writers() },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever is not allowed to use ${wantedKey} can no longer write to ledger, nor read what is written from then on`,
      },
      apply: [
        put(of('ledger'), ruleFor(wantedKey, ['SSE-C']), `Encrypt new objects in ledger with the key ${wantedKey}`),
      ],
      undo: [put(of('ledger'), ruleFor('', ['SSE-C']), 'Encrypt new objects in ledger with S3’s own keys again')],
      after: { ...of('ledger'), rule: ruleFor(wantedKey, ['SSE-C']) },
    },
  },
  {
    name: 'a bucket whose encryption is not known',
    state: { ...of('new'), rule: { algorithm: 'aws:quantum', key: null, bucketKey: false, blocked: [] } },
    plan: { outcome: 'leave', because: 'new encrypts with aws:quantum, which is not known here' },
  },
  left('a bucket, where the wanted key is missing', {
    writers: writers({ unfit: `there is no key ${wantedKey} in this region` }),
    because: `there is no key ${wantedKey} in this region`,
  }),
  left('a bucket that access logs are delivered to, with a key that does not let S3 in', {
    writers: writers({ services: ['logging.s3.amazonaws.com'], refuses: ['logging.s3.amazonaws.com'] }),
    because: `AWS services write to ledger that may not be able to use ${wantedKey}: logging.s3.amazonaws.com`,
  }),
  left('a bucket that lets AWS services write without naming them', {
    writers: writers({ anyService: true }),
    because: `the policy of ledger lets AWS services write for the account without naming them, so whether ${wantedKey} lets them in is not known`,
  }),
  left('a bucket whose policy cannot be read', {
    writers: writers({ unread: 'not JSON' }),
    because: 'who writes to ledger is not known, as its policy could not be read: not JSON',
  }),
  left('a bucket of which it was not read who writes there', {
    writers: null,
    because: 'it was not read who writes to ledger',
  }),
  left('a bucket that another account writes to, where AWS’s own key is wanted', {
    key: ownKey,
    writers: writers({ outsiders: ['arn:aws:iam::999988887777:root'] }),
    because: `AWS’s own key ${ownKey} lets in the account alone, and others write to ledger: arn:aws:iam::999988887777:root`,
  }),
  {
    name: 'a bucket that another account writes to',
    settings: { key: wantedKey },
    state: { ...of('ledger'), rule: ruleFor(''), writers: writers({ outsiders: ['arn:aws:iam::999988887777:root'] }) },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever is not allowed to use ${wantedKey} can no longer write to ledger, nor read what is written from then on; its policy lets others write, whom the key’s has to let in: arn:aws:iam::999988887777:root`,
      },
      apply: [put(of('ledger'), ruleFor(wantedKey), `Encrypt new objects in ledger with the key ${wantedKey}`)],
      undo: [put(of('ledger'), ruleFor(''), 'Encrypt new objects in ledger with S3’s own keys again')],
      after: { ...of('ledger'), rule: ruleFor(wantedKey) },
    },
  },
];

function of(name: string): Bucket {
  return { name, account: '111122223333', rule: null, writers: null };
}

interface Found {
  readonly services?: string[];
  readonly outsiders?: string[];
  readonly anyService?: boolean;
  readonly unread?: string;
  readonly unfit?: string;
  readonly refuses?: string[];
}

function writers(found: Found = {}): Writers {
  const { services = [], outsiders = [], anyService = false, unread = null, unfit = null, refuses = [] } = found;
  return { senders: { services, outsiders, anyService, unread }, wanted: { unfit, refuses } };
}

interface Left {
  readonly key?: string;
  readonly writers: Writers | null;
  readonly because: string;
}

function left(name: string, { key = wantedKey, writers: found, because }: Left): Case {
  return {
    name,
    settings: { key },
    state: { ...of('ledger'), rule: ruleFor(''), writers: found },
    plan: { outcome: 'leave', because },
  };
}
