import { type Caller, defineControl } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { associationExamples } from '../../wafv2/association.examples.ts';
import {
  association,
  associationReads,
  associationWrites,
  attachedTo,
  detached,
  ownRead,
  planAssociation,
} from '../../wafv2/association.ts';
import { protectionOf } from '../../wafv2/protection.ts';
import { regionalWebAclArn } from '../../wafv2/web-acl.ts';

const poolArn = 'arn:{partition}:cognito-idp:{region}:{account}:userpool/*';

export const userPoolProtected = defineControl({
  id: 'wafv2.user-pool-protected',
  title: 'User pools of Cognito stand behind a Web ACL',
  practice: 'WAF',
  severity: 'medium',
  resources: { 'AWS::Cognito::UserPool': 'by-arn' },
  standards: { Prowler: ['cognito_user_pool_waf_acl_attached'] },
  why: 'Sign-in pages are what attackers try stolen and guessed passwords on. Without a Web ACL, nothing slows down a sender that tries thousands.',
  impact:
    'AWS WAF looks at every request to the sign-in pages and to the public operations of the user pool, and charges for it. A rule that asks for a CAPTCHA breaks the registration of authenticator apps, and a Web ACL with the account takeover rules cannot be attached to a user pool.',
  triggers: [
    {
      kind: 'api-call',
      service: 'cognito-idp',
      events: ['CreateUserPool'],
      target: 'arn:{partition}:cognito-idp:{region}:{account}:userpool/{responseElements.userPool.id}',
    },
    detached,
  ],
  ...association,
  reads: [
    ...associationReads(poolArn),
    ownRead(poolArn, 'cognito-idp:GetWebACLForResource'),
    { call: 'cognito-idp:DescribeUserPool', on: poolArn },
    { call: 'cognito-idp:ListUserPools', on: '*' },
  ],
  writes: [
    ...associationWrites(poolArn, { attach: 'cognito-idp:AssociateWebACL', detach: 'cognito-idp:DisassociateWebACL' }),
    { call: 'wafv2:AssociateWebACL', action: 'cognito-idp:AssociateWebACL', on: regionalWebAclArn, besides: true },
  ],
  gone: ['ResourceNotFoundException'],
  list,

  async tags({ arn }, aws) {
    return (await aws('cognito-idp:DescribeUserPool', { UserPoolId: idOf(arn) }))?.UserPool?.UserPoolTags ?? {};
  },

  async read({ arn }, aws, settings) {
    const protectedBy = await attachedTo(arn, aws);
    if (protectedBy === null) {
      // AWS WAF answers the same for a user pool without a Web ACL and for one that is gone.
      await aws('cognito-idp:DescribeUserPool', { UserPoolId: idOf(arn) });
    }
    return protectionOf({ arn, protectedBy }, settings, 'REGIONAL', aws);
  },

  plan(state, settings) {
    return planAssociation(state, settings, `the user pool ${idOf(state.arn)}`);
  },

  examples: associationExamples(
    'arn:aws:cognito-idp:eu-central-1:111122223333:userpool/eu-central-1_Ab129faBb',
    'the user pool eu-central-1_Ab129faBb',
  ),
});

function idOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

async function* list(
  { partition, region, account }: Place,
  aws: Caller<'cognito-idp:ListUserPools'>,
): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('cognito-idp:ListUserPools', { MaxResults: 60, ...(NextToken && { NextToken }) });
    for (const { Id } of page?.UserPools ?? []) {
      yield `arn:${partition}:cognito-idp:${region}:${account}:userpool/${Id}`;
    }
    NextToken = page?.NextToken || undefined;
  } while (NextToken !== undefined);
}
