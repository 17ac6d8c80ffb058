import type { Input } from '../calls.ts';
import type { Change, NonEmpty, Permission, Undo } from '../control.ts';
import { all } from './resource.ts';
import { nameOf, type Rule } from './rules.ts';

const groups = all('security-group');
const rules = 'arn:{partition}:ec2:{region}:{account}:security-group-rule/*';

/** To put a rule back with its tags, EC2 asks for the permission to tag it, too. */
export const writesIn = [
  { call: 'ec2:RevokeSecurityGroupIngress', on: groups },
  { call: 'ec2:AuthorizeSecurityGroupIngress', on: groups },
  { call: 'ec2:AuthorizeSecurityGroupIngress', on: rules, besides: true },
  { call: 'ec2:AuthorizeSecurityGroupIngress', action: 'ec2:CreateTags', on: rules, besides: true },
] as const satisfies readonly Permission[];

export const writesOut = [
  { call: 'ec2:RevokeSecurityGroupEgress', on: groups },
  { call: 'ec2:AuthorizeSecurityGroupEgress', on: groups },
  { call: 'ec2:AuthorizeSecurityGroupEgress', on: rules, besides: true },
  { call: 'ec2:AuthorizeSecurityGroupEgress', action: 'ec2:CreateTags', on: rules, besides: true },
] as const satisfies readonly Permission[];

const calls = {
  in: { revoke: 'ec2:RevokeSecurityGroupIngress', authorize: 'ec2:AuthorizeSecurityGroupIngress' },
  out: { revoke: 'ec2:RevokeSecurityGroupEgress', authorize: 'ec2:AuthorizeSecurityGroupEgress' },
} as const;

type Direction = Rule['direction'];
type Revoke<D extends Direction> = (typeof calls)[D]['revoke'];
type Authorize<D extends Direction> = (typeof calls)[D]['authorize'];

/** Takes exactly these rules of one direction off a group: traffic and peer name them, and no other rule has both. */
export function revoke<D extends Direction>(direction: D, group: string, some: readonly Rule[]): Change<Revoke<D>> {
  return {
    call: calls[direction].revoke,
    input: { GroupId: group, IpPermissions: some.map((rule) => permission({ ...rule, description: null })) },
    says: `Take ${what(some)} off ${group}`,
  } as Change<Revoke<D>>;
}

export interface Earlier {
  readonly group: string;
  readonly rules: readonly Rule[];
  /** The applied call that took them off, counted from 0. */
  readonly undoes: number;
}

/** Puts rules of one direction back, with their descriptions and tags: a call for each set of tags, as all its rules get the same. */
export function putBack<D extends Direction>(
  direction: D,
  { group, rules: some, undoes }: Earlier,
): NonEmpty<Undo<Authorize<D>>> {
  const keyOf = ({ tags }: Rule) => JSON.stringify(Object.entries(tags).toSorted());
  const changes = [...new Set(some.map(keyOf))].map((key) => {
    const alike = some.filter((rule) => keyOf(rule) === key);
    const Tags = Object.entries(alike[0]?.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
    return {
      call: calls[direction].authorize,
      input: {
        GroupId: group,
        IpPermissions: alike.map(permission),
        ...(Tags.length > 0 && { TagSpecifications: [{ ResourceType: 'security-group-rule' as const, Tags }] }),
      },
      says: `Put ${what(alike)} back on ${group}`,
      undoes,
    };
  });
  return changes as unknown as NonEmpty<Undo<Authorize<D>>>;
}

function what(some: readonly Rule[]): string {
  return `the ${some.length === 1 ? 'rule' : 'rules'} for ${some.map(nameOf).join(' and for ')}`;
}

type IpPermission = NonNullable<Input<Authorize<'in'>>['IpPermissions']>[number];

function permission({ protocol, from, to, peer, description }: Rule): IpPermission {
  const described = description === null ? {} : { Description: description };
  return {
    IpProtocol: protocol,
    // For other protocols, EC2 counts every port, and shows -1.
    ...(/^(tcp|udp|icmp|icmpv6)$/.test(protocol) && { FromPort: from, ToPort: to }),
    ...peerIn(peer, described),
  };
}

function peerIn({ kind, name, account }: Rule['peer'], described: { readonly Description?: string }): IpPermission {
  switch (kind) {
    case 'range':
      return name.includes(':')
        ? { Ipv6Ranges: [{ CidrIpv6: name, ...described }] }
        : { IpRanges: [{ CidrIp: name, ...described }] };
    case 'prefix list':
      return { PrefixListIds: [{ PrefixListId: name, ...described }] };
    case 'group':
      return { UserIdGroupPairs: [{ GroupId: name, ...(account && { UserId: account }), ...described }] };
    default:
      return kind satisfies never;
  }
}
