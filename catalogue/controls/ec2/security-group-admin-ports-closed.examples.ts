import type { Example } from '../../control.ts';
import type { Rule } from '../../ec2/rules.ts';
import type { Group } from './security-group-admin-ports-closed.ts';

type Call = 'ec2:RevokeSecurityGroupIngress' | 'ec2:AuthorizeSecurityGroupIngress';

const id = 'sg-0a1b2c3d4e5f60718';

const web = rule({ from: 443, to: 443, peer: range('0.0.0.0/0') });
const office = rule({ from: 22, to: 22, peer: range('203.0.113.0/24'), description: 'office' });
const ssh = rule({
  from: 22,
  to: 22,
  peer: range('0.0.0.0/0'),
  description: 'for the migration',
  tags: { ticket: '7' },
});
const ssh6 = rule({ from: 22, to: 22, peer: range('::/0') });
const everyPort = rule({ from: 0, to: 65_535, peer: range('0.0.0.0/1') });
const everything = rule({ protocol: '-1', from: -1, to: -1, peer: range('128.0.0.0/1') });
const game = rule({ protocol: 'udp', from: 3000, to: 4000, peer: range('0.0.0.0/0') });
const inside = rule({ protocol: '-1', from: -1, to: -1, peer: range('10.0.0.0/8') });
const members = rule({ from: 22, to: 22, peer: { kind: 'group', name: id, account: '111122223333' } });
const list = rule({ from: 22, to: 22, peer: { kind: 'prefix list', name: 'pl-0123456789abcdef0', account: null } });

export const examples: readonly [Example<Group, Call>, ...Example<Group, Call>[]] = [
  {
    name: 'a group that lets in the office, its own members and private networks, and everybody to other ports',
    state: { id, rules: [web, office, members, inside, game], wideLists: [], inUse: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a group in use that lets everybody in over SSH, by IPv4 and IPv6, beside the office',
    state: { id, rules: [web, office, ssh, ssh6], wideLists: [], inUse: true },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: 'whoever comes from an address that no other rule names loses these ports',
      },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [
              { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
              { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
            ],
          },
          says: `Take the rules for port 22 from 0.0.0.0/0 and for port 22 from ::/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [
              {
                IpProtocol: 'tcp',
                FromPort: 22,
                ToPort: 22,
                IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for the migration' }],
              },
            ],
            TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: '7' }] }],
          },
          says: `Put the rule for port 22 from 0.0.0.0/0 back on ${id}`,
          undoes: 0,
        },
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
          },
          says: `Put the rule for port 22 from ::/0 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, rules: [web, office], wideLists: [], inUse: null },
    },
  },
  {
    name: 'a group that nothing uses, open in two halves of the internet: to every port and to all traffic',
    state: { id, rules: [everyPort, everything], wideLists: [], inUse: false },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `no network interface has ${id} today, but what is launched with it later has neither these ports nor anything else that these rules open`,
      },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [
              { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, IpRanges: [{ CidrIp: '0.0.0.0/1' }] },
              { IpProtocol: '-1', IpRanges: [{ CidrIp: '128.0.0.0/1' }] },
            ],
          },
          says: `Take the rules for ports 0 to 65535 from 0.0.0.0/1 and for all traffic from 128.0.0.0/1 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [
              { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535, IpRanges: [{ CidrIp: '0.0.0.0/1' }] },
              { IpProtocol: '-1', IpRanges: [{ CidrIp: '128.0.0.0/1' }] },
            ],
          },
          says: `Put the rules for ports 0 to 65535 from 0.0.0.0/1 and for all traffic from 128.0.0.0/1 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, rules: [], wideLists: [], inUse: null },
    },
  },
  {
    name: 'a group that nothing uses and that lets everybody in over SSH alone',
    state: { id, rules: [web, ssh6], wideLists: [], inUse: false },
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: `no network interface has ${id}, so nobody comes in through it today` },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
          },
          says: `Take the rule for port 22 from ::/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
          },
          says: `Put the rule for port 22 from ::/0 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, rules: [web], wideLists: [], inUse: null },
    },
  },
  {
    name: 'a group that lets everybody in to a port that the settings name',
    settings: { ports: [5985] },
    state: { id, rules: [ssh, rule({ from: 5985, to: 5986, peer: range('0.0.0.0/0') })], wideLists: [], inUse: true },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'whoever comes from an address that no other rule names loses these ports and everything else that these rules open',
      },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5985, ToPort: 5986, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
          says: `Take the rule for ports 5985 to 5986 from 0.0.0.0/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: 'tcp', FromPort: 5985, ToPort: 5986, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
          },
          says: `Put the rule for ports 5985 to 5986 from 0.0.0.0/0 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, rules: [ssh], wideLists: [], inUse: null },
    },
  },
  {
    name: 'a group that lets everybody in through a prefix list',
    state: { id, rules: [list], wideLists: ['pl-0123456789abcdef0'], inUse: true },
    plan: {
      outcome: 'leave',
      because: `${id} lets in everybody through prefix list pl-0123456789abcdef0: whoever keeps the list has to take the broad ranges out of it`,
    },
  },
];

function rule(of: Partial<Rule> & Pick<Rule, 'from' | 'to' | 'peer'>): Rule {
  return { direction: 'in', protocol: 'tcp', peering: null, description: null, tags: {}, ...of };
}

function range(name: string): Rule['peer'] {
  return { kind: 'range', name, account: null };
}
