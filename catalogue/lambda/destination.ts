import * as z from 'zod';
import type { Caller, Permission } from '../control.ts';
import { notAllowed, simulation } from '../iam/simulate.ts';

const queues = 'arn:{partition}:sqs:{region}:{account}:*';
const topics = 'arn:{partition}:sns:{region}:{account}:*';

/** What finding out takes whether a role could send to a queue or a topic. */
export const destinationReads = [
  { call: 'sqs:GetQueueUrl', on: queues, absent: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'] },
  { call: 'sqs:GetQueueAttributes', on: queues },
  { call: 'sns:GetTopicAttributes', on: topics, absent: ['NotFoundException', 'NotFound'] },
  simulation,
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof destinationReads)[number]['call']>;

/** A queue or topic that a function's failures could go to. */
export const Destination = z.object({
  arn: z.string(),
  isThere: z.boolean(),
  /** The customer's key that it is encrypted with; `null` where senders need no right to a key. */
  key: z.string().nullable(),
  /** What the function's role may not do with it. */
  lacks: z.array(z.string()),
});
export type Destination = z.infer<typeof Destination>;

export async function readDestination(arn: string, role: string, aws: Aws): Promise<Destination> {
  const key = arn.split(':')[2] === 'sqs' ? await keyOfQueue(arn, aws) : await keyOfTopic(arn, aws);
  const action = arn.split(':')[2] === 'sqs' ? 'sqs:SendMessage' : 'sns:Publish';
  return key === undefined
    ? { arn, isThere: false, key: null, lacks: [] }
    : {
        arn,
        isThere: true,
        // Everybody who may send may use the keys that AWS keeps for the two services.
        key: /(^|:)alias\/aws\/(sqs|sns)$/.test(key) || key === '' ? null : key,
        lacks: await notAllowed({ role, actions: [action], resource: arn }, aws),
      };
}

/** Why a function's failures cannot go there, as a clause about it; `undefined` where they can. */
export function refusal({ arn, isThere, key, lacks }: Destination, functionArn: string): string | undefined {
  const [, , , region, account] = functionArn.split(':');
  if (arn.split(':')[3] !== region || arn.split(':')[4] !== account) {
    return `${arn} is in another account or region, whose rules are not known here`;
  }
  if (!isThere) {
    return `${arn} is not there`;
  }
  if (lacks.length > 0) {
    return `its role may not do ${lacks.join(', ')} on ${arn}`;
  }
  return key === null
    ? undefined
    : `${arn} is encrypted with ${key}, and whether its role may use that is not known here`;
}

async function keyOfQueue(arn: string, aws: Aws): Promise<string | undefined> {
  const [, , , , QueueOwnerAWSAccountId = '', QueueName = ''] = arn.split(':');
  const QueueUrl = (await aws('sqs:GetQueueUrl', { QueueName, QueueOwnerAWSAccountId }))?.QueueUrl;
  const answer =
    QueueUrl === undefined
      ? undefined
      : await aws('sqs:GetQueueAttributes', { QueueUrl, AttributeNames: ['KmsMasterKeyId'] });
  return answer && (answer.Attributes?.['KmsMasterKeyId'] ?? '');
}

async function keyOfTopic(TopicArn: string, aws: Aws): Promise<string | undefined> {
  const answer = await aws('sns:GetTopicAttributes', { TopicArn });
  return answer && (answer.Attributes?.['KmsMasterKeyId'] ?? '');
}
