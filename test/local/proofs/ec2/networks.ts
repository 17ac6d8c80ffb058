import {
  AssociateRouteTableCommand,
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  DescribeFlowLogsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
} from '@aws-sdk/client-ec2';
import type { Aws, Proof } from '../proof.ts';
import { arnOf, vpc } from './place.ts';

export const networks: readonly Proof[] = [
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
];

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
