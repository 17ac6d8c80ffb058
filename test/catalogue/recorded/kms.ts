import type { Recorded } from './recorded.ts';

const replica = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const primary = 'arn:aws:kms:us-west-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
const regions = (MultiRegionKeyType: 'PRIMARY' | 'REPLICA') => ({
  MultiRegion: true,
  MultiRegionConfiguration: {
    MultiRegionKeyType,
    PrimaryKey: { Arn: primary, Region: 'us-west-2' },
    ReplicaKeys: [{ Arn: replica, Region: 'eu-west-1' }],
  },
});
const usual = { KeyManager: 'CUSTOMER', KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT', Origin: 'AWS_KMS' };

export const kms: readonly Recorded[] = [
  {
    control: 'kms.key-rotated',
    of: 'a replica of a key that does not rotate',
    target: { account: '111122223333', region: 'eu-west-1', arn: replica },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/ct-createkey.html',
    before: {
      'kms:GetKeyRotationStatus': { KeyRotationEnabled: false, KeyId: replica },
      'kms:DescribeKey': {
        KeyMetadata: { ...usual, Arn: replica, Enabled: true, KeyState: 'Enabled', ...regions('REPLICA') },
      },
    },
    record: {
      eventSource: 'kms.amazonaws.com',
      eventName: 'CreateKey',
      requestParameters: null,
      responseElements: {
        keyMetadata: {
          aWSAccountId: '111122223333',
          keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab',
          arn: replica,
          multiRegion: true,
        },
      },
    },
  },
  {
    control: 'kms.key-not-pending-deletion',
    of: 'a key with a replica: KMS says no date',
    target: { account: '111122223333', region: 'us-west-2', arn: primary },
    source: 'https://docs.aws.amazon.com/kms/latest/developerguide/ct-schedule-key-deletion.html',
    before: {
      'kms:DescribeKey': {
        KeyMetadata: {
          ...usual,
          Arn: primary,
          Enabled: false,
          KeyState: 'PendingReplicaDeletion',
          PendingDeletionWindowInDays: 30,
          ...regions('PRIMARY'),
        },
      },
    },
    after: {
      'kms:DescribeKey': {
        KeyMetadata: { ...usual, Arn: primary, Enabled: false, KeyState: 'Disabled', ...regions('PRIMARY') },
      },
    },
    record: {
      eventSource: 'kms.amazonaws.com',
      eventName: 'ScheduleKeyDeletion',
      requestParameters: { pendingWindowInDays: 30, keyId: 'mrk-1234abcd12ab34cd56ef1234567890ab' },
      responseElements: { keyId: primary, keyState: 'PendingReplicaDeletion', pendingWindowInDays: 30 },
    },
  },
];
