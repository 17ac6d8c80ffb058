import type { Example, NonEmpty, Reversible } from '../../control.ts';
import { setKey, type Topic } from '../../sns/encryption.ts';

const own = 'alias/aws/sns';
const alerts = 'arn:aws:sns:eu-central-1:111122223333:alerts';
const nobody = { services: [], outsiders: [], anyService: false, unread: null };
const byDefault = { ...nobody, anyService: true };
const usable = { unfit: null, refuses: [] };
const refusing = (...refuses: string[]) => ({ unfit: null, refuses });

type Case = Example<Topic, 'sns:SetTopicAttributes'>;

export const examples: NonEmpty<Case> = [
  {
    name: 'a topic with a key of somebody’s own',
    state: of(null, 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d'),
    plan: { outcome: 'compliant' },
  },
  drift('a topic to which only principals of the account publish', {
    state: of({ senders: nobody, wanted: usable }),
    key: own,
    risk: {
      level: 'safe',
      because: 'only principals of the account publish to topic alerts, and all of them may use alias/aws/sns',
    },
  }),
  drift('a topic with the policy that SNS gives, and no alarms', {
    state: of({ senders: byDefault, wanted: usable }),
    key: own,
    risk: {
      level: 'disruptive',
      because:
        'the policy of topic alerts lets AWS services publish for the account without naming them, and alias/aws/sns lets none in; no metric alarm publishes, but composite alarms, or events of RDS for instance, would be lost',
    },
  }),
  drift('a topic to which S3 publishes, where the wanted key lets it in', {
    settings: { key: 'alias/messages' },
    state: of({ senders: { ...byDefault, services: ['s3.amazonaws.com'] }, wanted: usable }),
    key: 'alias/messages',
    risk: {
      level: 'disruptive',
      because: 'whoever is not allowed to use alias/messages can no longer publish to topic alerts',
    },
  }),
  leave('a topic to which alarms publish, where AWS’s own key is wanted', {
    state: of({ senders: byDefault, wanted: refusing('cloudwatch.amazonaws.com') }),
    because:
      'AWS’s own key alias/aws/sns lets in no AWS service, and topic alerts takes messages of cloudwatch.amazonaws.com: a key of your own has to be set',
  }),
  leave('a topic to which S3 and EventBridge publish, where the wanted key keeps one out', {
    settings: { key: 'alias/messages' },
    state: of({
      senders: { ...nobody, services: ['events.amazonaws.com', 's3.amazonaws.com'] },
      wanted: refusing('events.amazonaws.com'),
    }),
    because:
      'the policy of alias/messages does not certainly let in events.amazonaws.com, of which topic alerts takes messages',
  }),
  leave('a topic to which another account publishes, where AWS’s own key is wanted', {
    state: of({ senders: { ...nobody, outsiders: ['arn:aws:iam::999988887777:root'] }, wanted: usable }),
    because:
      'AWS’s own key alias/aws/sns lets in the account alone, and topic alerts takes messages of arn:aws:iam::999988887777:root: a key of your own has to be set',
  }),
  leave('a topic, where the wanted key is about to be deleted', {
    settings: { key: 'alias/messages' },
    state: of({
      senders: nobody,
      wanted: { unfit: 'the key alias/messages cannot be used: its state is PendingDeletion', refuses: [] },
    }),
    because: 'the key alias/messages cannot be used: its state is PendingDeletion',
  }),
  leave('a topic whose policy cannot be read', {
    state: of({ senders: { ...nobody, unread: 'not JSON' }, wanted: usable }),
    because: 'who sends to topic alerts is not known, as its policy could not be read: not JSON',
  }),
  leave('a topic of which it was not read who publishes', {
    state: of(null),
    because: 'it was not read who publishes to topic alerts',
  }),
  leave('a topic of AWS Control Tower', {
    state: {
      ...of({ senders: nobody, wanted: usable }),
      arn: alerts.replace('alerts', 'aws-controltower-SecurityNotifications'),
    },
    because: 'topic aws-controltower-SecurityNotifications is kept by AWS Control Tower, which alone changes it',
  }),
];

function of(use: Topic['use'], key: string | null = null): Topic {
  return { arn: alerts, account: '111122223333', key, use };
}

interface Drift {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly state: Topic;
  readonly key: string;
  readonly risk: Reversible;
}

function drift(name: string, { state, key, risk, ...besides }: Drift): Case {
  return {
    name,
    ...besides,
    state,
    plan: {
      outcome: 'change',
      risk,
      apply: [setKey(alerts, key, `Encrypt topic alerts with the key ${key}`)],
      undo: [setKey(alerts, '', 'Encrypt topic alerts no more')],
      after: of(null, key),
    },
  };
}

interface Left {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly state: Topic;
  readonly because: string;
}

function leave(name: string, { because, ...besides }: Left): Case {
  return { name, ...besides, plan: { outcome: 'leave', because } };
}
