import * as z from 'zod';

/** An entry of a network ACL for traffic that comes in. The lowest number that fits decides. */
export const Entry = z.object({
  number: z.number(),
  action: z.enum(['allow', 'deny']),
  /** A number of IANA’s, `6` is TCP; `-1` is all of them. */
  protocol: z.string(),
  /** `null` where the protocol has none, or all count. */
  ports: z.object({ from: z.number(), to: z.number() }).nullable(),
  range: z.string(),
});
export type Entry = z.infer<typeof Entry>;

/** Above it are EC2’s own entries, which deny what no other fits and cannot be changed. */
const highest = 32_766;

interface Found {
  readonly Egress?: boolean | undefined;
  readonly RuleNumber?: number | undefined;
  readonly RuleAction?: Entry['action'] | undefined;
  readonly Protocol?: string | undefined;
  readonly PortRange?: { readonly From?: number | undefined; readonly To?: number | undefined } | undefined;
  readonly CidrBlock?: string | undefined;
  readonly Ipv6CidrBlock?: string | undefined;
}

/** The entries for traffic that comes in, as EC2 goes through them. */
export function entriesIn(found: readonly Found[]): Entry[] {
  return inOrder(
    found
      .filter(({ Egress, RuleNumber = 0 }) => !Egress && RuleNumber <= highest)
      .map(({ RuleNumber, RuleAction, Protocol, PortRange, CidrBlock, Ipv6CidrBlock }) => ({
        number: RuleNumber ?? 0,
        action: RuleAction ?? 'deny',
        protocol: Protocol ?? '-1',
        ports: PortRange === undefined ? null : { from: PortRange.From ?? 0, to: PortRange.To ?? 65_535 },
        range: CidrBlock ?? Ipv6CidrBlock ?? '',
      })),
  );
}

export function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.number - b.number);
}

/** Whether an entry decides over TCP traffic to a port, for whomever it is about. */
export function covers({ protocol, ports }: Entry, port: number): boolean {
  return protocol === '-1' || (protocol === '6' && (ports === null || (ports.from <= port && port <= ports.to)));
}

export function isOfOneFamily(a: Entry, b: Entry): boolean {
  return a.range.includes(':') === b.range.includes(':');
}

/** `allow TCP port 22 from 10.0.0.0/8` */
export function nameOf({ action, protocol, ports, range }: Entry): string {
  return `${action} ${trafficOf(protocol, ports)} from ${range}`;
}

function trafficOf(protocol: string, ports: Entry['ports']): string {
  if (protocol === '-1') {
    return 'all traffic';
  }
  const name = protocol === '6' ? 'TCP' : `protocol ${protocol}`;
  if (ports === null) {
    return name;
  }
  return ports.from === ports.to ? `${name} port ${ports.from}` : `${name} ports ${ports.from} to ${ports.to}`;
}
