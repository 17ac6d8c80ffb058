import type { Caller, NonEmpty, Permission } from '../control.ts';

const on = {
  role: 'arn:{partition}:iam::{account}:role/*',
  user: 'arn:{partition}:iam::{account}:user/*',
  group: 'arn:{partition}:iam::{account}:group/*',
  policy: 'arn:{partition}:iam::{account}:policy/*',
};

/** IAM's error code, and the name the SDK gives it. */
export const missing = ['NoSuchEntityException', 'NoSuchEntity'] as const;

/** What reading the grants of principals and policies takes, and finding them. */
export const reads = [
  { call: 'iam:ListRoles', on: '*' },
  { call: 'iam:ListUsers', on: '*' },
  { call: 'iam:ListGroups', on: '*' },
  { call: 'iam:ListPolicies', on: '*' },
  { call: 'iam:GetRole', on: on.role },
  { call: 'iam:GetRolePolicy', on: on.role, absent: missing },
  { call: 'iam:ListRolePolicies', on: on.role },
  { call: 'iam:ListRoleTags', on: on.role },
  { call: 'iam:GetUser', on: on.user },
  { call: 'iam:GetUserPolicy', on: on.user, absent: missing },
  { call: 'iam:ListUserPolicies', on: on.user },
  { call: 'iam:ListUserTags', on: on.user },
  { call: 'iam:GetGroup', on: on.group },
  { call: 'iam:GetGroupPolicy', on: on.group, absent: missing },
  { call: 'iam:ListGroupPolicies', on: on.group },
  { call: 'iam:GetPolicy', on: on.policy },
  { call: 'iam:GetPolicyVersion', on: on.policy, absent: missing },
  { call: 'iam:ListEntitiesForPolicy', on: on.policy },
  { call: 'iam:ListPolicyTags', on: on.policy },
  { call: 'iam:ListPolicyVersions', on: on.policy },
] as const satisfies NonEmpty<Permission>;
export type Aws = Caller<(typeof reads)[number]['call']>;

/** What changing them takes. */
export const writes = [
  { call: 'iam:PutRolePolicy', on: on.role },
  { call: 'iam:DeleteRolePolicy', on: on.role },
  { call: 'iam:PutUserPolicy', on: on.user },
  { call: 'iam:DeleteUserPolicy', on: on.user },
  { call: 'iam:PutGroupPolicy', on: on.group },
  { call: 'iam:DeleteGroupPolicy', on: on.group },
  { call: 'iam:CreatePolicyVersion', on: on.policy },
  { call: 'iam:DeletePolicyVersion', on: on.policy },
  { call: 'iam:SetDefaultPolicyVersion', on: on.policy },
] as const satisfies NonEmpty<Permission>;
export type Call = (typeof writes)[number]['call'];
