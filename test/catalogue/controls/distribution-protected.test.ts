import { expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { distributionProtected } from '../../../catalogue/controls/wafv2/distribution-protected.ts';

const arn = 'arn:aws:cloudfront::111122223333:distribution/E24U8WV64JHNM3';

test.each([
  ['is one that is tried', { Staging: true }, true],
  ['has one that is tried beside it', { Staging: false, ContinuousDeploymentPolicyId: 'f0e1d2c3' }, true],
  ['is neither', { Staging: false, ContinuousDeploymentPolicyId: '' }, false],
])('a distribution shows whether it takes part in a continuous deployment: it %s', async (_, config, isTried) => {
  const aws: Caller<CallName> = async (call) =>
    (call === 'cloudfront:GetDistribution'
      ? { ETag: 'E2', Distribution: { DistributionConfig: { Enabled: true, ...config } } }
      : { WebACLs: [] }) as never;
  const target = { account: '111122223333', region: 'us-east-1', arn };
  expect(await distributionProtected.read(target, aws, { acl: 'shop' })).toMatchObject({ isTried });
});
