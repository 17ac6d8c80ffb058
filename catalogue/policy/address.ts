import { isIP } from 'node:net';

/** What a list of addresses or ranges (CIDR) amounts to. */
export type Width = 'narrow' | 'broad' | 'broad together' | 'not addresses';

/**
 * S3 counts an IPv4 range as public from /0 to /7 and an IPv6 one from /0 to /31. Many ranges that are wider than that
 * only together are told apart: AWS says nothing about them.
 * Source: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
 */
export function widthOf(ranges: readonly string[]): Width {
  const sizes = ranges.map(sizeOf);
  if (sizes.length === 0 || sizes.includes(undefined)) {
    return 'not addresses';
  }
  const known = sizes.filter((size) => size !== undefined);
  if (known.some(({ bits, broadest }) => bits < broadest)) {
    return 'broad';
  }
  return [4, 6].some((version) => sumOf(known.filter((size) => size.version === version)) > 1)
    ? 'broad together'
    : 'narrow';
}

interface Size {
  readonly version: number;
  readonly bits: number;
  /** The prefix of the broadest range that is not public yet. */
  readonly broadest: number;
}

function sizeOf(range: string): Size | undefined {
  const [address = '', prefix, ...more] = range.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) {
    return undefined;
  }
  const [broadest, single] = version === 6 ? [32, 128] : [8, 32];
  const bits = Number(prefix ?? single);
  return bits > single ? undefined : { version, bits, broadest };
}

/** How many of the broadest ranges it would take to hold them all. */
function sumOf(sizes: readonly Size[]): number {
  return sizes.reduce((sum, { bits, broadest }) => sum + 2 ** (broadest - bits), 0);
}
