import * as z from 'zod';
import type { Evidence } from '../../catalogue/trim/evidence.ts';
import { actionsOf } from '../../catalogue/trim/known-actions.ts';
import { useIn } from '../../catalogue/trim/renamed-calls.ts';

/** How far a last-accessed report lags behind. Source: IAM user guide, "Things to know about last accessed information". */
const lagMs = 4 * 3_600_000;

/** As far back as IAM watches, and as calls are kept. */
const memoryMs = 400 * 86_400_000;

/** When principals last made which calls: principal → action → time. */
export const Calls = z.record(z.string(), z.record(z.string(), z.iso.datetime()));
export type Calls = z.infer<typeof Calls>;

const Record = z.object({
  userIdentity: z
    .object({
      type: z.string().optional(),
      arn: z.string().optional(),
      sessionContext: z.object({ sessionIssuer: z.object({ arn: z.string().optional() }).optional() }).optional(),
    })
    .nullish(),
  eventSource: z.string(),
  eventName: z.string(),
  eventTime: z.iso.datetime(),
});

/** From when on the trail is read for reports that are asked for from now on; clocks differ a little. */
export function trailFrom(now: Date): string {
  return new Date(now.getTime() - lagMs - 15 * 60_000).toISOString();
}

/** The calls of roles and users in records of CloudTrail, refused ones too, as IAM's report counts them. */
export function callsIn(records: readonly unknown[]): { readonly calls: Calls; readonly unreadable: number } {
  const parsed = records.map((record) => Record.safeParse(record));
  const uses = parsed.flatMap(({ data }) => {
    const principal = data && principalOf(data);
    return principal ? [{ principal, source: data.eventSource, name: data.eventName, at: data.eventTime }] : [];
  });
  return { calls: callsOf(uses), unreadable: parsed.filter(({ success }) => !success).length };
}

interface Call {
  /** ARN. */
  readonly principal: string;
  /** `s3.amazonaws.com` */
  readonly source: string;
  readonly name: string;
  readonly at: string;
}

/** Calls by who made them and the actions that they used. */
export function callsOf(uses: readonly Call[]): Calls {
  const calls: { [principal: string]: { [action: string]: string } } = {};
  for (const { principal, source, name, at } of uses) {
    const { action } = useIn(source, name);
    const known = calls[principal] ?? {};
    known[action] = later(known[action], at);
    calls[principal] = known;
  }
  return calls;
}

export function joinedCalls(parts: readonly Calls[]): Calls {
  const principals = new Set(parts.flatMap((part) => Object.keys(part)));
  return Object.fromEntries([...principals].map((one) => [one, latest(parts.map((part) => part[one] ?? {}))]));
}

export interface Trail {
  readonly calls: Calls;
  /** From when on it was read. */
  readonly from: string;
  /** Since when it is without a gap, other readings of it included; null where only the last hours were read. */
  readonly since: string | null;
  /** Why it was not read whole. */
  readonly unread?: string | undefined;
}

/** Evidence with what the trail tells of the hours that its report lags behind. What is not known of them, it says. */
export function completed(evidence: Evidence, trail: Trail, now: Date): Evidence {
  const seen = trail.calls[evidence.principal] ?? {};
  const recent = Object.entries(evidence.calls).filter(([, at]) => now.getTime() - Date.parse(at) < memoryMs);
  const unseen = whatIsUnseen(evidence, trail, seen);
  const { unseen: _, ...known } = evidence;
  return {
    ...known,
    calls: latest([Object.fromEntries(recent), seen]),
    trailSince: trailSince(evidence, trail),
    ...(unseen !== undefined && { unseen }),
  };
}

/** Of a principal that no earlier sweep knew, only what was read now is known. */
function trailSince({ trailSince: earlier }: Evidence, { since, from }: Trail): string | null {
  return since === null || earlier !== null ? since : ([since, from].toSorted()[1] ?? since);
}

function whatIsUnseen(
  { reportedAt, calls }: Evidence,
  { from, unread }: Trail,
  seen: Calls[string],
): string | undefined {
  if (unread !== undefined) {
    return unread;
  }
  if (Date.parse(reportedAt) < Date.parse(from) + lagMs) {
    return 'its report is from before the hours of which the trail was read';
  }
  // One that an earlier sweep saw has long been in the report, under whatever name IAM has for it.
  const strange = Object.keys(seen).find((action) => !isAction(action) && !Object.hasOwn(calls, action));
  return strange === undefined ? undefined : `IAM’s tables have no action for its call ${strange}`;
}

function isAction(action: string): boolean {
  const service = action.split(':')[0] ?? '';
  return service === 'apigateway' || actionsOf(service).includes(action);
}

function latest(parts: readonly Calls[string][]): Calls[string] {
  const calls: { [action: string]: string } = {};
  for (const [action, at] of parts.flatMap((part) => Object.entries(part))) {
    calls[action] = later(calls[action], at);
  }
  return calls;
}

function later(one: string | undefined, other: string): string {
  return one !== undefined && Date.parse(one) > Date.parse(other) ? one : other;
}

/** What was assumed is named by its role; a user by itself. Root and AWS's services hold no policy that could be trimmed. */
function principalOf({ userIdentity }: z.infer<typeof Record>): string | undefined {
  const issuer = userIdentity?.sessionContext?.sessionIssuer?.arn;
  const arn = issuer ?? (userIdentity?.type === 'IAMUser' ? userIdentity.arn : undefined);
  return arn !== undefined && /^arn:aws[\w-]*:iam::\d{12}:(role|user)\//.test(arn) ? arn : undefined;
}
