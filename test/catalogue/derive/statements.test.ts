import { describe, expect, test } from '@jest/globals';
import type { Permission } from '../../../catalogue/control.ts';
import { fill } from '../../../catalogue/derive/place.ts';
import {
  iamAction,
  isAskedOfIam,
  mostCharacters,
  mostPolicies,
  policies,
  statements,
} from '../../../catalogue/derive/statements.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { hundredControls } from './hundred-controls.ts';

const bucket = 'arn:{partition}:s3:::*';
const role = 'arn:{partition}:iam::{account}:role/*';

test.each<[string, readonly Permission[], ReturnType<typeof statements>]>([
  ['no permissions are no statements', [], []],
  [
    'actions on the same resource are one statement, sorted',
    [
      { call: 's3:GetBucketWebsite', on: bucket },
      { call: 's3:GetBucketAcl', on: bucket },
    ],
    [{ actions: ['s3:GetBucketAcl', 's3:GetBucketWebsite'], resources: [bucket] }],
  ],
  [
    'calls that IAM spells alike are one action',
    [
      { call: 's3:PutPublicAccessBlock', action: 's3:PutBucketPublicAccessBlock', on: bucket },
      { call: 's3:DeletePublicAccessBlock', action: 's3:PutBucketPublicAccessBlock', on: bucket },
    ],
    [{ actions: ['s3:PutBucketPublicAccessBlock'], resources: [bucket] }],
  ],
  [
    'what Homeostat answers itself is in none',
    [
      { call: 'homeostat:GetUsage', on: '*' },
      { call: 'iam:GetRole', on: role },
    ],
    [{ actions: ['iam:GetRole'], resources: [role] }],
  ],
  [
    'actions on other resources stay apart, sorted by resource',
    [
      { call: 's3:GetBucketAcl', on: bucket },
      { call: 'iam:GetRole', on: role },
    ],
    [
      { actions: ['iam:GetRole'], resources: [role] },
      { actions: ['s3:GetBucketAcl'], resources: [bucket] },
    ],
  ],
])('%s', (_, permissions, expected) => {
  expect(statements(permissions)).toEqual(expected);
});

test.each<[string, Permission, string]>([
  ['is the call', { call: 'iam:GetRole', on: role }, 'iam:GetRole'],
  [
    'is what IAM calls it, where that differs',
    { call: 's3:GetPublicAccessBlock', action: 's3:GetBucketPublicAccessBlock', on: bucket },
    's3:GetBucketPublicAccessBlock',
  ],
])('the action of a permission %s', (_, permission, action) => {
  expect(iamAction(permission)).toBe(action);
});

describe.each([
  ['the catalogue', catalogue],
  ['a catalogue of a hundred controls', hundredControls()],
] as const)('the roles of %s', (_, controls) => {
  const place = { partition: 'aws-us-gov', account: '111122223333', region: '*' };
  const here = (pattern: string) => fill(pattern, place);

  test.each(['reads', 'writes'] as const)(
    'have policies for the %s that IAM takes, with every action in them',
    (kind) => {
      const permissions = controls.flatMap((control): readonly Permission[] => control[kind]).filter(isAskedOfIam);
      const all = policies(permissions, here);
      // One more is for what no control declares.
      expect(all.length).toBeLessThan(mostPolicies);
      for (const Statement of all.map((some) =>
        some.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources.map(here) })),
      )) {
        expect(JSON.stringify({ Version: '2012-10-17', Statement }).length).toBeLessThanOrEqual(mostCharacters);
      }
      const pairs = all
        .flat()
        .flatMap(({ actions, resources }) => actions.map((action) => `${action} ${resources[0]}`));
      expect(new Set(pairs)).toEqual(new Set(permissions.map((one) => `${iamAction(one)} ${one.on}`)));
      expect(pairs).toHaveLength(new Set(pairs).size);
    },
  );
});
