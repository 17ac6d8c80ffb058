import { expect, test } from '@jest/globals';
import { exampleTime } from '../../../catalogue/control.ts';
import { functionInVpc } from '../../../catalogue/controls/lambda/function-in-vpc.ts';
import type { Change } from '../../../functions/domain/finding.ts';
import { sessionPolicy } from '../../../functions/domain/session-policy.ts';

const arn = 'arn:aws:lambda:eu-central-1:111122223333:function:orders';
const target = { account: '111122223333', region: 'eu-central-1', arn };

test('whoever puts a function into a VPC may look at the network, as Lambda does so in their name', () => {
  const { state, settings } = functionInVpc.examples.find(({ plan }) => plan.outcome === 'change') ?? {};
  const plan = functionInVpc.plan(state, functionInVpc.settings?.parse(settings ?? {}), exampleTime);
  const changes = (plan.outcome === 'change' ? plan.apply : []) as unknown as readonly Change[];
  expect(JSON.parse(sessionPolicy(functionInVpc, target, changes)).Statement).toEqual([
    { Effect: 'Allow', Action: ['lambda:UpdateFunctionConfiguration'], Resource: [arn] },
    {
      Effect: 'Allow',
      Action: ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'],
      Resource: ['*'],
    },
  ]);
});
