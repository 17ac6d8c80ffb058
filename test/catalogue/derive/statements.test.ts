import { expect, test } from '@jest/globals';
import type { Permission } from '../../../catalogue/control.ts';
import { iamAction, statements } from '../../../catalogue/derive/statements.ts';

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
