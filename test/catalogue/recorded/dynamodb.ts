import type { Recorded } from './recorded.ts';

const target = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:dynamodb:eu-central-1:111122223333:table/orders',
};
const keptFor = (RecoveryPeriodInDays: number) => ({
  'dynamodb:DescribeContinuousBackups': {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED', RecoveryPeriodInDays },
    },
  },
});
const key = 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000';

export const dynamodb: readonly Recorded[] = [
  {
    control: 'dynamodb.table-recoverable',
    of: 'a table whose backups somebody cut to one day, which the emulator does not know of',
    settings: { leastDays: 14 },
    target,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html',
    before: keptFor(1),
    after: keptFor(14),
    record: {
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'UpdateContinuousBackups',
      requestParameters: {
        tableName: 'orders',
        pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 1 },
      },
    },
  },
  {
    control: 'dynamodb.table-encrypted',
    of: 'a table that is named by its ARN, and names its key by the ARN where an alias was set',
    settings: { key: 'alias/tables' },
    target,
    source: 'https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_SSEDescription.html',
    before: {
      'dynamodb:DescribeTable': { Table: { TableName: 'orders', TableStatus: 'ACTIVE' } },
      'kms:DescribeKey': {
        KeyMetadata: { Arn: key, KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT', KeyManager: 'CUSTOMER' },
      },
    },
    after: {
      'dynamodb:DescribeTable': {
        Table: {
          TableName: 'orders',
          TableStatus: 'ACTIVE',
          SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key },
        },
      },
    },
    record: {
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'UpdateTable',
      requestParameters: { tableName: target.arn, sSESpecification: { enabled: false } },
    },
  },
];
