import type { Caller, Change, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';

export const queueArn = 'arn:{partition}:sqs:{region}:{account}:*';

/** What every control of queues reads: where a queue is, its attributes, and besides its tags and which queues there are. */
export const queueReads = [
  { call: 'sqs:GetQueueUrl', on: queueArn },
  { call: 'sqs:GetQueueAttributes', on: queueArn },
  { call: 'sqs:ListQueueTags', on: queueArn },
  { call: 'sqs:ListQueues', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of queues share: each spreads it, and `queueReads` into its reads. */
export const queues = {
  resources: { 'AWS::SQS::Queue': 'by-arn' },
  /** A queue that is no more answers by either of its names. */
  gone: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
  list: listQueues,
  tags: queueTags,
} as const;

/** Where CloudTrail's calls of SQS name their queue: making one by its name, all others by its URL. */
export const queueMade = {
  kind: 'api-call',
  service: 'sqs',
  events: ['CreateQueue'],
  target: 'arn:{partition}:sqs:{region}:{account}:{queueName}',
} as const;
export const queueTarget = 'arn:{partition}:sqs:{region}:{account}:{queueUrl:name}';

export interface Queue {
  readonly name: string;
  /** SQS takes calls on a queue by its URL only. */
  readonly url: string;
}

export interface Attributes {
  readonly Policy?: string;
  readonly KmsMasterKeyId?: string;
  readonly SqsManagedSseEnabled?: string;
}

/** Where a queue is, and what any control of queues asks of it, in the same two calls for all. */
export async function readQueue(
  { arn, account }: Target,
  aws: Caller<'sqs:GetQueueUrl' | 'sqs:GetQueueAttributes'>,
): Promise<Queue & { readonly attributes: Attributes }> {
  const name = nameOf(arn);
  const url = await urlOf(name, account, aws);
  const answer = await aws('sqs:GetQueueAttributes', {
    QueueUrl: url,
    AttributeNames: ['Policy', 'KmsMasterKeyId', 'SqsManagedSseEnabled'],
  });
  return { name, url, attributes: answer?.Attributes ?? {} };
}

async function queueTags(
  { arn, account }: Target,
  aws: Caller<'sqs:GetQueueUrl' | 'sqs:ListQueueTags'>,
): Promise<Readonly<Record<string, string>>> {
  const QueueUrl = await urlOf(nameOf(arn), account, aws);
  return (await aws('sqs:ListQueueTags', { QueueUrl }))?.Tags ?? {};
}

async function* listQueues(
  { partition, region, account }: Place,
  aws: Caller<'sqs:ListQueues'>,
): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('sqs:ListQueues', { MaxResults: 1_000, ...(NextToken && { NextToken }) });
    for (const url of page?.QueueUrls ?? []) {
      yield `arn:${partition}:sqs:${region}:${account}:${url.slice(url.lastIndexOf('/') + 1)}`;
    }
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
}

export function setAttributes({ url }: Queue, attributes: Attributes, says: string): Change<'sqs:SetQueueAttributes'> {
  return { call: 'sqs:SetQueueAttributes', input: { QueueUrl: url, Attributes: { ...attributes } }, says };
}

function nameOf(arn: string): string {
  return arn.split(':').at(-1) ?? '';
}

async function urlOf(QueueName: string, account: string, aws: Caller<'sqs:GetQueueUrl'>): Promise<string> {
  return (await aws('sqs:GetQueueUrl', { QueueName, QueueOwnerAWSAccountId: account }))?.QueueUrl ?? '';
}
