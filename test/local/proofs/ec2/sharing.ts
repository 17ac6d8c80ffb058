import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeImageAttributeCommand,
  DescribeSnapshotAttributeCommand,
  EC2Client,
  ModifyImageAttributeCommand,
  ModifySnapshotAttributeCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import type { Aws, Proof } from '../proof.ts';

export const sharing: readonly Proof[] = [
  {
    control: 'ec2.snapshot-private',
    of: 'a snapshot that is shared with an account and then with everybody',
    async drift(aws) {
      const SnapshotId = await snapshot(aws);
      await share(aws, { SnapshotId, UserIds: ['444455556666'] });
      await share(aws, { SnapshotId, GroupNames: ['all'] });
      return `arn:aws:ec2:${aws.region}::snapshot/${SnapshotId}`;
    },
    witness: permissionsOf,
  },
  {
    control: 'ec2.snapshot-private',
    of: 'a snapshot that is shared with an account that is not trusted',
    settings: { trusted: ['444455556666'] },
    async drift(aws) {
      const SnapshotId = await snapshot(aws);
      await share(aws, { SnapshotId, UserIds: ['444455556666', '777788889999'] });
      return `arn:aws:ec2:${aws.region}::snapshot/${SnapshotId}`;
    },
    witness: permissionsOf,
  },
  {
    control: 'ec2.image-private',
    of: 'an image that is shared with an account and with everybody',
    async drift(aws) {
      const client = aws.client(EC2Client);
      const { ImageId = '' } = await client.send(new RegisterImageCommand({ Name: 'proof-published' }));
      const Add = [{ UserId: '444455556666' }, { Group: 'all' as const }];
      await client.send(new ModifyImageAttributeCommand({ ImageId, LaunchPermission: { Add } }));
      return `arn:aws:ec2:${aws.region}::image/${ImageId}`;
    },
    async witness(aws, arn) {
      const ImageId = arn.split('/').at(-1);
      const { LaunchPermissions = [] } = await aws
        .client(EC2Client)
        .send(new DescribeImageAttributeCommand({ ImageId, Attribute: 'launchPermission' }));
      return LaunchPermissions.map((one) => JSON.stringify(one)).toSorted();
    },
  },
];

async function snapshot(aws: Aws): Promise<string> {
  const client = aws.client(EC2Client);
  const { VolumeId } = await client.send(new CreateVolumeCommand({ AvailabilityZone: `${aws.region}a`, Size: 1 }));
  return (await client.send(new CreateSnapshotCommand({ VolumeId }))).SnapshotId ?? '';
}

async function share(
  aws: Aws,
  one: { readonly SnapshotId: string; readonly UserIds?: string[]; readonly GroupNames?: string[] },
): Promise<void> {
  const how = { Attribute: 'createVolumePermission', OperationType: 'add' } as const;
  await aws.client(EC2Client).send(new ModifySnapshotAttributeCommand({ ...how, ...one }));
}

async function permissionsOf(aws: Aws, arn: string): Promise<unknown> {
  const SnapshotId = arn.split('/').at(-1);
  const { CreateVolumePermissions = [] } = await aws
    .client(EC2Client)
    .send(new DescribeSnapshotAttributeCommand({ SnapshotId, Attribute: 'createVolumePermission' }));
  return CreateVolumePermissions.map((one) => JSON.stringify(one)).toSorted();
}
