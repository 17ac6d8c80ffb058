import { type Recorded, Refused } from './recorded.ts';

const key = 'arn:aws:kms:eu-central-1:111122223333:alias/buckets';
const blocked = { EncryptionType: ['SSE-C'] };

const account = { account: '111122223333', region: 'us-east-1', arn: 'arn:aws:s3::111122223333:account' };
const open = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: false, RestrictPublicBuckets: false };
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };

export const s3: readonly Recorded[] = [
  {
    control: 's3.account-closed-to-public',
    of: 'an account that somebody took the block off',
    target: account,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_GetPublicAccessBlock.html',
    before: { 's3control:GetPublicAccessBlock': new Refused('NoSuchPublicAccessBlockConfiguration') },
    after: { 's3control:GetPublicAccessBlock': { PublicAccessBlockConfiguration: closed } },
    record: {
      eventSource: 's3.amazonaws.com',
      eventName: 'DeleteAccountPublicAccessBlock',
      requestParameters: { Host: '111122223333.s3-control.us-east-1.amazonaws.com' },
    },
  },
  {
    control: 's3.account-closed-to-public',
    of: 'an account that takes public policies',
    target: account,
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_PutPublicAccessBlock.html',
    before: { 's3control:GetPublicAccessBlock': { PublicAccessBlockConfiguration: open } },
    after: { 's3control:GetPublicAccessBlock': { PublicAccessBlockConfiguration: closed } },
    record: {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutAccountPublicAccessBlock',
      requestParameters: { Host: '111122223333.s3-control.us-east-1.amazonaws.com' },
    },
  },
  {
    control: 's3.bucket-encrypted',
    of: 'a bucket as S3 makes them since April 2026: S3’s own keys, and no keys of customers',
    settings: { key },
    target: { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::ledger' },
    source: 'https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketEncryption.html',
    before: {
      's3:GetBucketPolicy': new Refused('NoSuchBucketPolicy'),
      's3:GetBucketAcl': { Grants: [] },
      'kms:DescribeKey': {
        KeyMetadata: {
          Arn: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666',
          KeyManager: 'CUSTOMER',
          KeyState: 'Enabled',
          KeySpec: 'SYMMETRIC_DEFAULT',
        },
      },
      's3:GetBucketEncryption': {
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
              BucketKeyEnabled: false,
              BlockedEncryptionTypes: blocked,
            },
          ],
        },
      },
    },
    after: {
      's3:GetBucketEncryption': {
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key },
              BucketKeyEnabled: true,
              BlockedEncryptionTypes: blocked,
            },
          ],
        },
      },
    },
    record: {
      eventSource: 's3.amazonaws.com',
      eventName: 'PutBucketEncryption',
      requestParameters: { bucketName: 'ledger', encryption: '', Host: 'ledger.s3.eu-central-1.amazonaws.com' },
    },
  },
];
