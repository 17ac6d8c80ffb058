import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DescribeLogGroupsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Aws, Proof } from './proof.ts';

export const logs: readonly Proof[] = [
  {
    control: 'logs.group-retained',
    of: 'a new group that keeps its events for ever',
    async drift(aws) {
      return group(aws, '/proofs/endless');
    },
    witness,
  },
  {
    control: 'logs.group-retained',
    of: 'a group that keeps its events for a day, beside one whose name begins with its name',
    settings: { days: 400 },
    async drift(aws) {
      const logGroupName = '/proofs/short';
      await group(aws, `${logGroupName}-other`);
      const arn = await group(aws, logGroupName);
      await aws.client(CloudWatchLogsClient).send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 1 }));
      return arn;
    },
    witness,
  },
];

async function group(aws: Aws, logGroupName: string): Promise<string> {
  const tags = { team: 'proofs' };
  await aws.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName, tags }));
  return `arn:aws:logs:${aws.region}:${aws.account}:log-group:${logGroupName}`;
}

async function witness(aws: Aws, arn: string): Promise<unknown> {
  const client = aws.client(CloudWatchLogsClient);
  const logGroupNamePrefix = arn.split(':log-group:')[1];
  const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }));
  const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
  return { logGroups, tags };
}
