import * as z from 'zod';
import { type Caller, defineControl, type Reversible } from '../../control.ts';
import { isKeptByAws, KeyName, keyUseReads, readKeyUse } from '../../kms/key-use.ts';
import { obstacleTo } from '../../kms/obstacle.ts';
import { type Senders, sendersIn } from '../../policy/senders.ts';
import { setKey, Topic } from '../../sns/encryption.ts';
import {
  attributesOf,
  keeperOf,
  nameOf,
  topicArn,
  topicMade,
  topicReads,
  topics,
  topicTarget,
} from '../../sns/topic.ts';
import { examples } from './topic-encrypted.examples.ts';

const Settings = z.object({
  key: KeyName.default('alias/aws/sns').describe(
    'KMS key for topics that use none: its ARN, or an alias, which stands for the key of that name in each account and region. AWS services and other accounts can only publish to topics with a key of your own, whose policy lets them use it',
  ),
});
type Settings = z.infer<typeof Settings>;

const alarms = 'cloudwatch.amazonaws.com';

export const topicEncrypted = defineControl({
  id: 'sns.topic-encrypted',
  title: 'Topics are encrypted',
  practice: 'encryption',
  severity: 'medium',
  standards: {
    'Security Hub': ['SNS.1'],
    Prowler: ['sns_topics_kms_encryption_at_rest_enabled'],
  },
  why: 'Messages that wait for their delivery lie on disk; with a KMS key they are unreadable without it, and every use of the key can be seen.',
  impact:
    'Who publishes has to be allowed to use the key; subscribers need nothing. With AWS’s own key, alias/aws/sns, everybody of the account may, but no AWS service and no other account: topics that those publish to are left alone. With a key of your own, topics are left alone whose AWS services its policy does not let in. Uses of the key are paid for. A topic with a key keeps it.',
  triggers: [
    topicMade,
    { kind: 'api-call', service: 'sns', events: ['SetTopicAttributes'], target: topicTarget },
    { kind: 'config-rule', rule: 'sns-encrypted-kms' },
    { kind: 'security-hub', control: 'SNS.1' },
  ],
  settings: Settings,
  ...topics,
  reads: [
    ...topicReads,
    { call: 'cloudwatch:DescribeAlarms', on: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:*' },
    ...keyUseReads,
  ],
  writes: [{ call: 'sns:SetTopicAttributes', on: topicArn }],
  state: Topic,

  async read({ arn, account }, aws, settings) {
    const { KmsMasterKeyId: key = '', Policy = null } = await attributesOf(arn, aws);
    if (key !== '') {
      return { arn, account, key, use: null };
    }
    const senders = sendersIn(Policy, { service: 'sns', account }, 'sns:Publish');
    const isAlarmed = senders.anyService && (await isAlarmedTo(arn, aws));
    const services = [...new Set([...senders.services, ...(isAlarmed ? [alarms] : [])])].toSorted();
    const wanted = await readKeyUse(settings.key, { services, account }, aws);
    return { arn, account, key: null, use: { senders, wanted } };
  },

  plan(topic, settings) {
    const { arn, key, use } = topic;
    if (key !== null) {
      return { outcome: 'compliant' };
    }
    const name = nameOf(arn);
    if (use === null) {
      return { outcome: 'leave', because: `it was not read who publishes to topic ${name}` };
    }
    const because = keeperOf(arn) ?? obstacleTo({ what: `topic ${name}`, key: settings.key, ...use });
    if (because !== null) {
      return { outcome: 'leave', because };
    }
    return {
      outcome: 'change',
      risk: riskOf(name, use.senders, settings),
      apply: [setKey(arn, settings.key, `Encrypt topic ${name} with the key ${settings.key}`)],
      undo: [setKey(arn, '', `Encrypt topic ${name} no more`)],
      after: { ...topic, key: settings.key, use: null },
    };
  },

  /** Who publishes is no part of what is changed. */
  restores({ arn, key }) {
    return { arn, key };
  },

  examples,
});

/**
 * Alarms are found by what they do; a topic with a longer name begins alike. Composite alarms are not: CloudWatch shows them
 * to those only who may see everything of every alarm (Amazon CloudWatch API reference, DescribeAlarms).
 */
async function isAlarmedTo(arn: string, aws: Caller<'cloudwatch:DescribeAlarms'>): Promise<boolean> {
  let NextToken: string | undefined;
  do {
    const page = await aws('cloudwatch:DescribeAlarms', {
      ActionPrefix: arn,
      MaxRecords: 100,
      ...(NextToken && { NextToken }),
    });
    const actions = (page?.MetricAlarms ?? []).flatMap((alarm) => [
      ...(alarm.AlarmActions ?? []),
      ...(alarm.OKActions ?? []),
      ...(alarm.InsufficientDataActions ?? []),
    ]);
    if (actions.includes(arn)) {
      return true;
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return false;
}

/**
 * Everybody of the account may use AWS's own key through SNS. Only services that act on the account's behalf may not, and
 * where its policy names none, such as the policy that SNS gives every topic, nobody can tell whether any does.
 */
function riskOf(name: string, { anyService }: Senders, { key }: Settings): Reversible {
  if (!isKeptByAws(key)) {
    return {
      level: 'disruptive',
      because: `whoever is not allowed to use ${key} can no longer publish to topic ${name}`,
    };
  }
  return anyService
    ? {
        level: 'disruptive',
        because: `the policy of topic ${name} lets AWS services publish for the account without naming them, and ${key} lets none in; no metric alarm publishes, but composite alarms, or events of RDS for instance, would be lost`,
      }
    : {
        level: 'safe',
        because: `only principals of the account publish to topic ${name}, and all of them may use ${key}`,
      };
}
