import type { Example } from '../../control.ts';
import type { Rule } from '../../ec2/rules.ts';
import type { Call, DefaultGroup } from './default-security-group-empty.ts';

const id = 'sg-0a1b2c3d4e5f60718';
const vpc = 'vpc-0a1b2c3d4e5f60718';
const isDefault = true;

/** The rules that EC2 gives a default group. */
const members = rule('in', { kind: 'group', name: id, account: '111122223333' });
const out = rule('out', { kind: 'range', name: '0.0.0.0/0', account: null });
const toPeer: Rule = {
  ...rule('in', { kind: 'group', name: 'sg-0fedcba9876543210', account: '444455556666' }),
  peering: 'deleted',
};

export const examples: readonly [Example<DefaultGroup, Call>, ...Example<DefaultGroup, Call>[]] = [
  {
    name: 'a default group without rules',
    state: { id, vpc, isDefault, rules: [], inUse: null, isLivedIn: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a group that is not the default one',
    state: { id, vpc, isDefault: false, rules: [], inUse: null, isLivedIn: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a default group as EC2 makes it, in a VPC that nothing uses',
    state: { id, vpc, isDefault, rules: [members, out], inUse: false, isLivedIn: false },
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: `nothing in ${vpc} has a network interface, with ${id} or without` },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: id, UserId: '111122223333' }] }],
          },
          says: `Take the rule for all traffic from group ${id} off ${id}`,
        },
        {
          call: 'ec2:RevokeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Take the rule for all traffic to 0.0.0.0/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupIngress',
          input: {
            GroupId: id,
            IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: id, UserId: '111122223333' }] }],
          },
          says: `Put the rule for all traffic from group ${id} back on ${id}`,
          undoes: 0,
        },
        {
          call: 'ec2:AuthorizeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Put the rule for all traffic to 0.0.0.0/0 back on ${id}`,
          undoes: 1,
        },
      ],
      after: { id, vpc, isDefault, rules: [], inUse: null, isLivedIn: null },
    },
  },
  {
    name: 'a default group that nothing uses, in a VPC where a job may use it now and then',
    state: { id, vpc, isDefault, rules: [out], inUse: false, isLivedIn: true },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `no network interface has ${id} today, but a task, build or job that runs in ${vpc} with it from time to time then has no network`,
      },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Take the rule for all traffic to 0.0.0.0/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Put the rule for all traffic to 0.0.0.0/0 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, vpc, isDefault, rules: [], inUse: null, isLivedIn: null },
    },
  },
  {
    name: 'a default group that something uses',
    state: { id, vpc, isDefault, rules: [out], inUse: true, isLivedIn: null },
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `network interfaces have ${id}, and lose every connection that no other of their groups allows`,
      },
      apply: [
        {
          call: 'ec2:RevokeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Take the rule for all traffic to 0.0.0.0/0 off ${id}`,
        },
      ],
      undo: [
        {
          call: 'ec2:AuthorizeSecurityGroupEgress',
          input: { GroupId: id, IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
          says: `Put the rule for all traffic to 0.0.0.0/0 back on ${id}`,
          undoes: 0,
        },
      ],
      after: { id, vpc, isDefault, rules: [], inUse: null, isLivedIn: null },
    },
  },
  {
    name: 'a default group with a rule that no undo could bring back',
    state: { id, vpc, isDefault, rules: [toPeer, out], inUse: false, isLivedIn: false },
    plan: {
      outcome: 'leave',
      because:
        'the rule for all traffic from group sg-0fedcba9876543210 leads over a VPC peering that is deleted, and EC2 would not take it back if the mend were undone',
    },
  },
];

function rule(direction: Rule['direction'], peer: Rule['peer']): Rule {
  return { direction, protocol: '-1', from: -1, to: -1, peer, peering: null, description: null, tags: {} };
}
