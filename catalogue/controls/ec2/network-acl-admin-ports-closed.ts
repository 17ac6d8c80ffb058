import * as z from 'zod';
import { type Change, defineControl, type NonEmpty, type Plan, type Reversible, type Undo } from '../../control.ts';
import { closed, isOpen, NoRoom } from '../../ec2/acl-closing.ts';
import { Entry, entriesIn, nameOf } from '../../ec2/acl-entries.ts';
import { AdminPorts } from '../../ec2/admin-ports.ts';
import { all, arnOf, ec2Tags, everyPage, idOf, tagReads } from '../../ec2/resource.ts';
import { vpcMade } from '../../ec2/vpc.ts';
import { examples } from './network-acl-admin-ports-closed.examples.ts';

export const Acl = z.object({
  id: z.string(),
  vpc: z.string(),
  /** Whether any subnet has it. */
  inUse: z.boolean(),
  entries: z.array(Entry),
  /** The addresses of its VPC; read only where something is out of order. */
  inside: z.array(z.string()),
});
export type Acl = z.infer<typeof Acl>;

export type Call = 'ec2:CreateNetworkAclEntry' | 'ec2:DeleteNetworkAclEntry';

const Settings = AdminPorts.extend({
  kept: z
    .array(z.union([z.cidrv4(), z.cidrv6()]))
    .default(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'])
    .describe(
      'Ranges that may go on reaching the ports wherever an entry for everybody let them, besides the VPC itself and ranges that other entries allow',
    ),
});
type Settings = z.infer<typeof Settings>;

/** Entries for one direction that a network ACL holds, and that it can be made to hold. Source: Amazon VPC quotas. */
const [usual, most] = [20, 40];

export const networkAclAdminPortsClosed = defineControl({
  id: 'ec2.network-acl-admin-ports-closed',
  title: 'Network ACLs close administration ports to the internet',
  practice: 'private networks',
  severity: 'medium',
  resources: {
    'AWS::EC2::NetworkAcl': arnOf('network-acl', '{resourceId}'),
    'AWS::EC2::VPC': arnOf('vpc', '{resourceId}'),
  },
  standards: {
    'Security Hub': ['EC2.21'],
    'CIS AWS Foundations 5.0': ['5.2'],
    Prowler: ['ec2_networkacl_allow_ingress_tcp_port_22', 'ec2_networkacl_allow_ingress_tcp_port_3389'],
  },
  why: 'A network ACL is the second lock behind security groups: while it lets the internet in to SSH and Remote Desktop, one careless security group in any of its subnets is enough.',
  impact:
    'Whoever administers from outside the VPC, private networks and the ranges that other entries allow can no longer connect. Entries for more than these ports stay, with entries before them that deny the ports alone. A network ACL knows no connections: where a machine or NAT gateway happens to use one of these ports for its own end of a connection to the internet, about once in 60,000 times, the answers are refused and it has to try again.',
  triggers: [
    {
      kind: 'api-call',
      service: 'ec2',
      events: ['CreateNetworkAclEntry', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry'],
      target: arnOf('network-acl', '{networkAclId}'),
    },
    // A VPC comes with its network ACL, which is open, and whose id the call does not tell.
    vpcMade,
    { kind: 'config-rule', rule: 'nacl-no-unrestricted-ssh-rdp' },
    { kind: 'security-hub', control: 'EC2.21' },
  ],
  settings: Settings,
  reads: [{ call: 'ec2:DescribeNetworkAcls', on: '*' }, { call: 'ec2:DescribeVpcs', on: '*' }, ...tagReads],
  writes: [
    { call: 'ec2:CreateNetworkAclEntry', on: all('network-acl') },
    { call: 'ec2:DeleteNetworkAclEntry', on: all('network-acl') },
  ],
  // Malformed is what EC2 calls the id of a VPC that is gone before its network ACL was found.
  gone: ['InvalidNetworkAclID.NotFound', 'InvalidNetworkAclId.Malformed', 'InvalidVpcID.NotFound'],
  state: Acl,
  tags: ec2Tags,

  async *list({ partition, account, region }, aws) {
    const Filters = [{ Name: 'owner-id', Values: [account] }];
    for await (const page of everyPage((rest) =>
      aws('ec2:DescribeNetworkAcls', { Filters, MaxResults: 1_000, ...rest }),
    )) {
      for (const { NetworkAclId } of page.NetworkAcls ?? []) {
        yield `arn:${partition}:ec2:${region}:${account}:network-acl/${NetworkAclId}`;
      }
    }
  },

  async locate(target, aws) {
    const id = idOf(target);
    if (!id.startsWith('vpc-')) {
      return target.arn;
    }
    const Filters = [
      { Name: 'vpc-id', Values: [id] },
      { Name: 'default', Values: ['true'] },
    ];
    const [acl] = (await aws('ec2:DescribeNetworkAcls', { Filters }))?.NetworkAcls ?? [];
    return acl === undefined ? target.arn : target.arn.replace(`vpc/${id}`, `network-acl/${acl.NetworkAclId}`);
  },

  async read(target, aws, { ports }) {
    const id = idOf(target);
    const [found] = (await aws('ec2:DescribeNetworkAcls', { NetworkAclIds: [id] }))?.NetworkAcls ?? [];
    const vpc = found?.VpcId ?? '';
    const entries = entriesIn(found?.Entries ?? []);
    const acl = { id, vpc, inUse: (found?.Associations ?? []).length > 0, entries };
    if (!isOpen(entries, ports)) {
      return { ...acl, inside: [] };
    }
    const [itsVpc] = (await aws('ec2:DescribeVpcs', { VpcIds: [vpc] }))?.Vpcs ?? [];
    const inside = [
      ...(itsVpc?.CidrBlockAssociationSet ?? []).map(({ CidrBlock }) => CidrBlock),
      ...(itsVpc?.Ipv6CidrBlockAssociationSet ?? []).map(({ Ipv6CidrBlock }) => Ipv6CidrBlock),
    ];
    return { ...acl, inside: inside.filter((range) => range !== undefined).toSorted() };
  },

  plan(acl, { ports, kept }) {
    const { id, entries, inside } = acl;
    if (!isOpen(entries, ports)) {
      return { outcome: 'compliant' };
    }
    const better = closed(entries, { ports, kept: [...kept, ...inside] });
    if (better instanceof NoRoom) {
      return {
        outcome: 'leave',
        because: `no numbers are free before rule ${better.before} of ${id} for the rules that would close it: number its rules farther apart`,
      };
    }
    const limit = entries.length > usual ? most : usual;
    // Rules are added before others go, so that nobody is shut out in between.
    const together = new Set([...entries, ...better]).size;
    if (together > limit) {
      return {
        outcome: 'leave',
        because: `closing ${id} would take ${together} rules for traffic that comes in, and it holds ${limit}`,
      };
    }
    return {
      outcome: 'change',
      risk: riskOf(acl, ports),
      ...difference(id, entries, better),
      after: { ...acl, entries: [...better], inside: [] },
    };
  },

  examples,
});

function riskOf({ id, inUse }: Acl, ports: Settings['ports']): Reversible {
  return inUse
    ? {
        level: 'disruptive',
        because: `whoever comes from the internet to port ${ports.join(' or ')} of any subnet that has ${id} is refused, unless another rule names their range`,
      }
    : { level: 'safe', because: `no subnet has ${id}` };
}

type Calls = Pick<Extract<Plan<Acl, Call>, { outcome: 'change' }>, 'apply'> & { undo: NonEmpty<Undo<Call>> };

/** First who may come in, then who may not, then the entries that go; and the other way round to take it back. */
function difference(id: string, before: readonly Entry[], after: readonly Entry[]): Calls {
  const apply: Change<Call>[] = [];
  const undo: Undo<Call>[] = [];
  for (const entry of after.filter((one) => !before.includes(one))) {
    undo.unshift({ ...remove(id, entry, 'again'), undoes: apply.length });
    apply.push(add(id, entry));
  }
  for (const entry of before.filter((one) => !after.includes(one))) {
    undo.unshift({ ...add(id, entry, 'again'), undoes: apply.length });
    apply.push(remove(id, entry));
  }
  return { apply, undo } as unknown as Calls;
}

function add(NetworkAclId: string, entry: Entry, again = ''): Change<'ec2:CreateNetworkAclEntry'> {
  const { number, action, protocol, ports, range } = entry;
  return {
    call: 'ec2:CreateNetworkAclEntry',
    input: {
      ...{ NetworkAclId, Egress: false, RuleNumber: number, RuleAction: action, Protocol: protocol },
      ...(range.includes(':') ? { Ipv6CidrBlock: range } : { CidrBlock: range }),
      ...(ports !== null && { PortRange: { From: ports.from, To: ports.to } }),
    },
    says: `Add rule ${number} to ${NetworkAclId}${again && ` ${again}`}: ${nameOf(entry)}`,
  };
}

function remove(NetworkAclId: string, entry: Entry, again = ''): Change<'ec2:DeleteNetworkAclEntry'> {
  return {
    call: 'ec2:DeleteNetworkAclEntry',
    input: { NetworkAclId, Egress: false, RuleNumber: entry.number },
    says: `Take rule ${entry.number} off ${NetworkAclId}${again && ` ${again}`}: ${nameOf(entry)}`,
  };
}
