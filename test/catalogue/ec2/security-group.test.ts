import { expect, test } from '@jest/globals';
import { isLivedIn } from '../../../catalogue/ec2/security-group.ts';

const own = { NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1' };

test.each([
  ['with a network interface', { NetworkInterfaces: [own] }, true],
  ['with none', { NetworkInterfaces: [], NextToken: '' }, false],
  ['of which the first page is empty', { NetworkInterfaces: [], NextToken: 'more' }, true],
  ['beside another that has one', { NetworkInterfaces: [{ ...own, VpcId: 'vpc-2' }] }, false],
])('whether anything lives in a VPC %s', async (_, answer, expected) => {
  expect(await isLivedIn('vpc-1', (async () => answer) as never)).toBe(expected);
});
