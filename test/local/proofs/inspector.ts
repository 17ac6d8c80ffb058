import {
  BatchGetAccountStatusCommand,
  DisableCommand,
  EnableCommand,
  Inspector2Client,
} from '@aws-sdk/client-inspector2';
import type { Proof } from './proof.ts';

export const inspector: readonly Proof[] = [
  {
    control: 'inspector.scanning-on',
    of: 'scans of which somebody switched some off',
    async drift(aws) {
      const client = aws.client(Inspector2Client);
      await client.send(new EnableCommand({ resourceTypes: ['EC2', 'ECR', 'LAMBDA'] }));
      await client.send(new DisableCommand({ resourceTypes: ['EC2', 'LAMBDA'] }));
      return `arn:aws:inspector2:${aws.region}:${aws.account}:account`;
    },
    async witness(aws) {
      const { accounts = [] } = await aws.client(Inspector2Client).send(new BatchGetAccountStatusCommand({}));
      return accounts.map(({ accountId, resourceState }) => ({ accountId, resourceState }));
    },
  },
];
