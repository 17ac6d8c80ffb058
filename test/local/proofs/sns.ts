import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SetTopicAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { Aws, Proof } from './proof.ts';

export const sns: readonly Proof[] = [
  {
    control: 'sns.topic-encrypted',
    of: 'a new topic, with the policy that SNS gives',
    drift: (aws) => topic(aws, 'proof-plain'),
    witness,
  },
  {
    control: 'sns.topic-encrypted',
    of: 'a topic whose key somebody took off',
    async drift(aws) {
      const TopicArn = await topic(aws, 'proof-decrypted');
      for (const AttributeValue of ['alias/aws/sns', '']) {
        await aws
          .client(SNSClient)
          .send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue }));
      }
      return TopicArn;
    },
    witness,
  },
  policyOf('a topic to which everybody publishes, beside S3', 'proof-open-topic', ['s3.amazonaws.com']),
  policyOf('a topic with a policy for everybody only', 'proof-public-topic', []),
];

function policyOf(of: string, name: string, services: readonly string[]): Proof {
  return {
    control: 'sns.topic-policy-closed',
    of,
    async drift(aws) {
      const TopicArn = await topic(aws, name);
      const publishes = { Effect: 'Allow', Action: 'SNS:Publish', Resource: TopicArn };
      const Statement = [
        ...services.map((Service) => ({ Sid: 'Service', ...publishes, Principal: { Service } })),
        { Sid: 'Everybody', ...publishes, Principal: { AWS: '*' } },
      ];
      const AttributeValue = JSON.stringify({ Version: '2012-10-17', Statement }, null, 1);
      await aws
        .client(SNSClient)
        .send(new SetTopicAttributesCommand({ TopicArn, AttributeName: 'Policy', AttributeValue }));
      return TopicArn;
    },
    witness,
  };
}

async function topic(aws: Aws, Name: string): Promise<string> {
  const Tags = [{ Key: 'team', Value: 'proofs' }];
  return (await aws.client(SNSClient).send(new CreateTopicCommand({ Name, Tags }))).TopicArn ?? '';
}

/** All attributes. A topic without a key says so by an empty one, or not at all. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const client = aws.client(SNSClient);
  const [{ Attributes = {} }, { Tags }] = await Promise.all([
    client.send(new GetTopicAttributesCommand({ TopicArn: arn })),
    client.send(new ListTagsForResourceCommand({ ResourceArn: arn })),
  ]);
  return { ...Attributes, KmsMasterKeyId: Attributes['KmsMasterKeyId'] || undefined, Tags };
}
