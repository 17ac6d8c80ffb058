import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import type { Aws, Proof } from '../proof.ts';
import { arnOf, vpc } from './place.ts';

const control = 'ec2.network-acl-admin-ports-closed';
const everybody = { CidrBlock: '0.0.0.0/0' };
const ssh = { From: 22, To: 22 };

export const acls: readonly Proof[] = [
  {
    control,
    of: 'the network ACL of a new VPC, which is open to everything',
    async drift(aws) {
      const [acl] = await describe(aws, 'vpc-id', await vpc(aws, '10.6.0.0/16'));
      return arnOf(aws, 'network-acl', acl?.NetworkAclId);
    },
    witness: entriesOf,
  },
  {
    control,
    of: 'a network ACL to which somebody added SSH for everybody, beside the office',
    settings: { kept: ['10.0.0.0/8', 'fd00::/8'] },
    async drift(aws) {
      const id = await acl(aws, '10.7.0.0/16');
      await allow(aws, id, { RuleNumber: 100, PortRange: { From: 443, To: 443 }, ...everybody });
      await allow(aws, id, { RuleNumber: 120, PortRange: ssh, CidrBlock: '203.0.113.0/24' });
      await allow(aws, id, { RuleNumber: 121, PortRange: { From: 1024, To: 65_535 }, Ipv6CidrBlock: '::/0' });
      await allow(aws, id, { RuleNumber: 110, PortRange: ssh, ...everybody });
      return arnOf(aws, 'network-acl', id);
    },
    witness: entriesOf,
  },
  {
    control,
    of: 'a network ACL from which somebody took the denial of Remote Desktop',
    async drift(aws) {
      const id = await acl(aws, '10.8.0.0/16');
      const RuleNumber = 90;
      await allow(aws, id, { RuleNumber, PortRange: { From: 3389, To: 3389 }, RuleAction: 'deny', ...everybody });
      await allow(aws, id, { RuleNumber: 100, PortRange: { From: 1024, To: 65_535 }, ...everybody });
      const taken = { NetworkAclId: id, RuleNumber, Egress: false };
      await aws.client(EC2Client).send(new DeleteNetworkAclEntryCommand(taken));
      return arnOf(aws, 'network-acl', id);
    },
    witness: entriesOf,
  },
];

async function acl(aws: Aws, CidrBlock: string): Promise<string> {
  const VpcId = await vpc(aws, CidrBlock);
  const { NetworkAcl } = await aws.client(EC2Client).send(new CreateNetworkAclCommand({ VpcId }));
  return NetworkAcl?.NetworkAclId ?? '';
}

async function allow(
  aws: Aws,
  NetworkAclId: string,
  entry: Pick<CreateNetworkAclEntryCommandInput, 'RuleNumber'> & Partial<CreateNetworkAclEntryCommandInput>,
): Promise<void> {
  const usual = { NetworkAclId, Protocol: '6', RuleAction: 'allow', Egress: false } as const;
  await aws.client(EC2Client).send(new CreateNetworkAclEntryCommand({ ...usual, ...entry }));
}

/** All entries, both ways, in the order of their numbers. */
async function entriesOf(aws: Aws, arn: string): Promise<unknown> {
  const [acl] = await describe(aws, 'network-acl-id', arn.split('/').at(-1) ?? '');
  return (acl?.Entries ?? []).map((entry) => JSON.stringify(entry)).toSorted();
}

async function describe(aws: Aws, by: 'vpc-id' | 'network-acl-id', id: string) {
  const input = by === 'vpc-id' ? { Filters: [{ Name: by, Values: [id] }] } : { NetworkAclIds: [id] };
  return (await aws.client(EC2Client).send(new DescribeNetworkAclsCommand(input))).NetworkAcls ?? [];
}
