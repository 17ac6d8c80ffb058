import type { Change } from '../control.ts';
import type { Aws, Call } from './calls.ts';
import type { Inline, Kind } from './grants.ts';
import type { Paged } from './pages.ts';

interface Tag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}
type PolicyNames = Paged & { readonly PolicyNames?: readonly string[] | undefined };
type Tags = Paged & { readonly Tags?: readonly Tag[] | undefined };

interface Spelling {
  arn(aws: Aws, name: string): Promise<string | undefined>;
  policies(aws: Aws, name: string, Marker?: string): Promise<PolicyNames | undefined>;
  document(aws: Aws, name: string, PolicyName: string): Promise<string | undefined>;
  tags(aws: Aws, name: string, Marker?: string): Promise<Tags | undefined>;
  put(name: string, policy: Inline, says: string): Change<Call>;
  remove(name: string, PolicyName: string, says: string): Change<Call>;
}

/** How IAM spells the same thing for each kind of principal. Groups have no tags. */
export const spelling: Readonly<Record<Kind, Spelling>> = {
  role: {
    arn: async (aws, RoleName) => (await aws('iam:GetRole', { RoleName }))?.Role?.Arn,
    policies: (aws, RoleName, Marker) => aws('iam:ListRolePolicies', { RoleName, Marker }),
    document: async (aws, RoleName, PolicyName) =>
      (await aws('iam:GetRolePolicy', { RoleName, PolicyName }))?.PolicyDocument,
    tags: (aws, RoleName, Marker) => aws('iam:ListRoleTags', { RoleName, Marker }),
    put: (RoleName, policy, says) => ({ call: 'iam:PutRolePolicy', input: { RoleName, ...putting(policy) }, says }),
    remove: (RoleName, PolicyName, says) => ({ call: 'iam:DeleteRolePolicy', input: { RoleName, PolicyName }, says }),
  },
  user: {
    arn: async (aws, UserName) => (await aws('iam:GetUser', { UserName }))?.User?.Arn,
    policies: (aws, UserName, Marker) => aws('iam:ListUserPolicies', { UserName, Marker }),
    document: async (aws, UserName, PolicyName) =>
      (await aws('iam:GetUserPolicy', { UserName, PolicyName }))?.PolicyDocument,
    tags: (aws, UserName, Marker) => aws('iam:ListUserTags', { UserName, Marker }),
    put: (UserName, policy, says) => ({ call: 'iam:PutUserPolicy', input: { UserName, ...putting(policy) }, says }),
    remove: (UserName, PolicyName, says) => ({ call: 'iam:DeleteUserPolicy', input: { UserName, PolicyName }, says }),
  },
  group: {
    arn: async (aws, GroupName) => (await aws('iam:GetGroup', { GroupName, MaxItems: 1 }))?.Group?.Arn,
    policies: (aws, GroupName, Marker) => aws('iam:ListGroupPolicies', { GroupName, Marker }),
    document: async (aws, GroupName, PolicyName) =>
      (await aws('iam:GetGroupPolicy', { GroupName, PolicyName }))?.PolicyDocument,
    tags: async () => ({}),
    put: (GroupName, policy, says) => ({ call: 'iam:PutGroupPolicy', input: { GroupName, ...putting(policy) }, says }),
    remove: (GroupName, PolicyName, says) => ({
      call: 'iam:DeleteGroupPolicy',
      input: { GroupName, PolicyName },
      says,
    }),
  },
};

function putting({ name, document }: Inline): { readonly PolicyName: string; readonly PolicyDocument: string } {
  return { PolicyName: name, PolicyDocument: document };
}
