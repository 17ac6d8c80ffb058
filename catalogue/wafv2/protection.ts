import * as z from 'zod';
import type { Caller, Plan, Reversible } from '../control.ts';
import { baselineName } from './baseline-rules.ts';
import { type Scope, type WebAcl, webAclNamed, webAclOf } from './web-acl.ts';

/** The Web ACL that would be attached. */
const Attachable = z.object({
  arn: z.string(),
  rules: z.int(),
  /** Which requests it may refuse. */
  refuses: z.enum(['none', 'those its rules match', 'all that its rules do not allow']),
});
type Attachable = z.infer<typeof Attachable>;

/** Whether a Web ACL stands before a resource; the one to attach is looked for only where none does. */
export const Protection = z.object({
  arn: z.string(),
  protectedBy: z.string().nullable(),
  acl: Attachable.nullable(),
});
export type Protection = z.infer<typeof Protection>;

const nameOrArn =
  /^([\w-]{1,128}|arn:aws[a-z-]*:wafv2:[a-z0-9-]+:\d{12}:(regional|global)\/webacl\/[\w-]{1,128}\/[\w-]{1,36})$/;

export const ProtectionSettings = z.object({
  acl: z
    .string()
    .regex(nameOrArn, 'the name of a Web ACL, or its ARN')
    .default(baselineName)
    .describe(
      'The Web ACL to attach where there is none: its ARN, or its name, which each account and region gives to one of its own. The default is Homeostat’s own, which baselineWebAcl in the configuration makes.',
    ),
});
export type ProtectionSettings = z.infer<typeof ProtectionSettings>;

type Finding = 'wafv2:ListWebACLs' | 'wafv2:GetWebACL';

/** The state of a resource with the Web ACL that is attached to it, if any. */
export async function protectionOf(
  { arn, protectedBy }: Pick<Protection, 'arn' | 'protectedBy'>,
  { acl }: ProtectionSettings,
  scope: Scope,
  aws: Caller<Finding>,
): Promise<Protection> {
  return { arn, protectedBy, acl: protectedBy === null ? await find(acl, scope, aws) : null };
}

async function find(nameOrArn: string, scope: Scope, aws: Caller<Finding>): Promise<Attachable | null> {
  const arn = nameOrArn.startsWith('arn:') ? nameOrArn : await webAclNamed(nameOrArn, scope, aws);
  if (arn === undefined || webAclOf(arn).Scope !== scope) {
    return null;
  }
  const found = (await aws('wafv2:GetWebACL', webAclOf(arn)))?.WebACL;
  return found === undefined || found.ARN !== arn
    ? null
    : { arn, rules: rulesOf(found).length, refuses: refusedBy(found) };
}

/** All rules in the order in which they are asked: Firewall Manager may put groups around the account's own. */
export function rulesOf({ Rules, PreProcessFirewallManagerRuleGroups, PostProcessFirewallManagerRuleGroups }: WebAcl) {
  return [
    ...(PreProcessFirewallManagerRuleGroups ?? []),
    ...(Rules ?? []),
    ...(PostProcessFirewallManagerRuleGroups ?? []),
  ];
}

function refusedBy(acl: WebAcl): Attachable['refuses'] {
  if (acl.DefaultAction?.Allow === undefined) {
    return 'all that its rules do not allow';
  }
  // Source: AWS WAF API reference, OnSourceDDoSProtectionConfig: always on, it may also meet those who mean well, whatever the rules do.
  const isOnGuard = acl.OnSourceDDoSProtectionConfig?.ALBLowReputationMode === 'ALWAYS_ON';
  return !isOnGuard && rulesOf(acl).every(isHarmless) ? 'none' : 'those its rules match';
}

type Rule = ReturnType<typeof rulesOf>[number];

/** Whether a rule counts or allows, and nothing else. A group of rules does what it likes, unless it is made to count. */
function isHarmless(rule: Rule): boolean {
  const action = 'Action' in rule ? rule.Action : undefined;
  const done = Object.entries({ ...action, ...rule.OverrideAction }).flatMap(([name, value]) => (value ? [name] : []));
  return done.length > 0 && done.every((name) => name === 'Count' || name === 'Allow');
}

type Judged =
  | Extract<Plan, { outcome: 'compliant' | 'leave' }>
  | { readonly outcome: 'attach'; readonly acl: string; readonly risk: Reversible };

/** What is to be done about a resource: `label` is what a sentence calls it. An attached Web ACL stays, whoever attached it. */
export function judgeProtection(state: Protection, settings: ProtectionSettings, label: string): Judged {
  const { arn, protectedBy, acl } = state;
  if (protectedBy !== null) {
    return { outcome: 'compliant' };
  }
  if (acl === null) {
    return { outcome: 'leave', because: missing(settings, arn, label) };
  }
  if (acl.rules === 0) {
    return { outcome: 'leave', because: `the Web ACL ${nameOf(acl.arn)} has no rules that could protect ${label}` };
  }
  return { outcome: 'attach', acl: acl.arn, risk: riskOf(acl, label) };
}

function missing({ acl }: ProtectionSettings, arn: string, label: string): string {
  if (acl !== baselineName) {
    return `the Web ACL ${acl} that the setting acl names is none that could protect ${label}, in its account, region and scope`;
  }
  // AWS WAF keeps CloudFront's in that region.
  const where = arn.split(':')[2] === 'cloudfront' ? ', with us-east-1 among the regions of its account' : '';
  return `Homeostat’s own Web ACL for ${label} is not made: set baselineWebAcl in the configuration${where}, or name another Web ACL in the setting acl`;
}

function riskOf({ arn, refuses }: Attachable, label: string): Reversible {
  const name = nameOf(arn);
  switch (refuses) {
    case 'none':
      return {
        level: 'safe',
        because: `the rules of ${name} only count what they match: no request to ${label} is refused`,
      };
    case 'those its rules match':
      return {
        level: 'disruptive',
        because: `requests to ${label} that the rules of ${name} match are refused, perhaps also some that are meant well`,
      };
    case 'all that its rules do not allow':
      return {
        level: 'disruptive',
        because: `every request to ${label} that the rules of ${name} do not allow is refused`,
      };
    default:
      return refuses satisfies never;
  }
}

export function nameOf(arn: string): string {
  return webAclOf(arn).Name ?? arn;
}

/** What an undo brings back: that no Web ACL is attached. Which would be attached next is another matter. */
export function withoutCandidate<State extends Protection>({ acl: _acl, ...state }: State): Omit<State, 'acl'> {
  return state;
}
