import type { Recorded } from './recorded.ts';

const place = { account: '111122223333', region: 'us-west-2' };
const arn = 'arn:aws:logs:us-west-2:111122223333:log-group:/aws/lambda/orders';
const target = { ...place, arn };
const key = 'arn:aws:kms:us-west-2:111122223333:key/6f815f63-e628-448c-8251-e40cb0d29f59';
const owner = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const service = {
  Effect: 'Allow',
  Principal: { Service: 'logs.us-west-2.amazonaws.com' },
  Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
  Resource: '*',
  Condition: {
    ArnEquals: {
      'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:us-west-2:111122223333:log-group:/aws/lambda/orders',
    },
  },
};

export const logs: readonly Recorded[] = [
  {
    control: 'logs.group-encrypted',
    of: 'a new group, where the policy of the key names it',
    settings: { key },
    target,
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
    before: { 'logs:DescribeLogGroups': described(), ...keyWith(owner, service) },
    after: { 'logs:DescribeLogGroups': described(key) },
    record: {
      eventSource: 'logs.amazonaws.com',
      eventName: 'CreateLogGroup',
      requestParameters: { logGroupName: '/aws/lambda/orders', tags: { team: 'shop' } },
      responseElements: null,
    },
  },
  {
    control: 'logs.group-encrypted',
    of: 'a group that lost its key, where the policy of the key does not name the service any more',
    settings: { key },
    target,
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html',
    before: { 'logs:DescribeLogGroups': described(), ...keyWith(owner) },
    record: {
      eventSource: 'logs.amazonaws.com',
      eventName: 'DisassociateKmsKey',
      requestParameters: { logGroupName: '/aws/lambda/orders' },
      responseElements: null,
    },
  },
  ...(['/aws/lambda/orders', 'aws/cloudtrail/f1d45bff-d0e3-4868-b5d9-2eb678aa32fb'] as const).map((name) => ({
    control: 'logs.group-retained',
    of: `the group ${name}, which keeps its events for ever and may hold some from years ago`,
    target: { ...place, arn: `arn:aws:logs:us-west-2:111122223333:log-group:${name}` },
    source: 'https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateImportTask.html',
    before: {
      'logs:DescribeLogGroups': {
        logGroups: [
          {
            logGroupName: name,
            // The first is from 2020. Into the second, which is new, events from long before are copied.
            creationTime: name.startsWith('/') ? 1_577_836_800_000 : Date.now(),
            storedBytes: 4096,
            logGroupClass: 'STANDARD',
          },
        ],
      },
    },
    record: {
      eventSource: 'logs.amazonaws.com',
      eventName: 'DeleteRetentionPolicy',
      requestParameters: { logGroupName: name },
      responseElements: null,
    },
  })),
];

function described(kmsKeyId?: string): object {
  return {
    logGroups: [
      {
        logGroupName: '/aws/lambda/orders',
        creationTime: 1_767_225_600_000,
        metricFilterCount: 0,
        arn: `${arn}:*`,
        logGroupArn: arn,
        storedBytes: 0,
        logGroupClass: 'STANDARD',
        ...(kmsKeyId && { kmsKeyId }),
      },
    ],
  };
}

/** As KMS describes a key that it made, and with a policy as text. */
function keyWith(...Statement: readonly object[]) {
  const KeyMetadata = {
    AWSAccountId: place.account,
    KeyId: key.split('/')[1],
    Arn: key,
    Enabled: true,
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeyState: 'Enabled',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    KeySpec: 'SYMMETRIC_DEFAULT',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement }, null, 2);
  return { 'kms:DescribeKey': { KeyMetadata }, 'kms:GetKeyPolicy': { Policy, PolicyName: 'default' } };
}
