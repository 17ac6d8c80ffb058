import { expect, test } from '@jest/globals';
import { contains, isTheWorld } from '../../../catalogue/ec2/ranges.ts';

test.each([
  ['0.0.0.0/0', true],
  ['0.0.0.0/1', true],
  ['128.0.0.0/1', true],
  ['52.0.0.0/7', true],
  ['::/0', true],
  ['2000::/3', true],
  ['8000::/1', true],
  ['54.0.0.0/8', false],
  ['203.0.113.7/32', false],
  ['2001:db8::/32', false],
  ['10.0.0.0/8', false],
  ['8.0.0.0/6', true],
  ['240.0.0.0/4', false],
  ['fc00::/7', false],
  ['nonsense', false],
])('%s is the whole internet, or so much of it that nobody owns it: %s', (range, expected) => {
  expect(isTheWorld(range)).toBe(expected);
});

test.each([
  ['0.0.0.0/0', '203.0.113.0/24', true],
  ['203.0.113.0/24', '203.0.113.0/24', true],
  ['203.0.113.0/24', '203.0.112.0/23', false],
  ['0.0.0.0/1', '172.16.0.0/12', false],
  ['128.0.0.0/1', '172.16.0.0/12', true],
  ['::/0', '10.0.0.0/8', false],
  ['0.0.0.0/0', '2001:db8::/32', false],
  ['2001:db8::/32', '2001:db8:1::/48', true],
])('%s holds all of %s: %s', (outer, inner, expected) => {
  expect(contains(outer, inner)).toBe(expected);
});
