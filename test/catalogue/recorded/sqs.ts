import type { Recorded } from './recorded.ts';

const url = 'https://sqs.us-east-1.amazonaws.com/111122223333/jobs';
const attributes = (SqsManagedSseEnabled: string) => ({
  'sqs:GetQueueUrl': { QueueUrl: url },
  'sqs:GetQueueAttributes': { Attributes: { SqsManagedSseEnabled } },
});

export const sqs: readonly Recorded[] = [
  {
    control: 'sqs.queue-encrypted',
    of: 'a queue whose encryption somebody turned off in the console, which sends all attributes at once',
    target: { account: '111122223333', region: 'us-east-1', arn: 'arn:aws:sqs:us-east-1:111122223333:jobs' },
    source: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html',
    before: attributes('false'),
    after: attributes('true'),
    record: {
      eventSource: 'sqs.amazonaws.com',
      eventName: 'SetQueueAttributes',
      requestParameters: {
        queueUrl: url,
        attributes: {
          ...{
            Policy: '',
            RedrivePolicy: '',
            RedriveAllowPolicy: '',
            KmsMasterKeyId: '',
            SqsManagedSseEnabled: 'false',
          },
          ...{ DelaySeconds: '0', MaximumMessageSize: '262144', MessageRetentionPeriod: '345600' },
          ...{ ReceiveMessageWaitTimeSeconds: '0', VisibilityTimeout: '32' },
        },
      },
    },
  },
];
