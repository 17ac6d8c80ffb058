import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { planClosing } from '../../policy/closing.ts';
import { type Mend, withoutOutsiders } from '../../policy/mend.ts';
import { whatGoes } from '../../policy/removals.ts';
import {
  attributesOf,
  keeperOf,
  nameOf,
  setAttribute,
  topicArn,
  topicMade,
  topicReads,
  topics,
  topicTarget,
} from '../../sns/topic.ts';

const Topic = z.object({
  arn: z.string(),
  account: z.string(),
  /** Byte for byte, so that the undo is exact. */
  policy: z.string().nullable(),
});
type Topic = z.infer<typeof Topic>;

const alerts = 'arn:aws:sns:eu-central-1:111122223333:alerts';
const publishing = `"Action":"SNS:Publish","Resource":"${alerts}"`;
const anyone = `{"Sid":"Anyone","Effect":"Allow","Principal":{"AWS":"*"},${publishing}}`;
const byDefault = anyone
  .replace('Anyone', '__default_statement_ID')
  .replace(/\}$/, ',"Condition":{"StringEquals":{"AWS:SourceOwner":"111122223333"}}}');
const storage = `{"Sid":"S3","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},${publishing}}`;
const byVariable = anyone.replace(
  /\}$/,
  ',"Condition":{"StringEquals":{"aws:CalledViaFirst":"athena.amazonaws.com"}}}',
);

export const topicPolicyClosed = defineControl({
  id: 'sns.topic-policy-closed',
  title: 'Topic policies let in nobody unknown',
  practice: 'data storage',
  severity: 'high',
  standards: {
    'Security Hub': ['SNS.4'],
    Prowler: ['sns_topics_not_publicly_accessible'],
  },
  why: 'Whoever may subscribe to a topic reads all its messages; whoever may publish feeds what listens to it.',
  impact:
    'Whoever used a statement for everybody loses access, callers of the own account without a policy of their own and AWS services that no other statement names included. Subscriptions that are there stay. Every other statement stays byte for byte. SNS keeps no topic without a policy: where no statement would stay, one for the own account alone takes the place, which gives nobody anything that their own policy does not.',
  triggers: [
    topicMade,
    { kind: 'api-call', service: 'sns', events: ['AddPermission', 'SetTopicAttributes'], target: topicTarget },
    { kind: 'config-rule', rule: 'sns-topic-no-public-access' },
    { kind: 'security-hub', control: 'SNS.4' },
  ],
  ...topics,
  reads: topicReads,
  writes: [{ call: 'sns:SetTopicAttributes', on: topicArn }],
  state: Topic,

  async read({ arn, account }, aws) {
    return { arn, account, policy: (await attributesOf(arn, aws))['Policy'] ?? null };
  },

  plan(topic) {
    const { arn, account, policy } = topic;
    if (policy === null) {
      return { outcome: 'compliant' };
    }
    return planClosing(withoutOutsiders(policy, { service: 'sns', account }, 'public'), {
      policy: `the policy of topic ${nameOf(arn)}`,
      close: (mend) => close(topic, policy, mend),
    });
  },

  examples: [
    { name: 'a topic with the policy that SNS gives', state: of(text(byDefault)), plan: { outcome: 'compliant' } },
    { name: 'a topic to which S3 publishes', state: of(text(byDefault, storage)), plan: { outcome: 'compliant' } },
    {
      name: 'a topic whose policy lets everybody in under a condition that is not known',
      state: of(text(byVariable)),
      plan: {
        outcome: 'leave',
        because:
          'the policy of topic alerts is left to a person: statement Anyone lets in everybody (it names everybody; what StringEquals of aws:CalledViaFirst limits is not known here)',
      },
    },
    {
      name: 'a topic whose policy cannot be read',
      state: of('{'),
      plan: {
        outcome: 'leave',
        because: 'the policy of topic alerts is left to a person: the policy could not be read: not JSON',
      },
    },
    {
      name: 'a topic of AWS Control Tower',
      state: { ...of(text(anyone)), arn: alerts.replace('alerts', 'aws-controltower-AllConfigNotifications') },
      plan: {
        outcome: 'leave',
        because: 'topic aws-controltower-AllConfigNotifications is kept by AWS Control Tower, which alone changes it',
      },
    },
    drift('a topic to which everybody publishes, besides S3 and the account', {
      before: text(byDefault, storage, anyone),
      after: text(byDefault, storage),
      says: 'Take statement Anyone out of the policy of topic alerts',
    }),
    drift('a topic whose policy lets everybody in, and nobody else', {
      before: text(anyone),
      after: forTheAccount(of(null)),
      says: 'Let the own account alone in to topic alerts: nothing is left of its policy without statement Anyone',
    }),
  ],
});

function close(topic: Topic, policy: string, mend: Mend): Plan<Topic, 'sns:SetTopicAttributes'> {
  const { arn } = topic;
  const name = nameOf(arn);
  const keeper = keeperOf(arn);
  if (keeper !== null) {
    return { outcome: 'leave', because: keeper };
  }
  const document = mend.document ?? forTheAccount(topic);
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${mend.because}` },
    apply: [setPolicy(arn, document, sentenceOf(mend, name))],
    undo: [setPolicy(arn, policy, `Give topic ${name} the earlier text of its policy back`)],
    after: { ...topic, policy: document },
  };
}

/** SNS takes no empty policy. To name the account gives its principals no more than their own policies do. */
function forTheAccount({ arn, account }: Topic): string {
  const AWS = `arn:${arn.split(':')[1]}:iam::${account}:root`;
  const statement = { Effect: 'Allow', Principal: { AWS }, Action: 'SNS:GetTopicAttributes', Resource: arn };
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'OwnAccount', ...statement }] });
}

function sentenceOf(mend: Mend, name: string): string {
  return mend.document === null
    ? `Let the own account alone in to topic ${name}: nothing is left of its policy without ${whatGoes(mend)}`
    : `Take ${whatGoes(mend)} out of the policy of topic ${name}`;
}

function setPolicy(arn: string, AttributeValue: string, says: string): Change<'sns:SetTopicAttributes'> {
  return setAttribute(arn, { AttributeName: 'Policy', AttributeValue }, says);
}

function of(policy: string | null): Topic {
  return { arn: alerts, account: '111122223333', policy };
}

function text(...statements: readonly string[]): string {
  return `{"Version": "2008-10-17", "Statement": [${statements.join(', ')}]}`;
}

function drift(name: string, { before, after, says }: { before: string; after: string; says: string }) {
  return {
    name,
    state: of(before),
    plan: {
      outcome: 'change' as const,
      risk: {
        level: 'disruptive' as const,
        because: 'whoever has no access of their own loses it: statement Anyone lets in everybody (it names everybody)',
      },
      apply: [setPolicy(alerts, after, says)] as const,
      undo: [setPolicy(alerts, before, 'Give topic alerts the earlier text of its policy back')] as const,
      after: of(after),
    },
  };
}
