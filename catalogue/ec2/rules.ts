import * as z from 'zod';
import type { Caller, Permission } from '../control.ts';
import { tagsOf } from '../tags.ts';
import { everyPage } from './resource.ts';

/** A rule of a security group, without its id: a rule that is put back has a new one. */
export const Rule = z.object({
  direction: z.enum(['in', 'out']),
  /** `tcp`, `udp`, `icmp`, `icmpv6`, a number, or `-1` for all traffic. */
  protocol: z.string(),
  /** Ports, or type and code of ICMP; -1 stands for all. */
  from: z.number(),
  to: z.number(),
  peer: z.object({ kind: z.enum(['range', 'prefix list', 'group']), name: z.string(), account: z.string().nullable() }),
  /** Of a group in another VPC: whether the peering that leads there still stands. */
  peering: z.string().nullable(),
  description: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
});
export type Rule = z.infer<typeof Rule>;

export const ruleReads = [{ call: 'ec2:DescribeSecurityGroupRules', on: '*' }] as const satisfies readonly Permission[];

/** The rules of a group, in an order that does not depend on when each was made. */
export async function readRules(group: string, aws: Caller<'ec2:DescribeSecurityGroupRules'>): Promise<Rule[]> {
  const found: Rule[] = [];
  const Filters = [{ Name: 'group-id', Values: [group] }];
  for await (const page of everyPage((rest) => aws('ec2:DescribeSecurityGroupRules', { Filters, ...rest }))) {
    found.push(...(page.SecurityGroupRules ?? []).map(ruleOf));
  }
  return found.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

type Found = NonNullable<
  NonNullable<Awaited<ReturnType<Caller<'ec2:DescribeSecurityGroupRules'>>>>['SecurityGroupRules']
>[number];

function ruleOf(found: Found): Rule {
  const { IsEgress, IpProtocol, FromPort, ToPort, Description, Tags, ReferencedGroupInfo: group } = found;
  return {
    direction: IsEgress ? 'out' : 'in',
    protocol: IpProtocol ?? '-1',
    from: FromPort ?? -1,
    to: ToPort ?? -1,
    peer: peerOf(found),
    peering: group?.PeeringStatus ?? null,
    description: Description || null,
    tags: tagsIn(Tags),
  };
}

/** Without what AWS itself put there: nobody else can put that back. */
function tagsIn(tags: Found['Tags'] = []): Rule['tags'] {
  return Object.fromEntries(
    Object.entries(tagsOf(tags))
      .filter(([key]) => !key.startsWith('aws:'))
      .toSorted(),
  );
}

function peerOf({ CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo: group }: Found): Rule['peer'] {
  const range = CidrIpv4 ?? CidrIpv6;
  if (range !== undefined) {
    return { kind: 'range', name: range, account: null };
  }
  return PrefixListId === undefined
    ? { kind: 'group', name: group?.GroupId ?? '', account: group?.UserId ?? null }
    : { kind: 'prefix list', name: PrefixListId, account: null };
}

/** Whether a rule lets TCP through to a port. Nobody administers a machine over UDP alone. */
export function covers({ protocol, from, to }: Rule, port: number): boolean {
  return protocol === '-1' || (protocol === 'tcp' && from <= port && port <= to);
}

/** `port 22 from 203.0.113.0/24` */
export function nameOf({ direction, protocol, from, to, peer }: Rule): string {
  return `${trafficOf(protocol, from, to)} ${direction === 'in' ? 'from' : 'to'} ${peer.kind === 'range' ? '' : `${peer.kind} `}${peer.name}`;
}

function trafficOf(protocol: string, from: number, to: number): string {
  if (protocol === '-1') {
    return 'all traffic';
  }
  const udp = protocol === 'udp' ? 'UDP ' : '';
  if (protocol !== 'tcp' && protocol !== 'udp') {
    return /^\d+$/.test(protocol) ? `protocol ${protocol}` : protocol.replace('icmp', 'ICMP');
  }
  return from === to ? `${udp}port ${from}` : `${udp}ports ${from} to ${to}`;
}
