import { expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { protectionOf } from '../../../catalogue/wafv2/protection.ts';

const acl = 'arn:aws:wafv2:eu-central-1:111122223333:regional/webacl/shop/ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b';
const arn = 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/app/web/50dc6c495c0c9188';
const counting = { Name: 'Rate', Action: { Count: {} } };
const blocking = { Name: 'Rate', Action: { Block: {} } };

test.each([
  ['all its rules count', { Rules: [counting] }, 'none'],
  ['it limits sources of bad repute under a flood only', { Rules: [counting], ...guard('ACTIVE_UNDER_DDOS') }, 'none'],
  ['it always limits them', { Rules: [counting], ...guard('ALWAYS_ON') }, 'those its rules match'],
  ['a rule blocks', { Rules: [counting, blocking] }, 'those its rules match'],
])('whether a Web ACL may refuse requests: %s', async (_, shown, refuses) => {
  const aws: Caller<CallName> = async () => ({ WebACL: { ARN: acl, DefaultAction: { Allow: {} }, ...shown } }) as never;
  expect(await protectionOf({ arn, protectedBy: null }, { acl }, 'REGIONAL', aws)).toMatchObject({ acl: { refuses } });
});

function guard(ALBLowReputationMode: string): object {
  return { OnSourceDDoSProtectionConfig: { ALBLowReputationMode } };
}
