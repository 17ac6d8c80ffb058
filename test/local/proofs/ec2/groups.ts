import {
  AuthorizeSecurityGroupIngressCommand,
  CreateNetworkInterfaceCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  ModifySecurityGroupRulesCommand,
} from '@aws-sdk/client-ec2';
import type { Aws, Proof } from '../proof.ts';
import { arnOf, vpc } from './place.ts';

const office = { IpRanges: [{ CidrIp: '203.0.113.0/24', Description: 'office' }] };
const everybody = { IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for the migration' }] };

export const groups: readonly Proof[] = [
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
];

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
