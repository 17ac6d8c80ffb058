import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateInternetGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeFlowLogsCommand,
  DescribeImageAttributeCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSubnetsCommand,
  EC2Client,
  type IpPermission,
  ModifyImageAttributeCommand,
  ModifySecurityGroupRulesCommand,
  ModifySnapshotAttributeCommand,
  ModifySubnetAttributeCommand,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import type { Aws, Proof } from './proof.ts';

const office = { IpRanges: [{ CidrIp: '203.0.113.0/24', Description: 'office' }] };
const everybody = { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for the migration' }] };

export const ec2: readonly Proof[] = [
  {
    control: 'ec2.security-group-admin-ports-closed',
    of: 'a group that lets everybody in over SSH, beside the office',
    async drift(aws) {
      const GroupId = await group(aws, 'proof-open-ssh');
      await allow(aws, GroupId, [
        { ...tcp(22), ...office },
        { ...tcp(443), ...everybody },
      ]);
      await allow(aws, GroupId, [{ ...tcp(22), ...everybody }], 'rule');
      return arnOf(aws, 'security-group', GroupId);
    },
    witness: rulesOf,
  },
  {
    control: 'ec2.security-group-admin-ports-closed',
    of: 'a group in use that is open to all traffic in two halves of IPv4 and in all of IPv6',
    async drift(aws) {
      const GroupId = await group(aws, 'proof-open-halves');
      await aws
        .client(EC2Client)
        .send(new CreateNetworkInterfaceCommand({ SubnetId: 'subnet-00000001', Groups: [GroupId] }));
      await allow(aws, GroupId, [
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/1' }] },
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '128.0.0.0/1' }] },
        { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
        { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
      ]);
      return arnOf(aws, 'security-group', GroupId);
    },
    witness: rulesOf,
  },
  {
    control: 'ec2.security-group-admin-ports-closed',
    of: 'a group whose rule for the office somebody made one for everybody',
    async drift(aws) {
      const GroupId = await group(aws, 'proof-widened');
      await allow(aws, GroupId, [{ ...tcp(3389), ...office }]);
      const [rule] = await rulesIn(aws, GroupId);
      const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 3389, ToPort: 3389, CidrIpv4: '0.0.0.0/0' };
      const SecurityGroupRuleId = rule?.SecurityGroupRuleId;
      await aws.client(EC2Client).send(
        new ModifySecurityGroupRulesCommand({
          GroupId,
          SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }],
        }),
      );
      return arnOf(aws, 'security-group', GroupId);
    },
    witness: rulesOf,
  },
  {
    control: 'ec2.default-security-group-empty',
    of: 'the default group of a new VPC',
    async drift(aws) {
      const client = aws.client(EC2Client);
      const Filters = [{ Name: 'vpc-id', Values: [await vpc(aws, '10.1.0.0/16')] }];
      const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters }));
      return arnOf(aws, 'security-group', SecurityGroups[0]?.GroupId);
    },
    witness: rulesOf,
  },
  {
    control: 'ec2.vpc-flow-logged',
    of: 'a new VPC, where a bucket is set',
    settings: { destination: 'arn:aws:s3:::proof-flow-logs/{region}' },
    async drift(aws) {
      return arnOf(aws, 'vpc', await vpc(aws, '10.2.0.0/16'));
    },
    witness: flowLogsOf,
  },
  {
    control: 'ec2.vpc-flow-logged',
    of: 'a new VPC, where a log group and a role are set',
    settings: {
      destination: 'arn:aws:logs:{region}:{account}:log-group:/proof/flow',
      role: 'arn:aws:iam::{account}:role/proof-flow-logs',
      traffic: 'ALL',
    },
    async drift(aws) {
      return arnOf(aws, 'vpc', await vpc(aws, '10.3.0.0/16'));
    },
    witness: flowLogsOf,
  },
  {
    control: 'ec2.subnet-without-public-addresses',
    of: 'a private subnet that somebody let give public addresses',
    async drift(aws) {
      return arnOf(aws, 'subnet', await givingSubnet(aws, '10.4.0.0/16', false));
    },
    witness: subnetOf,
  },
  {
    control: 'ec2.subnet-without-public-addresses',
    of: 'a public subnet that somebody let give public addresses',
    async drift(aws) {
      return arnOf(aws, 'subnet', await givingSubnet(aws, '10.5.0.0/16', true));
    },
    witness: subnetOf,
  },
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

function arnOf({ account, region }: Aws, kind: string, id = ''): string {
  return `arn:aws:ec2:${region}:${account}:${kind}/${id}`;
}

function tcp(port: number): IpPermission {
  return { IpProtocol: 'tcp', FromPort: port, ToPort: port };
}

async function group(aws: Aws, GroupName: string): Promise<string> {
  const { GroupId = '' } = await aws
    .client(EC2Client)
    .send(new CreateSecurityGroupCommand({ GroupName, Description: 'for a proof' }));
  return GroupId;
}

async function allow(aws: Aws, GroupId: string, IpPermissions: IpPermission[], tag?: string): Promise<void> {
  const Tags = [{ Key: 'of', Value: tag ?? '' }];
  const TagSpecifications = tag === undefined ? [] : [{ ResourceType: 'security-group-rule' as const, Tags }];
  await aws
    .client(EC2Client)
    .send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions, TagSpecifications }));
}

/** All rules without their ids, which are new for rules that were put back, and without their places in the list. */
async function rulesOf(aws: Aws, arn: string): Promise<unknown> {
  const rules = await rulesIn(aws, arn.split('/').at(-1) ?? '');
  const alike = rules.map(({ SecurityGroupRuleId: _, SecurityGroupRuleArn: __, ...rule }) => JSON.stringify(rule));
  return alike.toSorted();
}

async function rulesIn(aws: Aws, group: string) {
  const Filters = [{ Name: 'group-id', Values: [group] }];
  const { SecurityGroupRules = [] } = await aws
    .client(EC2Client)
    .send(new DescribeSecurityGroupRulesCommand({ Filters }));
  return SecurityGroupRules;
}

async function vpc(aws: Aws, CidrBlock: string): Promise<string> {
  const { Vpc } = await aws.client(EC2Client).send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? '';
}

async function flowLogsOf(aws: Aws, arn: string): Promise<unknown> {
  const Filter = [{ Name: 'resource-id', Values: [arn.split('/').at(-1) ?? ''] }];
  return (await aws.client(EC2Client).send(new DescribeFlowLogsCommand({ Filter }))).FlowLogs;
}

/** A subnet that gives public addresses, with or without a route to the internet. */
async function givingSubnet(aws: Aws, CidrBlock: string, isPublic: boolean): Promise<string> {
  const client = aws.client(EC2Client);
  const VpcId = await vpc(aws, CidrBlock);
  const { Subnet } = await client.send(new CreateSubnetCommand({ VpcId, CidrBlock: CidrBlock.replace('/16', '/24') }));
  const SubnetId = Subnet?.SubnetId ?? '';
  if (isPublic) {
    const { InternetGateway } = await client.send(new CreateInternetGatewayCommand({}));
    const GatewayId = InternetGateway?.InternetGatewayId ?? '';
    await client.send(new AttachInternetGatewayCommand({ VpcId, InternetGatewayId: GatewayId }));
    const { RouteTable } = await client.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? '';
    await client.send(new CreateRouteCommand({ RouteTableId, GatewayId, DestinationCidrBlock: '0.0.0.0/0' }));
    await client.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
  }
  await client.send(new ModifySubnetAttributeCommand({ SubnetId, MapPublicIpOnLaunch: { Value: true } }));
  return SubnetId;
}

async function subnetOf(aws: Aws, arn: string): Promise<unknown> {
  const SubnetIds = [arn.split('/').at(-1) ?? ''];
  return (await aws.client(EC2Client).send(new DescribeSubnetsCommand({ SubnetIds }))).Subnets;
}

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
