import type { Change, Example, Undo } from '../../control.ts';
import type { Entry } from '../../ec2/acl-entries.ts';
import type { Acl, Call } from './network-acl-admin-ports-closed.ts';

const id = 'acl-0a1b2c3d4e5f60718';
const inside = ['10.20.0.0/16', '2001:db8:1200::/56'];
const acl = { id, vpc: 'vpc-0a1b2c3d4e5f60718', inUse: true, inside: [] };

const ssh = entry(100, 'allow', 22, '0.0.0.0/0');
const office = entry(110, 'allow', 22, '203.0.113.0/24');
const everything: Entry = { number: 100, action: 'allow', protocol: '-1', ports: null, range: '0.0.0.0/0' };
const everything6: Entry = { ...everything, number: 101, range: '::/0' };
const replies: Entry = {
  number: 200,
  action: 'allow',
  protocol: '6',
  ports: { from: 1024, to: 65_535 },
  range: '0.0.0.0/0',
};
const noRdp = entry(199, 'deny', 3389, '0.0.0.0/0');

const keptSsh = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((range, index) =>
  entry(97 + index, 'allow', 22, range),
);
const [ten, hundredAndSeventyTwo, hundredAndNinetyTwo] = keptSsh as [Entry, Entry, Entry];
const kept = { ports: [22], kept: ['10.0.0.0/8'] };
const dual = [
  entry(95, 'allow', 22, '2001:db8:1200::/56'),
  entry(96, 'deny', 22, '::/0'),
  entry(97, 'allow', 22, '10.0.0.0/8'),
  entry(98, 'allow', 22, '203.0.113.0/24'),
  entry(99, 'deny', 22, '0.0.0.0/0'),
] as const;

export const examples: readonly [Example<Acl, Call>, ...Example<Acl, Call>[]] = [
  {
    name: 'a network ACL that lets in the office only',
    state: { ...acl, entries: [office] },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a network ACL that lets replies in, and denies the one port before that',
    state: { ...acl, entries: [noRdp, replies] },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a network ACL whose rule for SSH is for everybody, and another for the office',
    state: { ...acl, entries: [ssh, office], inside },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever comes from the internet to port 22 or 3389 of any subnet that has ${id} is refused, unless another rule names their range`,
      },
      apply: [
        create(ten, `Add rule 97 to ${id}: allow TCP port 22 from 10.0.0.0/8`),
        create(hundredAndSeventyTwo, `Add rule 98 to ${id}: allow TCP port 22 from 172.16.0.0/12`),
        create(hundredAndNinetyTwo, `Add rule 99 to ${id}: allow TCP port 22 from 192.168.0.0/16`),
        remove(100, `Take rule 100 off ${id}: allow TCP port 22 from 0.0.0.0/0`),
      ],
      undo: [
        undoing(3, create(ssh, `Add rule 100 to ${id} again: allow TCP port 22 from 0.0.0.0/0`)),
        undoing(2, remove(99, `Take rule 99 off ${id} again: allow TCP port 22 from 192.168.0.0/16`)),
        undoing(1, remove(98, `Take rule 98 off ${id} again: allow TCP port 22 from 172.16.0.0/12`)),
        undoing(0, remove(97, `Take rule 97 off ${id} again: allow TCP port 22 from 10.0.0.0/8`)),
      ],
      after: { ...acl, entries: [...keptSsh, office] },
    },
  },
  {
    name: 'a network ACL as EC2 makes them, with IPv6 and a rule for the office that comes later, on no subnet',
    settings: kept,
    state: { ...acl, inUse: false, entries: [everything, everything6, office], inside },
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: `no subnet has ${id}` },
      apply: [
        create(dual[0], `Add rule 95 to ${id}: allow TCP port 22 from 2001:db8:1200::/56`),
        create(dual[1], `Add rule 96 to ${id}: deny TCP port 22 from ::/0`),
        create(dual[2], `Add rule 97 to ${id}: allow TCP port 22 from 10.0.0.0/8`),
        create(dual[3], `Add rule 98 to ${id}: allow TCP port 22 from 203.0.113.0/24`),
        create(dual[4], `Add rule 99 to ${id}: deny TCP port 22 from 0.0.0.0/0`),
      ],
      undo: [
        undoing(4, remove(99, `Take rule 99 off ${id} again: deny TCP port 22 from 0.0.0.0/0`)),
        undoing(3, remove(98, `Take rule 98 off ${id} again: allow TCP port 22 from 203.0.113.0/24`)),
        undoing(2, remove(97, `Take rule 97 off ${id} again: allow TCP port 22 from 10.0.0.0/8`)),
        undoing(1, remove(96, `Take rule 96 off ${id} again: deny TCP port 22 from ::/0`)),
        undoing(0, remove(95, `Take rule 95 off ${id} again: allow TCP port 22 from 2001:db8:1200::/56`)),
      ],
      after: { ...acl, inUse: false, entries: [...dual, everything, everything6, office] },
    },
  },
  {
    name: 'a network ACL without a free number where the rules would have to be',
    state: { ...acl, entries: [{ ...office, number: 99 }, everything], inside },
    plan: {
      outcome: 'leave',
      because: `no numbers are free before rule 100 of ${id} for the rules that would close it: number its rules farther apart`,
    },
  },
  {
    name: 'a network ACL that is full',
    settings: kept,
    state: {
      ...acl,
      entries: [
        everything,
        ...Array.from({ length: 18 }, (_, index) => entry(101 + index, 'allow', 443, `10.0.${index}.0/24`)),
      ],
      inside: [],
    },
    plan: {
      outcome: 'leave',
      because: `closing ${id} would take 21 rules for traffic that comes in, and it holds 20`,
    },
  },
];

function entry(number: number, action: Entry['action'], port: number, range: string): Entry {
  return { number, action, protocol: '6', ports: { from: port, to: port }, range };
}

function create({ number, action, protocol, ports, range }: Entry, says: string): Change<'ec2:CreateNetworkAclEntry'> {
  const where = range.includes(':') ? { Ipv6CidrBlock: range } : { CidrBlock: range };
  const PortRange = { From: ports?.from, To: ports?.to };
  const what = { Egress: false, RuleNumber: number, RuleAction: action, Protocol: protocol };
  return { call: 'ec2:CreateNetworkAclEntry', input: { NetworkAclId: id, ...what, ...where, PortRange }, says };
}

function remove(RuleNumber: number, says: string): Change<'ec2:DeleteNetworkAclEntry'> {
  return { call: 'ec2:DeleteNetworkAclEntry', input: { NetworkAclId: id, Egress: false, RuleNumber }, says };
}

function undoing<C extends Call>(undoes: number, change: Change<C>): Undo<C> {
  return { ...change, undoes };
}
