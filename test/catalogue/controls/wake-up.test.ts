import { expect, test } from '@jest/globals';
import { candidates } from '../../../catalogue/derive/targets.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { DriftEvent } from '../../../functions/domain/event.ts';

const account = '111122223333';
const region = 'eu-central-1';

test('Security Hub’s own rule for Remote Desktop wakes up who closes administration ports', () => {
  const event = DriftEvent.parse({
    ...{ id: 'e-1', account, region, time: '2026-01-01T00:00:00Z', 'detail-type': 'Config Rules Compliance Change' },
    detail: {
      configRuleName: 'securityhub-restricted-rdp-1a2b3c4d',
      resourceType: 'AWS::EC2::SecurityGroup',
      resourceId: 'sg-0a1b2c3d',
    },
  });
  expect(candidates(catalogue, event)).toMatchObject([
    {
      control: { id: 'ec2.security-group-admin-ports-closed' },
      target: { account, region, arn: `arn:aws:ec2:${region}:${account}:security-group/sg-0a1b2c3d` },
    },
  ]);
});
