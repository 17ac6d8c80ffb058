import type { Caller, Plan } from '../../../catalogue/control.ts';
import { planTrimming } from '../../../catalogue/iam/plan-trimming.ts';
import { readUsedGrants } from '../../../catalogue/iam/read-used-grants.ts';
import type { UsedGrants } from '../../../catalogue/iam/used-grants.ts';
import type { Evidence } from '../../../catalogue/trim/evidence.ts';
import { TrimSettings } from '../../../catalogue/trim/settings.ts';
import type { Notice } from '../../../catalogue/trim/usage.ts';

/** An account that is told in a few words, and what the control makes of a policy or a principal in it. */
export const now = new Date('2026-06-30T12:00:00.000Z');
export const lately = '2026-06-30T10:00:00.000Z';
export const longAgo = '2025-01-15T00:00:00.000Z';
const iam = 'arn:aws:iam::111122223333';
export const policyArn = `${iam}:policy/app`;
export const roleArn = `${iam}:role/app`;
export const over: Notice = {
  since: '2026-05-01T00:00:00.000Z',
  until: '2026-05-08T00:00:00.000Z',
  removals: ['ec2:*', 'iam:*', 'kms:*', 'logs:*', 'rds:*', 's3:*', 'sns:*', 'sqs:*'],
};

export interface Account {
  /** The statements of the policy, or its text. */
  readonly policy?: readonly object[] | string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly changedAt?: string;
  readonly bounds?: number;
  /** Texts of further versions, the oldest first; the default is the newest. */
  readonly versions?: readonly string[];
  /** The role's own policies, by name. */
  readonly own?: Readonly<Record<string, string>>;
  readonly roles?: readonly { readonly name: string; readonly createdAt?: string; readonly trusts?: string }[];
  /** By the name of a role; of those that are not named, nothing is known. */
  readonly evidence?: Readonly<Record<string, Partial<Evidence>>>;
  /** Removals of which notice was given long enough ago; or the notice itself; `null` where none was. */
  readonly notice?: readonly string[] | Notice | null;
  readonly settings?: Partial<TrimSettings>;
  /** What Access Analyzer answers; it does not where this is absent. */
  readonly analyzer?: Readonly<{ results?: readonly ('PASS' | 'FAIL')[]; errors?: readonly string[] }>;
}

export interface Judged {
  readonly state: UsedGrants;
  readonly plan: Plan<UsedGrants>;
  /** The text after it, or `null` where nothing changes. */
  readonly document: string | null;
  /** Why each action that the state names goes or stays. */
  readonly goes: Readonly<Record<string, string>>;
  readonly stays: Readonly<Record<string, string>>;
  /** What was asked of Access Analyzer. */
  readonly asked: readonly Readonly<Record<string, unknown>>[];
}

/** What the control makes of the account's policy, or of the role's own policies. */
export async function judged(account: Account, arn = policyArn): Promise<Judged> {
  const settings = TrimSettings.parse(account.settings ?? {});
  const asked: Readonly<Record<string, unknown>>[] = [];
  const target = { account: '111122223333', region: 'us-east-1', arn };
  const aws = caller(account, asked) as unknown as Parameters<typeof readUsedGrants>[0]['aws'];
  const state = await readUsedGrants({ target, aws, settings, now });
  const plan = planTrimming(state, settings, now) as Plan<UsedGrants>;
  const policies = state.kind === 'managed' ? [state.policy] : state.kind === 'inline' ? state.policies : [];
  const told = (of: 'goes' | 'stays') =>
    Object.fromEntries(
      policies.flatMap((one) => one[of]).flatMap(({ actions, because }) => actions.map((action) => [action, because])),
    );
  const after = plan.outcome === 'change' && plan.after.kind === 'managed' ? plan.after.policy.document : null;
  return { state, plan, document: after, goes: told('goes'), stays: told('stays'), asked };
}

export function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(Action: string | readonly string[], more: object = {}): object {
  return { Effect: 'Allow', Action, Resource: '*', ...more };
}

type Input = Readonly<Record<string, string>>;

function caller(account: Account, asked: Readonly<Record<string, unknown>>[]): Caller<never> {
  const answers = { ...iamOf(account), ...analyzerOf(account, asked), 'homeostat:GetUsage': usageOf(account) };
  return (async (call: string, input: Input) =>
    (answers as Readonly<Record<string, (of: never) => unknown>>)[call]?.(input as never)) as never;
}

function iamOf({ policy = [], tags = {}, changedAt = longAgo, bounds = 0, versions = [], own = {}, roles }: Account) {
  const text = typeof policy === 'string' ? policy : document(policy);
  const texts = [...versions, text];
  const all = roles ?? [{ name: 'app' }];
  const listed = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return {
    'iam:GetPolicy': () => ({
      Policy: {
        ...{ Arn: policyArn, DefaultVersionId: `v${texts.length}`, UpdateDate: new Date(changedAt), Tags: listed },
        PermissionsBoundaryUsageCount: bounds,
      },
    }),
    'iam:GetPolicyVersion': ({ VersionId = '' }: Input) => ({
      PolicyVersion: { Document: encodeURIComponent(texts[Number(VersionId.slice(1)) - 1] ?? '') },
    }),
    'iam:ListPolicyVersions': () => ({
      Versions: texts.map((_, index) => ({
        VersionId: `v${index + 1}`,
        IsDefaultVersion: index === texts.length - 1,
      })),
    }),
    'iam:ListEntitiesForPolicy': () => ({ PolicyRoles: all.map(({ name }) => ({ RoleName: name })) }),
    'iam:GetRole': ({ RoleName }: Input) => {
      const role = all.find(({ name }) => name === RoleName);
      const AssumeRolePolicyDocument = encodeURIComponent(
        document([{ Effect: 'Allow', Principal: { Service: role?.trusts ?? 'ec2.amazonaws.com' } }]),
      );
      const CreateDate = new Date(role?.createdAt ?? longAgo);
      return { Role: { Arn: `${iam}:role/${RoleName}`, CreateDate, AssumeRolePolicyDocument } };
    },
    'iam:ListRolePolicies': () => ({ PolicyNames: Object.keys(own) }),
    'iam:GetRolePolicy': ({ PolicyName = '' }: Input) => ({
      PolicyDocument: encodeURIComponent(own[PolicyName] ?? ''),
    }),
  };
}

function analyzerOf({ analyzer }: Account, asked: Readonly<Record<string, unknown>>[]) {
  const results = [...(analyzer?.results ?? [])];
  return {
    'access-analyzer:CheckNoNewAccess': (input: Input) => {
      asked.push(input);
      const result = results.shift() ?? 'PASS';
      return analyzer && { result, message: `it says ${result}` };
    },
    'access-analyzer:ValidatePolicy': (input: Input) => {
      asked.push(input);
      const found = (analyzer?.errors ?? []).map((issueCode) => ({
        findingType: 'ERROR',
        issueCode,
        findingDetails: '…',
      }));
      return analyzer && { findings: [{ findingType: 'SUGGESTION', issueCode: 'EMPTY' }, ...found] };
    },
  };
}

function usageOf({ evidence = {}, notice = over }: Account) {
  return ({ principals }: { readonly principals: readonly string[] }) => ({
    evidence: principals.flatMap((principal) => {
      const known = evidence[principal.split('/').at(-1) ?? ''];
      return known === undefined ? [] : [{ ...usual, principal, ...known }];
    }),
    notice: Array.isArray(notice) ? { ...over, removals: notice } : notice,
  });
}

const usual: Omit<Evidence, 'principal'> = {
  reportedAt: '2026-06-30T06:00:00.000Z',
  isComplete: true,
  services: {},
  calls: {},
  trailSince: null,
};
