import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import type { Aws, Proof } from './proof.ts';

export const dynamodb: readonly Proof[] = [
  {
    control: 'dynamodb.table-kept',
    of: 'a table whose protection somebody took off',
    async drift(aws) {
      const arn = await table(aws, 'proof-unprotected', { DeletionProtectionEnabled: true });
      const off = { TableName: 'proof-unprotected', DeletionProtectionEnabled: false };
      await aws.client(DynamoDBClient).send(new UpdateTableCommand(off));
      return arn;
    },
    witness,
  },
  {
    control: 'dynamodb.table-recoverable',
    of: 'a table whose backups somebody turned off',
    async drift(aws) {
      const TableName = 'proof-without-backups';
      const arn = await table(aws, TableName);
      for (const PointInTimeRecoveryEnabled of [true, false]) {
        const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled };
        await aws
          .client(DynamoDBClient)
          .send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
      }
      return arn;
    },
    witness,
  },
  {
    control: 'dynamodb.table-encrypted',
    of: 'a new table with DynamoDB’s own key, where a KMS key is wanted',
    settings: { key: 'alias/proof-tables' },
    async drift(aws) {
      const kms = aws.client(KMSClient);
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      await kms.send(new CreateAliasCommand({ AliasName: 'alias/proof-tables', TargetKeyId: KeyMetadata?.KeyId }));
      return table(aws, 'proof-own-key');
    },
    witness,
  },
  policyOf('a table with a policy that lets everybody read, beside the own account', 'proof-open-policy', ['Ours']),
  policyOf('a table with a policy for everybody only', 'proof-public-policy', []),
];

function policyOf(of: string, TableName: string, others: readonly string[]): Proof {
  return {
    control: 'dynamodb.table-policy-closed',
    of,
    async drift(aws) {
      const ResourceArn = await table(aws, TableName);
      const reads = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: ResourceArn };
      const ours = { AWS: `arn:aws:iam::${aws.account}:root` };
      const Statement = [
        ...others.map((Sid) => ({ Sid, ...reads, Principal: ours })),
        { Sid: 'Everybody', ...reads, Principal: '*' },
      ];
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement }, null, 1);
      await aws.client(DynamoDBClient).send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
      return ResourceArn;
    },
    witness,
  };
}

async function table(aws: Aws, TableName: string, besides: Partial<CreateTableCommandInput> = {}): Promise<string> {
  const { TableDescription } = await aws.client(DynamoDBClient).send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      ...besides,
    }),
  );
  return TableDescription?.TableArn ?? '';
}

/** All that any control of tables changes, and more. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const dynamodb = aws.client(DynamoDBClient);
  const TableName = arn.split('/')[1];
  const [described, backups, policy] = await Promise.all([
    dynamodb.send(new DescribeTableCommand({ TableName })),
    dynamodb.send(new DescribeContinuousBackupsCommand({ TableName })),
    dynamodb.send(new GetResourcePolicyCommand({ ResourceArn: arn })).catch((error: Error) => {
      if (error.name === 'PolicyNotFoundException') {
        return undefined;
      }
      throw error;
    }),
  ]);
  const { DeletionProtectionEnabled, SSEDescription, KeySchema, BillingModeSummary } = described.Table ?? {};
  return {
    ...{ DeletionProtectionEnabled, KeySchema, BillingModeSummary },
    // A table that never had a key says nothing of it, and one that had one says that it has none.
    key: SSEDescription?.Status === 'ENABLED' ? SSEDescription : undefined,
    backups: backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus,
    policy: policy?.Policy,
  };
}
