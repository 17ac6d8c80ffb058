import {
  CreateKeyCommand,
  DescribeKeyCommand,
  DisableKeyRotationCommand,
  EnableKeyRotationCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { Aws, Proof } from './proof.ts';

export const kms: readonly Proof[] = [
  {
    control: 'kms.key-rotated',
    of: 'a key whose rotation somebody turned off',
    settings: { days: 180 },
    async drift(aws) {
      const KeyId = await key(aws);
      await aws.client(KMSClient).send(new EnableKeyRotationCommand({ KeyId }));
      await aws.client(KMSClient).send(new DisableKeyRotationCommand({ KeyId: KeyId.split('/')[1] }));
      return KeyId;
    },
    witness,
  },
  { control: 'kms.key-rotated', of: 'a new key that does not rotate', drift: key, witness },
  {
    control: 'kms.key-policy-closed',
    of: 'a key that everybody may decrypt with',
    async drift(aws) {
      const KeyId = await key(aws);
      const Policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Own',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${aws.account}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          { Sid: 'Anyone', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' },
        ],
      });
      await aws.client(KMSClient).send(new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy }));
      return KeyId;
    },
    witness,
  },
  {
    control: 'kms.key-not-pending-deletion',
    of: 'a key that somebody wants deleted',
    async drift(aws) {
      const KeyId = await key(aws);
      await aws.client(KMSClient).send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return KeyId;
    },
    witness,
  },
];

/** A key with a tag, which has to stay. */
async function key(aws: Aws): Promise<string> {
  const { KeyMetadata } = await aws
    .client(KMSClient)
    .send(new CreateKeyCommand({ Tags: [{ TagKey: 'team', TagValue: 'proofs' }] }));
  return KeyMetadata?.Arn ?? '';
}

/** All that any control of keys changes, and more. Of a key that does not rotate, AWS says no period. */
async function witness(aws: Aws, KeyId: string): Promise<unknown> {
  const client = aws.client(KMSClient);
  const [{ KeyMetadata }, rotation, { Policy }, { Tags }] = await Promise.all([
    client.send(new DescribeKeyCommand({ KeyId })),
    client.send(new GetKeyRotationStatusCommand({ KeyId })),
    client.send(new GetKeyPolicyCommand({ KeyId })),
    client.send(new ListResourceTagsCommand({ KeyId })),
  ]);
  const days = rotation.KeyRotationEnabled ? rotation.RotationPeriodInDays : null;
  return { state: KeyMetadata?.KeyState, deletion: KeyMetadata?.DeletionDate, days, Policy, Tags };
}
