import * as z from 'zod';
import { deactivation } from '../../catalogue/iam/deactivation.ts';
import { isKeptByAws } from '../../catalogue/iam/trust.ts';
import { statementsOf } from '../../catalogue/policy/document.ts';
import type { Listed, ListedGroup, ListedPolicy, ListedRole, ListedUser } from './listed.ts';

const time = z.iso.datetime();
const Policy = z.object({
  /** The ARN of a managed policy, the name of one that is part of its principal. */
  name: z.string(),
  /** Null where IAM did not say it. */
  document: z.string().nullable(),
});

/** A role or user, with all that grants it something. */
export const Principal = z.object({
  arn: z.string(),
  kind: z.enum(['role', 'user']),
  createdAt: time,
  /** The ARN of the managed policy that bounds it. */
  boundary: z.string().nullable(),
  /** Whether a Lambda function may run as it. */
  runsFunctions: z.boolean(),
  policies: z.array(Policy),
});
export type Principal = z.infer<typeof Principal>;

/** What is trimmed together: a managed policy, or all policies that are part of one role, user or group. */
export const Subject = z.object({
  arn: z.string(),
  kind: z.enum(['managed', 'role', 'user', 'group']),
  /** When its text was last changed; null where IAM does not say, as it never does of a principal's own policies. */
  changedAt: time.nullable(),
  documents: z.array(z.string()),
  /** Who holds it, and whom it bounds. */
  principals: z.array(Principal.omit({ policies: true, kind: true })),
});
export type Subject = z.infer<typeof Subject>;

/** The principals of an account and what may be trimmed of them, put together from the pages that IAM lists it in. */
export function swept(pages: readonly Listed[]): {
  readonly principals: readonly Principal[];
  readonly subjects: readonly Subject[];
} {
  const all = joined(pages);
  const documents = new Map(all.policies.map((policy) => [policy.Arn, currentOf(policy)?.Document ?? null]));
  const holders = [...all.roles.map(roleHolder), ...all.users.map((user) => userHolder(user, all.groups))];
  const principals = holders.map(({ attached, inline, ...one }) => ({
    ...one,
    policies: [
      ...attached.map((arn) => ({ name: arn, document: documents.get(arn) ?? null })),
      ...inline.map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName, document: PolicyDocument })),
    ],
  }));
  return { principals, subjects: [...managed(all.policies, holders), ...inlines(all, holders)] };
}

interface Holder extends Omit<Principal, 'policies'> {
  readonly attached: readonly string[];
  readonly inline: ListedRole['RolePolicyList'];
}

interface All {
  readonly roles: readonly ListedRole[];
  readonly users: readonly ListedUser[];
  readonly groups: readonly ListedGroup[];
  readonly policies: readonly ListedPolicy[];
}

/** Roles that only AWS can change are left out: nobody could do anything about them. */
function joined(pages: readonly Listed[]): All {
  const roles = pages.flatMap(({ RoleDetailList }) => RoleDetailList);
  return {
    roles: roles.filter(({ Path, RoleName }) => !isKeptByAws({ path: Path, name: RoleName, account: '', trust: '' })),
    users: pages.flatMap(({ UserDetailList }) => UserDetailList),
    groups: pages.flatMap(({ GroupDetailList }) => GroupDetailList),
    policies: pages.flatMap(({ Policies }) => Policies),
  };
}

function roleHolder(role: ListedRole): Holder {
  return {
    arn: role.Arn,
    kind: 'role',
    createdAt: role.CreateDate,
    boundary: role.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    runsFunctions: trustsLambda(role.AssumeRolePolicyDocument),
    attached: role.AttachedManagedPolicies.map(({ PolicyArn }) => PolicyArn),
    inline: role.RolePolicyList,
  };
}

function userHolder(user: ListedUser, groups: readonly ListedGroup[]): Holder {
  const own = groups.filter(({ GroupName }) => user.GroupList.includes(GroupName));
  const attached = [user, ...own].flatMap(({ AttachedManagedPolicies }) => AttachedManagedPolicies);
  return {
    arn: user.Arn,
    kind: 'user',
    createdAt: user.CreateDate,
    boundary: user.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    runsFunctions: false,
    attached: [...new Set(attached.map(({ PolicyArn }) => PolicyArn))],
    inline: [...user.UserPolicyList, ...own.flatMap(({ GroupPolicyList }) => GroupPolicyList)],
  };
}

/** One that cannot be read may trust anybody. */
function trustsLambda(trust: string | undefined): boolean {
  try {
    return statementsOf(trust ?? '').some(
      ({ Principal: trusted }) =>
        typeof trusted === 'object' && (trusted['Service'] ?? []).some((one) => /(^|\.|edge)lambda\./.test(one)),
    );
  } catch {
    return true;
  }
}

function managed(policies: readonly ListedPolicy[], holders: readonly Holder[]): readonly Subject[] {
  return policies.flatMap((policy): Subject[] => {
    const current = currentOf(policy);
    const changedAt = policy.UpdateDate ?? current?.CreateDate;
    const isHeld = holders.some(({ attached }) => attached.includes(policy.Arn));
    if (policy.Arn.split(':')[4] === 'aws' || !isHeld || current?.Document === undefined || changedAt === undefined) {
      return [];
    }
    const concerned = holders.filter(
      ({ attached, boundary }) => attached.includes(policy.Arn) || boundary === policy.Arn,
    );
    return [subject({ arn: policy.Arn, kind: 'managed', changedAt, documents: [current.Document] }, concerned)];
  });
}

/** What is part of a role, a user or a group. A group's holders are its members; one without members grants nobody anything. */
function inlines({ roles, users, groups }: All, holders: readonly Holder[]): readonly Subject[] {
  const byArn = new Map(holders.map((one) => [one.arn, one]));
  const of = (kind: Subject['kind'], arn: string, policies: Holder['inline'], members: string[]) => {
    const concerned = members.flatMap((member) => byArn.get(member) ?? []);
    return policies.length === 0 || concerned.length === 0
      ? []
      : [
          subject(
            { arn, kind, changedAt: null, documents: policies.map(({ PolicyDocument }) => PolicyDocument) },
            concerned,
          ),
        ];
  };
  return [
    // That a deactivated role uses nothing says nothing.
    ...roles.filter(isActive).flatMap((role) => of('role', role.Arn, role.RolePolicyList, [role.Arn])),
    ...users.flatMap((user) => of('user', user.Arn, user.UserPolicyList, [user.Arn])),
    ...groups.flatMap((group) => {
      const members = users.filter(({ GroupList }) => GroupList.includes(group.GroupName)).map(({ Arn }) => Arn);
      return of('group', group.Arn, group.GroupPolicyList, members);
    }),
  ];
}

function isActive({ RolePolicyList }: ListedRole): boolean {
  return RolePolicyList.every(({ PolicyName }) => PolicyName !== deactivation.name);
}

function subject(of: Omit<Subject, 'principals'>, holders: readonly Holder[]): Subject {
  const principals = holders.map(({ arn, createdAt, boundary, runsFunctions }) => ({
    arn,
    createdAt,
    boundary,
    runsFunctions,
  }));
  return { ...of, principals };
}

function currentOf({ PolicyVersionList }: ListedPolicy): ListedPolicy['PolicyVersionList'][number] | undefined {
  return PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion);
}
