import { expect, test } from '@jest/globals';
import { subnetWithoutPublicAddresses } from '../../../catalogue/controls/ec2/subnet-without-public-addresses.ts';

const target = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:ec2:eu-central-1:111122223333:subnet/subnet-1',
};
const everywhere = { DestinationCidrBlock: '0.0.0.0/0' };
const Subnets = [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', OwnerId: target.account, MapPublicIpOnLaunch: true }];

test.each([
  ['an internet gateway', { ...everywhere, GatewayId: 'igw-1' }, 'disruptive'],
  ['the endpoint of a firewall', { ...everywhere, GatewayId: 'vpce-1' }, 'disruptive'],
  ['an appliance', { ...everywhere, NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }, 'disruptive'],
  ['the endpoint of S3', { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' }, 'safe'],
  ['a NAT gateway', { ...everywhere, NatGatewayId: 'nat-1' }, 'safe'],
  ['its own VPC', { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' }, 'safe'],
])('a subnet with a route to %s', async (_, route, level) => {
  const aws = (async (call: string) =>
    call === 'ec2:DescribeSubnets' ? { Subnets } : { RouteTables: [{ Routes: [route] }] }) as never;
  const state = await subnetWithoutPublicAddresses.read(target, aws, {});
  expect(subnetWithoutPublicAddresses.plan(state, {}, new Date())).toMatchObject({ risk: { level } });
});
