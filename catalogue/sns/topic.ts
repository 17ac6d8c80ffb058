import type { Caller, Change, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

export const topicArn = 'arn:{partition}:sns:{region}:{account}:*';

/** What every control of topics reads: its attributes, in one call, and besides its tags and which topics there are. */
export const topicReads = [
  { call: 'sns:GetTopicAttributes', on: topicArn },
  { call: 'sns:ListTagsForResource', on: topicArn },
  { call: 'sns:ListTopics', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of topics share: each spreads it, and `topicReads` into its reads. */
export const topics = {
  resources: { 'AWS::SNS::Topic': 'by-arn' },
  gone: ['NotFoundException', 'ResourceNotFoundException'],
  list: listTopics,
  tags: topicTags,
} as const;

/** Where CloudTrail's calls of SNS name their topic. */
export const topicMade = {
  kind: 'api-call',
  service: 'sns',
  events: ['CreateTopic'],
  target: '{responseElements.topicArn}',
} as const;
export const topicTarget = '{topicArn}';

export function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

/**
 * A clause about why a topic is not ours to change; `null` where it is.
 * Source: AWS Control Tower, control AWS-GR_SNS_CHANGE_PROHIBITED.
 */
export function keeperOf(arn: string): string | null {
  return nameOf(arn).startsWith('aws-controltower-')
    ? `topic ${nameOf(arn)} is kept by AWS Control Tower, which alone changes it`
    : null;
}

export async function attributesOf(
  TopicArn: string,
  aws: Caller<'sns:GetTopicAttributes'>,
): Promise<Readonly<Record<string, string>>> {
  return (await aws('sns:GetTopicAttributes', { TopicArn }))?.Attributes ?? {};
}

async function topicTags(
  { arn }: Target,
  aws: Caller<'sns:ListTagsForResource'>,
): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('sns:ListTagsForResource', { ResourceArn: arn }))?.Tags);
}

async function* listTopics(_: Place, aws: Caller<'sns:ListTopics'>): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('sns:ListTopics', NextToken === undefined ? {} : { NextToken });
    for (const { TopicArn } of page?.Topics ?? []) {
      if (TopicArn !== undefined) {
        yield TopicArn;
      }
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
}

export function setAttribute(
  TopicArn: string,
  attribute: { readonly AttributeName: 'KmsMasterKeyId' | 'Policy'; readonly AttributeValue: string },
  says: string,
): Change<'sns:SetTopicAttributes'> {
  return { call: 'sns:SetTopicAttributes', input: { TopicArn, ...attribute }, says };
}
