import * as z from 'zod';
import { prefixOf } from '../../catalogue/trim/action-of-call.ts';
import { actionsLike } from '../../catalogue/trim/known-actions.ts';
import { useIn } from '../../catalogue/trim/renamed-calls.ts';
import { ApiCall, actorOf, eventId } from './event.ts';
import type { Cause } from './finding.ts';
import { matches } from './glob.ts';

const Issuer = z.looseObject({ sessionContext: z.looseObject({ sessionIssuer: z.object({ arn: z.string() }) }) });

/** A call that CloudTrail recorded as refused. EC2's messages go on for pages; what they say of the action comes first. */
export const RefusedCall = ApiCall.extend({
  detail: ApiCall.shape.detail.extend({
    errorCode: z.string(),
    errorMessage: z
      .string()
      .transform((text) => text.slice(0, 4096))
      .nullish(),
  }),
});
export type RefusedCall = z.infer<typeof RefusedCall>;

/** What a refused call says about who lacks what. */
export interface Refusal {
  /** ARN of the role or user, as IAM has it. */
  readonly principal: string;
  /** IAM actions, or patterns of them, of which one was refused: more than one where the record does not say which. */
  readonly actions: readonly string[];
  readonly cause: Cause;
}

/**
 * What was refused to whom, where the lack of a permission of theirs may be the reason; undefined where something else refused
 * it, or where the caller has no permissions of its own. What is unclear counts: giving back what was there before is the safe side.
 */
export function refusalIn(call: RefusedCall): Refusal | undefined {
  const principal = principalOf(call);
  if (principal === undefined || isSomebodyElses(call, principal)) {
    return undefined;
  }
  const { eventName: name } = call.detail;
  const cause = { id: eventId(call), name, time: call.time, actor: actorOf(call) };
  return { principal, actions: actionsIn(call), cause };
}

/** Whether a refused action may be one of those that were taken away. Either may be a pattern; IAM takes no account of case. */
export function isAmong(refused: readonly string[], taken: readonly string[]): boolean {
  return refused.some((one) => taken.some((other) => meet(one.toLowerCase(), other.toLowerCase())));
}

function meet(one: string, other: string): boolean {
  if (matches(one, other) || matches(other, one)) {
    return true;
  }
  if (!/[*?]/.test(one + other) || isOfOther(serviceOf(one), serviceOf(other))) {
    return false;
  }
  const known = new Set(actionsLike(one));
  return actionsLike(other).some((action) => known.has(action));
}

function isOfOther(one: string, other: string): boolean {
  return one !== other && !/[*?]/.test(one + other);
}

function serviceOf(action: string): string {
  return action.split(':', 1)[0] ?? '';
}

/** A role's sessions lack what the role lacks; so does what a user's credentials were exchanged for. */
function principalOf({ detail: { userIdentity } }: RefusedCall): string | undefined {
  const arn = userIdentity?.arn ?? '';
  switch (userIdentity?.type) {
    case 'AssumedRole':
    case 'FederatedUser': {
      const issuer = Issuer.safeParse(userIdentity);
      return issuer.success ? issuer.data.sessionContext.sessionIssuer.arn : roleOf(arn);
    }
    case 'IAMUser':
    case 'Role':
      return arn === '' ? undefined : arn;
    default:
      return undefined;
  }
}

/** The role of a session, by its name alone: a session's ARN does not tell the role's path. */
function roleOf(session: string): string | undefined {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(session) ?? [];
  return role && `arn:${partition}:iam::${account}:role/${role}`;
}

/** Kinds of policies that no plan of a watched control writes. */
const others =
  'service control policy|resource control policy|permissions boundary|session policy|vpc endpoint policy|declarative policy';
const denied = new RegExp(`explicit deny in an? (?:${others}|resource-based policy)`, 'i');
const notAllowed = new RegExp(`because no (?:${others}) allows`, 'i');

/**
 * Whether the message says that it was another kind of policy. What names an identity-based policy, or none, may be ours. So may
 * a resource's policy that does not allow it: within an account, the caller's own policy would be enough.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
function isSomebodyElses({ detail }: RefusedCall, principal: string): boolean {
  const message = detail.errorMessage ?? '';
  if (denied.test(message) || notAllowed.test(message)) {
    return true;
  }
  const owner = /on resource:? "?arn:[^:]+:[^:]*:[^:]*:(\d{12}):/i.exec(message)?.[1];
  return (
    /because no resource-based policy allows/i.test(message) && owner !== undefined && owner !== accountOf(principal)
  );
}

function accountOf(arn: string): string | undefined {
  return arn.split(':')[4];
}

/** What EC2 checks in its caller's name besides the call itself, and does not tell: the message is encoded. */
const besides = ['iam:PassRole', 'iam:CreateServiceLinkedRole', 'ec2:CreateTags', 'kms:CreateGrant', 'kms:Decrypt'];

function actionsIn({ detail: { eventSource, eventName, errorMessage } }: RefusedCall): readonly string[] {
  const message = errorMessage ?? '';
  const named =
    /not authorized to perform:?\s+"?([a-z0-9-]+:[a-z0-9*]+)/i.exec(message)?.[1] ??
    /allows the ([a-z0-9-]+:[a-z0-9*]+) action/i.exec(message)?.[1];
  if (named !== undefined) {
    return [named];
  }
  const use = useIn(eventSource, eventName);
  const action = use.isKnown ? use.action : anyOf(prefixOf(eventSource));
  return /encoded authorization failure message/i.test(message) ? [action, ...besides] : [action];
}

/** The call may have needed any action of its service; of any service, where IAM's tables do not know it. */
function anyOf(prefix: string | undefined): string {
  return prefix === undefined ? '*' : `${prefix}:*`;
}
