import { expect, test } from '@jest/globals';
import { type Width, widthOf } from '../../../catalogue/policy/address.ts';

/** Source: Amazon S3 user guide, The meaning of "public": broader than /8, or /32 of IPv6, is public. */
test.each<[Width, readonly string[]]>([
  ['narrow', ['203.0.113.7']],
  ['narrow', ['54.0.0.0/8']],
  ['narrow', ['54.0.0.0/9', '54.128.0.0/9']],
  ['narrow', ['54.0.0.0/8', '2001:db8::/32']],
  ['narrow', ['2001:DB8:1234:5678::/64', '2001:db8::1']],
  ['broad', ['0.0.0.0/0']],
  ['broad', ['203.0.113.7', '54.0.0.0/7']],
  ['broad', ['2001:da0::/31']],
  ['broad together', ['54.0.0.0/8', '203.0.113.7']],
  ['broad together', ['2001:db8::/33', '2001:db9::/32']],
  ['not addresses', []],
  ['not addresses', ['203.0.113.0/33']],
  ['not addresses', ['203.0.113.0/']],
  ['not addresses', ['203.0.113.0/24/24']],
  ['not addresses', ['0.0.0.0/0', 'example.com']],
])('are %s: %j', (width, ranges) => {
  expect(widthOf(ranges)).toBe(width);
});
