import type { Example, NonEmpty } from '../../control.ts';
import { type Encryption, type Queue, setEncryption } from '../../sqs/encryption.ts';

const key = 'alias/messages';
const nobody = { services: [], outsiders: [], anyService: false, unread: null };
const usable = { unfit: null, refuses: [] };

type Case = Example<Queue, 'sqs:SetQueueAttributes'>;

export const examples: NonEmpty<Case> = [
  { name: 'a queue with SQS’s own keys', state: of('SQS'), plan: { outcome: 'compliant' } },
  {
    name: 'a queue with a key of somebody’s own',
    settings: { key },
    state: of({ key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d' }),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a queue that is not encrypted',
    state: of('none'),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever calls queue jobs without TLS or without a signature is refused from then on',
      },
      apply: [setEncryption(of('none'), 'SQS', 'Encrypt new messages in queue jobs with SQS’s own keys')],
      undo: [setEncryption(of('none'), 'none', 'Encrypt messages in queue jobs no more')],
      after: of('SQS'),
    },
  },
  withKey('a queue with SQS’s own keys, where a KMS key is wanted', {
    state: of('SQS', { senders: nobody, wanted: usable }),
    undone: 'Encrypt new messages in queue jobs with SQS’s own keys again',
  }),
  withKey('a queue that is not encrypted, to which SNS sends, where the wanted key lets it in', {
    state: of('none', { senders: { ...nobody, services: ['sns.amazonaws.com'] }, wanted: usable }),
    undone: 'Encrypt messages in queue jobs no more',
  }),
  leave('a queue to which SNS sends, where the wanted key does not let it in', {
    use: {
      senders: { ...nobody, services: ['sns.amazonaws.com'] },
      wanted: { unfit: null, refuses: ['sns.amazonaws.com'] },
    },
    because:
      'the policy of alias/messages does not certainly let in sns.amazonaws.com, of which queue jobs takes messages',
  }),
  leave('a queue to which SNS sends, where AWS’s own key is wanted', {
    settings: { key: 'alias/aws/sqs' },
    use: {
      senders: { ...nobody, services: ['sns.amazonaws.com'] },
      wanted: { unfit: null, refuses: ['sns.amazonaws.com'] },
    },
    because:
      'AWS’s own key alias/aws/sqs lets in no AWS service, and queue jobs takes messages of sns.amazonaws.com: a key of your own has to be set',
  }),
  leave('a queue to which services send that its policy does not name', {
    use: { senders: { ...nobody, anyService: true }, wanted: usable },
    because:
      'the policy of queue jobs lets AWS services send for the account without naming them, so whether alias/messages lets them in is not known',
  }),
  leave('a queue, where the wanted key is missing', {
    use: {
      senders: nobody,
      wanted: { unfit: 'there is no key alias/messages in this region', refuses: [] },
    },
    because: 'there is no key alias/messages in this region',
  }),
  leave('a queue of which it was not read who sends', {
    use: null,
    because: 'it was not read who sends to queue jobs',
  }),
];

function of(encryption: Encryption, use: Queue['use'] = null): Queue {
  const url = 'https://sqs.eu-central-1.amazonaws.com/111122223333/jobs';
  return { name: 'jobs', url, encryption, use };
}

function withKey(name: string, { state, undone }: { readonly state: Queue; readonly undone: string }): Case {
  return {
    name,
    settings: { key },
    state,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'whoever is not allowed to use alias/messages can no longer send to queue jobs or receive what is sent from then on',
      },
      apply: [setEncryption(state, { key }, 'Encrypt new messages in queue jobs with the key alias/messages')],
      undo: [setEncryption(state, state.encryption, undone)],
      after: of({ key }),
    },
  };
}

interface Left {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly use: Queue['use'];
  readonly because: string;
}

function leave(name: string, { settings = { key }, use, because }: Left): Case {
  return { name, settings, state: of('SQS', use), plan: { outcome: 'leave', because } };
}
