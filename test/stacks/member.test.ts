import { describe, expect, test } from '@jest/globals';
import { iamAction } from '../../catalogue/derive/statements.ts';
import { catalogue } from '../../catalogue/index.ts';
import { home, listOf, other, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const { members } = synthesized(twoAccounts);
const first = members[`${home} eu-central-1`];
const policyOf = (name: string) =>
  first === undefined
    ? []
    : statementsOf(first)
        .filter(({ role }) => role === name)
        .map(({ statement }) => statement);
const actionsOf = (name: string) =>
  [
    ...new Set(
      policyOf(name)
        .filter(({ Effect }) => Effect === 'Allow')
        .flatMap(({ Action }) => listOf(Action)),
    ),
  ].toSorted();

describe('the roles', () => {
  test('are made once in an account', () => {
    const made = Object.entries(members).map(([name, template]) => [
      name,
      resourcesOf(template).flatMap(([, { Properties }]) =>
        (Properties as Record<string, unknown>)['RoleName']
          ? [(Properties as Record<string, unknown>)['RoleName']]
          : [],
      ),
    ]);
    const both = ['HomeostatReader', 'HomeostatWriter'];
    expect(Object.fromEntries(made)).toEqual({
      [`${home} eu-central-1`]: both,
      [`${home} us-east-1`]: [],
      [`${other} us-east-1`]: both,
      [`${other} eu-central-1`]: [],
    });
  });

  test.each([
    // Only Config tells the ARN behind the ids that its rules name.
    ['HomeostatReader', 'reads' as const, ['config:BatchGetResourceConfig']],
    ['HomeostatWriter', 'writes' as const, []],
  ])('%s may do what the %s of the controls declare, and nothing else but %j', (name, kind, besides) => {
    const declared = catalogue.flatMap((control) => control[kind]).map(iamAction);
    expect(actionsOf(name)).toEqual([...new Set([...declared, ...besides])].toSorted());
  });

  test('the reader writes nothing', () => {
    expect(actionsOf('HomeostatReader').filter((action) => !/:(Get|List|Describe|BatchGet)/.test(action))).toEqual([]);
  });

  test('the writer keeps its hands off Homeostat itself', () => {
    const denied = policyOf('HomeostatWriter').filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toEqual([expect.objectContaining({ Action: 'iam:*' })]);
    const roles = JSON.stringify(denied[0]?.Resource).match(/:iam::\d{12}:role\/[\w-]+/g) ?? [];
    expect(roles).toEqual(
      expect.arrayContaining(
        ['Reader', 'Writer', '-apply', '-open', '-remediate'].map((role) => `:iam::${home}:role/Homeostat${role}`),
      ),
    );
  });

  test.each([
    ['HomeostatReader', ['assess', 'verify', 'apply']],
    ['HomeostatWriter', ['apply']],
  ])('%s is lent to %j of the hub only, for an hour at most', (name, functions) => {
    const lent = Object.values(members).flatMap((template) =>
      resourcesOf(template).filter(
        ([, { Properties }]) => (Properties as Record<string, unknown>)['RoleName'] === name,
      ),
    );
    expect(lent).toHaveLength(2);
    for (const [, { Properties }] of lent) {
      const { AssumeRolePolicyDocument, MaxSessionDuration } = Properties as unknown as {
        AssumeRolePolicyDocument: { Statement: { Condition: { ArnEquals: Record<string, unknown> } }[] };
        MaxSessionDuration: number;
      };
      const [trust, ...more] = AssumeRolePolicyDocument.Statement;
      const arns = listOf(trust?.Condition.ArnEquals['aws:PrincipalArn']).map((arn) =>
        /:iam::.*/.exec(JSON.stringify(arn))?.[0].replace(/[^\w-]+$/, ''),
      );
      expect(more).toEqual([]);
      expect(arns).toEqual(functions.map((one) => `:iam::${home}:role/Homeostat-${one}`));
      expect(MaxSessionDuration).toBe(3600);
    }
  });
});

describe('what a person reviews', () => {
  test('is the policy of the reading role', () => {
    expect(reviewed('HomeostatReader')).toMatchInlineSnapshot(`
"Allow iam:GetGroup iam:GetGroupPolicy iam:ListGroupPolicies
  on arn:aws:iam::111122223333:group/*
Allow iam:GetPolicy iam:GetPolicyVersion iam:ListEntitiesForPolicy iam:ListPolicyTags iam:ListPolicyVersions
  on arn:aws:iam::111122223333:policy/*
Allow iam:GetRole iam:GetRolePolicy iam:ListRolePolicies iam:ListRoleTags
  on arn:aws:iam::111122223333:role/*
Allow iam:GetUser iam:GetUserPolicy iam:ListUserPolicies iam:ListUserTags
  on arn:aws:iam::111122223333:user/*
Allow s3:GetBucketAcl s3:GetBucketPolicy s3:GetBucketPublicAccessBlock s3:GetBucketTagging s3:GetBucketWebsite
  on arn:aws:s3:::*
Allow config:BatchGetResourceConfig
  on *"
`);
  });

  test('is the policy of the writing role', () => {
    expect(reviewed('HomeostatWriter')).toMatchInlineSnapshot(`
"Allow iam:DeleteGroupPolicy iam:PutGroupPolicy
  on arn:aws:iam::111122223333:group/*
Allow iam:CreatePolicyVersion iam:DeletePolicyVersion iam:SetDefaultPolicyVersion
  on arn:aws:iam::111122223333:policy/*
Allow iam:DeleteRolePolicy iam:PutRolePolicy iam:UpdateAssumeRolePolicy
  on arn:aws:iam::111122223333:role/*
Allow iam:DeleteUserPolicy iam:PutUserPolicy
  on arn:aws:iam::111122223333:user/*
Allow s3:DeleteBucketPolicy s3:PutBucketPolicy s3:PutBucketPublicAccessBlock
  on arn:aws:s3:::*
Deny iam:*
  on arn:aws:iam::111122223333:role/Homeostat-apply
  on arn:aws:iam::111122223333:role/Homeostat-ask
  on arn:aws:iam::111122223333:role/Homeostat-assess
  on arn:aws:iam::111122223333:role/Homeostat-close
  on arn:aws:iam::111122223333:role/Homeostat-command
  on arn:aws:iam::111122223333:role/Homeostat-deliver
  on arn:aws:iam::111122223333:role/Homeostat-notify
  on arn:aws:iam::111122223333:role/Homeostat-open
  on arn:aws:iam::111122223333:role/Homeostat-pages
  on arn:aws:iam::111122223333:role/Homeostat-reconcile
  on arn:aws:iam::111122223333:role/Homeostat-remediate
  on arn:aws:iam::111122223333:role/Homeostat-renew
  on arn:aws:iam::111122223333:role/Homeostat-slack
  on arn:aws:iam::111122223333:role/Homeostat-triage
  on arn:aws:iam::111122223333:role/Homeostat-undo
  on arn:aws:iam::111122223333:role/Homeostat-verify
  on arn:aws:iam::111122223333:role/HomeostatReader
  on arn:aws:iam::111122223333:role/HomeostatWriter"
`);
  });
});

function reviewed(name: string): string {
  return policyOf(name)
    .map(({ Effect, Action, Resource }) => {
      const resources = listOf(Resource).map((resource) =>
        typeof resource === 'string'
          ? resource
          : ((resource as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1] ?? [])
              .map((part) => (typeof part === 'string' ? part : 'aws'))
              .join(''),
      );
      return [`${Effect} ${listOf(Action).join(' ')}`, ...resources.map((resource) => `  on ${resource}`)].join('\n');
    })
    .join('\n');
}
