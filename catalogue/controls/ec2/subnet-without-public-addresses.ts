import * as z from 'zod';
import type { Output } from '../../calls.ts';
import { type Caller, type Change, defineControl, type Reversible } from '../../control.ts';
import { all, arnOf, ec2Tags, everyPage, idOf, tagReads } from '../../ec2/resource.ts';

const Subnet = z.object({
  id: z.string(),
  vpc: z.string(),
  account: z.string(),
  owner: z.string(),
  /** Whether what is launched in it gets a public IPv4 address without asking for one. */
  givesAddresses: z.boolean(),
  /** Whether a route leads, or may lead, to an internet gateway; read only where it gives addresses. */
  public: z.boolean().nullable(),
});
type Subnet = z.infer<typeof Subnet>;

/**
 * IPv6 addresses are left as they are: all of them are global, what is IPv6-only has nothing else, and whether anybody reaches
 * one is up to the routes.
 */
export const subnetWithoutPublicAddresses = defineControl({
  id: 'ec2.subnet-without-public-addresses',
  title: 'Subnets give no public addresses unasked',
  practice: 'private networks',
  severity: 'medium',
  resources: { 'AWS::EC2::Subnet': arnOf('subnet', '{resourceId}') },
  standards: {
    'Security Hub': ['EC2.15'],
    Prowler: ['vpc_subnet_no_public_ip_by_default'],
  },
  why: 'Where every launch gets a public address, a server is on the internet because nobody thought of it. A public address should be asked for.',
  impact:
    'What is launched there from now on without asking for a public address gets none: it is not reached from the internet, and reaches it through a NAT gateway only. Node groups of EKS in public subnets rely on the setting and fail to join without it. What runs keeps its addresses; load balancers, NAT gateways and launches that ask for an address are not affected.',
  triggers: [
    { kind: 'api-call', service: 'ec2', events: ['ModifySubnetAttribute'], target: arnOf('subnet', '{subnetId}') },
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['CreateDefaultSubnet'],
      target: arnOf('subnet', '{responseElements.subnet.subnetId}'),
    },
    { kind: 'config-rule', rule: 'subnet-auto-assign-public-ip-disabled' },
    { kind: 'security-hub', control: 'EC2.15' },
  ],
  reads: [{ call: 'ec2:DescribeSubnets', on: '*' }, { call: 'ec2:DescribeRouteTables', on: '*' }, ...tagReads],
  writes: [{ call: 'ec2:ModifySubnetAttribute', on: all('subnet') }],
  gone: ['InvalidSubnetID.NotFound'],
  state: Subnet,
  tags: ec2Tags,

  async *list({ partition, account, region }, aws) {
    const Filters = [{ Name: 'owner-id', Values: [account] }];
    for await (const page of everyPage((rest) => aws('ec2:DescribeSubnets', { Filters, MaxResults: 1_000, ...rest }))) {
      for (const { SubnetId } of page.Subnets ?? []) {
        yield `arn:${partition}:ec2:${region}:${account}:subnet/${SubnetId}`;
      }
    }
  },

  async read(target, aws) {
    const id = idOf(target);
    const [found] = (await aws('ec2:DescribeSubnets', { SubnetIds: [id] }))?.Subnets ?? [];
    const vpc = found?.VpcId ?? '';
    const givesAddresses = found?.MapPublicIpOnLaunch ?? false;
    return {
      ...{ id, vpc, account: target.account, owner: found?.OwnerId ?? '', givesAddresses },
      public: givesAddresses ? await isPublic({ id, vpc }, aws) : null,
    };
  },

  plan(subnet) {
    const { id, account, owner, givesAddresses } = subnet;
    if (!givesAddresses) {
      return { outcome: 'compliant' };
    }
    if (owner !== account) {
      return { outcome: 'leave', because: `${id} belongs to account ${owner}, which alone can change it` };
    }
    return {
      outcome: 'change',
      risk: riskOf(subnet),
      apply: [set(id, false, `Let ${id} give public addresses only to launches that ask for one`)],
      undo: [set(id, true, `Let ${id} give every launch a public address again`)],
      after: { ...subnet, givesAddresses: false, public: null },
    };
  },

  examples: [
    {
      name: 'a subnet that gives no addresses unasked',
      state: { ...of('111122223333'), givesAddresses: false, public: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a public subnet that gives every launch an address',
      state: { ...of('111122223333'), public: true },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'a route leads from subnet-0a1b2c3d to the internet, or to something that may pass on to it, and what is launched there without asking for an address is neither reached from it nor reaches it by that route',
        },
        apply: [
          set('subnet-0a1b2c3d', false, 'Let subnet-0a1b2c3d give public addresses only to launches that ask for one'),
        ],
        undo: [set('subnet-0a1b2c3d', true, 'Let subnet-0a1b2c3d give every launch a public address again')],
        after: { ...of('111122223333'), givesAddresses: false, public: null },
      },
    },
    {
      name: 'a private subnet that gives every launch an address',
      state: { ...of('111122223333'), public: false },
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because:
            'no route leads from subnet-0a1b2c3d to an internet gateway, or to anything that may pass on to one, so nobody is reached by such an address',
        },
        apply: [
          set('subnet-0a1b2c3d', false, 'Let subnet-0a1b2c3d give public addresses only to launches that ask for one'),
        ],
        undo: [set('subnet-0a1b2c3d', true, 'Let subnet-0a1b2c3d give every launch a public address again')],
        after: { ...of('111122223333'), givesAddresses: false, public: null },
      },
    },
    {
      name: 'a subnet that another account shares with this one',
      state: { ...of('444455556666'), public: true },
      plan: {
        outcome: 'leave',
        because: 'subnet-0a1b2c3d belongs to account 444455556666, which alone can change it',
      },
    },
  ],
});

function of(owner: string): Omit<Subnet, 'public'> {
  return { id: 'subnet-0a1b2c3d', vpc: 'vpc-0a1b2c3d', account: '111122223333', owner, givesAddresses: true };
}

/** A subnet that no route table names has the main one of its VPC. */
async function isPublic(
  { id, vpc }: { readonly id: string; readonly vpc: string },
  aws: Caller<'ec2:DescribeRouteTables'>,
): Promise<boolean> {
  const own = [{ Name: 'association.subnet-id', Values: [id] }];
  const main = [
    { Name: 'vpc-id', Values: [vpc] },
    { Name: 'association.main', Values: ['true'] },
  ];
  const [table = undefined] = (await aws('ec2:DescribeRouteTables', { Filters: own }))?.RouteTables ?? [];
  const [inUse] =
    table === undefined ? ((await aws('ec2:DescribeRouteTables', { Filters: main }))?.RouteTables ?? []) : [table];
  // Without any table, nothing is known: it counts as public, and somebody is asked.
  return inUse?.Routes?.some(mayLeadOut) ?? true;
}

type Route = NonNullable<NonNullable<Output<'ec2:DescribeRouteTables'>['RouteTables']>[number]['Routes']>[number];

/**
 * A firewall or an appliance, behind an endpoint or a network interface, may pass on to the internet gateway, which asks for
 * the public address all the same. Endpoints that a prefix list leads to are those of S3 and DynamoDB.
 * Source: Amazon VPC user guide, "Middlebox routing".
 */
function mayLeadOut({ GatewayId = '', NetworkInterfaceId, DestinationPrefixListId }: Route): boolean {
  return (
    GatewayId.startsWith('igw-') ||
    (GatewayId.startsWith('vpce-') && !DestinationPrefixListId) ||
    Boolean(NetworkInterfaceId)
  );
}

function riskOf({ id, public: isOpen }: Subnet): Reversible {
  return isOpen === false
    ? {
        level: 'safe',
        because: `no route leads from ${id} to an internet gateway, or to anything that may pass on to one, so nobody is reached by such an address`,
      }
    : {
        level: 'disruptive',
        because: `a route leads from ${id} to the internet, or to something that may pass on to it, and what is launched there without asking for an address is neither reached from it nor reaches it by that route`,
      };
}

function set(SubnetId: string, Value: boolean, says: string): Change<'ec2:ModifySubnetAttribute'> {
  return { call: 'ec2:ModifySubnetAttribute', input: { SubnetId, MapPublicIpOnLaunch: { Value } }, says };
}
