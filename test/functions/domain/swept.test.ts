import { describe, expect, test } from '@jest/globals';
import { Listed } from '../../../functions/domain/listed.ts';
import { inPieces } from '../../../functions/domain/pieces.ts';
import { swept } from '../../../functions/domain/swept.ts';

const account = 'arn:aws:iam::111122223333';
const text = (Action: string) => JSON.stringify({ Statement: { Effect: 'Allow', Action, Resource: '*' } });
const at = new Date('2025-01-01T00:00:00Z');
const inline = (name: string) => [{ PolicyName: name, PolicyDocument: encodeURIComponent(text(`${name}:*`)) }];
const attached = (...names: string[]) => names.map((name) => ({ PolicyArn: arn('policy', name), PolicyName: name }));
const arn = (kind: string, name: string) => `${account}:${kind}/${name}`;
const role = (RoleName: string, more: object = {}) => ({
  RoleName,
  Path: '/',
  Arn: arn('role', RoleName),
  CreateDate: at,
  ...more,
});
const user = (name: string, more: object = {}) => ({ UserName: name, Arn: arn('user', name), CreateDate: at, ...more });
const policy = (name: string, more: object = {}) => ({
  Arn: arn('policy', name),
  UpdateDate: at,
  PolicyVersionList: [
    { Document: encodeURIComponent(text('old:*')), VersionId: 'v1', IsDefaultVersion: false, CreateDate: at },
    { Document: encodeURIComponent(text(`${name}:*`)), VersionId: 'v2', IsDefaultVersion: true, CreateDate: at },
  ],
  ...more,
});
const trust = (Service: string) =>
  encodeURIComponent(
    JSON.stringify({ Statement: { Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' } }),
  );

describe('what is swept of an account', () => {
  test('is put together from pages that tear it apart', () => {
    const { principals, subjects } = of(
      { RoleDetailList: [role('app', { RolePolicyList: inline('s3'), AttachedManagedPolicies: attached('sqs') })] },
      { Policies: [policy('sqs')] },
    );
    expect(principals).toMatchObject([
      {
        arn: arn('role', 'app'),
        policies: [
          { name: arn('policy', 'sqs'), document: text('sqs:*') },
          { name: 's3', document: text('s3:*') },
        ],
      },
    ]);
    expect(subjects).toMatchObject([
      { arn: arn('policy', 'sqs'), kind: 'managed', changedAt: at.toISOString(), documents: [text('sqs:*')] },
      { arn: arn('role', 'app'), kind: 'role', changedAt: null, documents: [text('s3:*')] },
    ]);
  });

  test('is of a group what its members use, and of them what the group grants', () => {
    const GroupDetailList = [
      {
        GroupName: 'dev',
        Arn: arn('group', 'dev'),
        CreateDate: at,
        GroupPolicyList: inline('s3'),
        AttachedManagedPolicies: attached('sqs'),
      },
      { GroupName: 'empty', Arn: arn('group', 'empty'), CreateDate: at, GroupPolicyList: inline('sns') },
    ];
    const { principals, subjects } = of({
      UserDetailList: [user('ann', { GroupList: ['dev'] })],
      GroupDetailList,
      Policies: [policy('sqs')],
    });
    expect(principals).toMatchObject([{ policies: [{ name: arn('policy', 'sqs') }, { name: 's3' }] }]);
    expect(subjects.map((one) => [one.arn, one.principals.map((holder) => holder.arn)])).toEqual([
      [arn('policy', 'sqs'), [arn('user', 'ann')]],
      [arn('group', 'dev'), [arn('user', 'ann')]],
    ]);
  });

  test.each([
    [
      'a policy of AWS',
      {
        Policies: [policy('x', { Arn: 'arn:aws:iam::aws:policy/x' })],
        RoleDetailList: [role('app', { AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/x' }] })],
      },
    ],
    ['a policy that nobody holds', { Policies: [policy('x')] }],
    [
      'what is part of a role that is deactivated',
      { RoleDetailList: [role('app', { RolePolicyList: [...inline('s3'), ...inline('HomeostatDeactivated')] })] },
    ],
  ])('is nothing to trim of %s', (_, page) => {
    expect(of(page).subjects).toEqual([]);
  });

  test('is nothing of a role that only AWS can change', () => {
    const Path = '/aws-service-role/support.amazonaws.com/';
    expect(of({ RoleDetailList: [role('app', { Path, RolePolicyList: inline('s3') })] }).principals).toEqual([]);
  });

  test('counts those whom a policy bounds among those it is about', () => {
    const bounded = role('bounded', { PermissionsBoundary: { PermissionsBoundaryArn: arn('policy', 'sqs') } });
    const { subjects } = of({
      RoleDetailList: [role('app', { AttachedManagedPolicies: attached('sqs') }), bounded],
      Policies: [policy('sqs')],
    });
    expect(subjects[0]?.principals).toMatchObject([{ boundary: null }, { boundary: arn('policy', 'sqs') }]);
  });

  test.each([
    ['lambda.amazonaws.com', true],
    ['edgelambda.amazonaws.com', true],
    ['lambda.eu-central-1.amazonaws.com', true],
    ['ec2.amazonaws.com', false],
  ])('tells whether Lambda may run as a role that trusts %s: %s', (service, expected) => {
    expect(
      of({ RoleDetailList: [role('app', { AssumeRolePolicyDocument: trust(service) })] }).principals[0]?.runsFunctions,
    ).toBe(expected);
  });

  test('takes a trust policy that cannot be read for one that trusts Lambda', () => {
    expect(of({ RoleDetailList: [role('app')] }).principals[0]?.runsFunctions).toBe(true);
  });
});

describe('a list', () => {
  test.each([
    [[1, 2, 3], 2, [[1, 2], [3]]],
    [[], 2, []],
  ])('%j in pieces of %d is %j', (entries, most, expected) => {
    expect(inPieces(entries, most)).toEqual(expected);
  });

  test('of long entries is cut where a piece gets too long', () => {
    const long = 'x'.repeat(400_000);
    expect(inPieces([long, long, long], 25).map((piece) => piece.length)).toEqual([2, 1]);
  });
});

function of(...pages: readonly object[]) {
  return swept(pages.map((page) => Listed.parse(page)));
}
