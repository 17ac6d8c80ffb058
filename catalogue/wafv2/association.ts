import type { Caller, Change, Permission, Plan } from '../control.ts';
import { judgeProtection, nameOf, Protection, ProtectionSettings, withoutCandidate } from './protection.ts';
import { regionalWebAclArn, wafBusy } from './web-acl.ts';

/** AWS answers nothing where no Web ACL is attached; other implementations of its API answer this. */
const none = ['WAFNonexistentItemException'] as const;

/** What all controls share that attach a Web ACL to a resource of a region: each spreads it. */
export const association = {
  settings: ProtectionSettings,
  state: Protection,
  restores: withoutCandidate,
} as const;

/** A kind of resource that AWS WAF attaches a Web ACL to, by its ARN pattern. */
export function associationReads(on: string) {
  return [
    { call: 'wafv2:GetWebACLForResource', on, absent: none },
    { call: 'wafv2:GetWebACLForResource', on: regionalWebAclArn, absent: none },
    { call: 'wafv2:GetWebACL', on: regionalWebAclArn, absent: none },
    { call: 'wafv2:ListWebACLs', on: '*' },
  ] as const satisfies readonly Permission[];
}

/** What its service allows on top, where it has actions of its own for this: reading, attaching and detaching. */
export interface OwnActions {
  readonly read?: Permission['action'];
  readonly attach: NonNullable<Permission['action']>;
  readonly detach: NonNullable<Permission['action']>;
}

/**
 * AWS asks both AWS WAF and the resource's service for permission. The older `SetWebACL` of load balancers and AppSync knows
 * no resource; the newer actions that name one stand here in its place.
 * https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
 */
export function associationWrites(on: string, { attach, detach }: OwnActions) {
  return [
    { call: 'wafv2:AssociateWebACL', on, busy: wafBusy },
    { call: 'wafv2:AssociateWebACL', on: regionalWebAclArn, besides: true },
    { call: 'wafv2:AssociateWebACL', action: attach, on },
    { call: 'wafv2:DisassociateWebACL', on, busy: wafBusy },
    { call: 'wafv2:DisassociateWebACL', action: detach, on },
  ] as const satisfies readonly Permission[];
}

/** The permission to ask a resource's service for its Web ACL. */
export function ownRead(on: string, action: NonNullable<Permission['action']>) {
  return { call: 'wafv2:GetWebACLForResource', action, on, absent: none } as const satisfies Permission;
}

/** Every way in which a Web ACL is detached from a resource in a region. */
export const detached = {
  kind: 'api-call',
  service: 'wafv2',
  events: ['DisassociateWebACL'],
  target: '{resourceArn}',
} as const;

/** The ARN of the Web ACL that is attached to a resource. */
export async function attachedTo(arn: string, aws: Caller<'wafv2:GetWebACLForResource'>): Promise<string | null> {
  return (await aws('wafv2:GetWebACLForResource', { ResourceArn: arn }))?.WebACL?.ARN ?? null;
}

/** The calls that attach and detach it. */
export type Association = 'wafv2:AssociateWebACL' | 'wafv2:DisassociateWebACL';

export function planAssociation(
  state: Protection,
  settings: ProtectionSettings,
  label: string,
): Plan<Protection, Association> {
  const judged = judgeProtection(state, settings, label);
  if (judged.outcome !== 'attach') {
    return judged;
  }
  const { acl, risk } = judged;
  return {
    outcome: 'change',
    risk,
    apply: [associate(state.arn, acl, label)],
    undo: [disassociate(state.arn, acl, label)],
    after: { ...state, protectedBy: acl, acl: null },
  };
}

export function associate(ResourceArn: string, WebACLArn: string, label: string): Change<'wafv2:AssociateWebACL'> {
  return {
    call: 'wafv2:AssociateWebACL',
    input: { ResourceArn, WebACLArn },
    says: `Attach the Web ACL ${nameOf(WebACLArn)} to ${label}`,
  };
}

export function disassociate(ResourceArn: string, acl: string, label: string): Change<'wafv2:DisassociateWebACL'> {
  return {
    call: 'wafv2:DisassociateWebACL',
    input: { ResourceArn },
    says: `Detach the Web ACL ${nameOf(acl)} from ${label} again`,
  };
}
