import { BlockList, isIPv6 } from 'node:net';
import { widthOf } from '../policy/address.ts';

/** Ranges that no packet from the internet comes from. Source: RFC 1918, RFC 6598, RFC 1112 section 4, RFC 4193. */
const inside = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '240.0.0.0/4', 'fc00::/7'];

/**
 * Whether a range is everybody's: as broad as what S3 calls public, so that halves and quarters of the internet count
 * like `0.0.0.0/0` itself. No organization has a range that broad, save private ones.
 */
export function isTheWorld(range: string): boolean {
  return widthOf([range]) === 'broad' && !inside.some((outer) => contains(outer, range));
}

/** Whether all addresses of the inner range are in the outer one. */
export function contains(outer: string, inner: string): boolean {
  const [out, into] = [partsOf(outer), partsOf(inner)];
  if (out.family !== into.family || out.bits > into.bits) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(out.address, out.bits, out.family);
  return list.check(into.address, into.family);
}

function partsOf(range: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } {
  const [address = '', bits] = range.split('/');
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  return { address, family, bits: Number(bits ?? (family === 'ipv6' ? 128 : 32)) };
}
