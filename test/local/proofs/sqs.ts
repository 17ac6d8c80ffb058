import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Aws, Proof } from './proof.ts';

export const sqs: readonly Proof[] = [
  {
    control: 'sqs.queue-encrypted',
    of: 'a queue whose encryption somebody turned off',
    async drift(aws) {
      const QueueUrl = await queue(aws, 'proof-decrypted');
      for (const SqsManagedSseEnabled of ['true', 'false']) {
        const Attributes = { SqsManagedSseEnabled };
        await aws.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      }
      return arnOf(aws, 'proof-decrypted');
    },
    witness,
  },
  {
    control: 'sqs.queue-encrypted',
    of: 'a new queue to which SNS sends, where a KMS key is wanted that lets it in',
    settings: { key: 'alias/proof-queues' },
    async drift(aws) {
      const name = 'proof-without-key';
      await keyFor(aws, 'sns.amazonaws.com');
      await queue(aws, name, {
        SqsManagedSseEnabled: 'true',
        Policy: policy(aws, name, [{ Service: 'sns.amazonaws.com' }]),
      });
      return arnOf(aws, name);
    },
    witness,
  },
  policyOf('a queue to which everybody sends, beside SNS', 'proof-open-queue', [{ Service: 'sns.amazonaws.com' }, '*']),
  policyOf('a queue with a policy for everybody only', 'proof-public-queue', ['*']),
];

type Principal = '*' | { readonly Service: string };

function policyOf(of: string, name: string, principals: readonly Principal[]): Proof {
  return {
    control: 'sqs.queue-policy-closed',
    of,
    async drift(aws) {
      const QueueUrl = await queue(aws, name);
      const Attributes = { Policy: policy(aws, name, principals) };
      await aws.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
      return arnOf(aws, name);
    },
    witness,
  };
}

function policy(aws: Aws, name: string, principals: readonly Principal[]): string {
  const sends = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arnOf(aws, name) };
  const Statement = principals.map((Principal, index) => ({ Sid: `Sender${index}`, ...sends, Principal }));
  return JSON.stringify({ Version: '2012-10-17', Statement }, null, 1);
}

async function keyFor(aws: Aws, Service: string): Promise<void> {
  const kms = aws.client(KMSClient);
  const Statement = [
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${aws.account}:root` }, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { Service }, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: '*' },
  ];
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({ Policy: JSON.stringify({ Version: '2012-10-17', Statement }) }),
  );
  await kms.send(new CreateAliasCommand({ AliasName: 'alias/proof-queues', TargetKeyId: KeyMetadata?.KeyId }));
}

async function queue(aws: Aws, QueueName: string, Attributes: Record<string, string> = {}): Promise<string> {
  const made = await aws
    .client(SQSClient)
    .send(new CreateQueueCommand({ QueueName, Attributes, tags: { team: 'proofs' } }));
  return made.QueueUrl ?? '';
}

function arnOf({ region, account }: Aws, name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

/** All attributes but the time of the last change. A queue without a key says so by an empty one, or not at all. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const client = aws.client(SQSClient);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
  const [{ Attributes = {} }, { Tags }] = await Promise.all([
    client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] })),
    client.send(new ListQueueTagsCommand({ QueueUrl })),
  ]);
  const { LastModifiedTimestamp: _, ...attributes } = Attributes;
  return { ...attributes, KmsMasterKeyId: Attributes['KmsMasterKeyId'] || undefined, Tags };
}
