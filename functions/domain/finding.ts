import * as z from 'zod';
import { Exemption } from './exemption.ts';

export const Status = z.enum([
  'observed',
  'held',
  'awaiting-approval',
  'applying',
  'remediated',
  'rejected',
  'expired',
  'stale',
  'verification-failed',
  'failed',
  'undone',
]);
export type Status = z.infer<typeof Status>;

/** The one resource a finding is about. */
export const Target = z.object({ account: z.string(), region: z.string(), arn: z.string() });
export type Target = z.infer<typeof Target>;

/** Who caused the drift, as CloudTrail names them. */
export const Actor = z.object({
  /** What kind of identity: `Root`, `IAMUser`, `AssumedRole`, `AWSService`, … or `unknown` where the event names nobody. */
  type: z.string(),
  arn: z.string(),
  sourceIdentity: z.string().optional(),
  userAgent: z.string().optional(),
  sourceIp: z.string().optional(),
});
export type Actor = z.infer<typeof Actor>;

/** A finding of Security Hub, as its API names it. */
export const HubFinding = z.object({ id: z.string(), productArn: z.string() });
export type HubFinding = z.infer<typeof HubFinding>;

/** The event that led to a finding. `time` is ISO 8601 UTC. */
export const Cause = z.object({
  id: z.string(),
  name: z.string(),
  time: z.string(),
  actor: Actor,
  /** The finding of Security Hub that the event told of: it is resolved with the drift. */
  hubFinding: HubFinding.optional(),
});
export type Cause = z.infer<typeof Cause>;

export const RiskLevel = z.enum(['safe', 'disruptive', 'irreversible']);
export type RiskLevel = z.infer<typeof RiskLevel>;
const Risk = z.object({ level: RiskLevel, because: z.string() });

/** One AWS call as data; `input` is what the SDK's command takes. */
export const Change = z.object({
  call: z.string(),
  input: z.record(z.string(), z.unknown()),
  says: z.string(),
  /** In an undo: which of the applied calls it takes back, counted from 0. */
  undoes: z.int().optional(),
});
export type Change = z.infer<typeof Change>;

/** Who loses permissions by a plan, and which. */
export const Watch = z.object({
  /** The ARN of a role or user. */
  principal: z.string(),
  /** IAM actions, or patterns of them. */
  actions: z.array(z.string()).min(1),
  days: z.number().positive(),
});
export type Watch = z.infer<typeof Watch>;

/** Something that was checked of a plan, by whom, and what came of it. */
export const Check = z.object({ check: z.string(), by: z.string(), holds: z.boolean(), says: z.string() });
export type Check = z.infer<typeof Check>;

/** The exact calls that lead back, and the digest that binds an approval to them and to the state they were made for. */
export const Plan = z.object({
  digest: z.string(),
  risk: Risk,
  apply: z.array(Change).min(1),
  undo: z.array(Change).optional(),
  /** ARNs, without their paths, of others whom the change touches. */
  affects: z.array(z.string()).optional(),
  /** Whom to watch once it is done: a call that they are refused then takes it back. */
  watch: z.array(Watch).optional(),
  /** Whether a person decides, whatever the policy says. */
  asks: z.literal(true).optional(),
  /** What was checked of it. All of it holds. */
  proof: z.array(Check).optional(),
  after: z.unknown(),
});
export type Plan = z.infer<typeof Plan>;

export const Verdict = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('change'), plan: Plan }),
  z.object({ outcome: z.literal('leave'), because: z.string() }),
  z.object({ outcome: z.literal('unreadable'), because: z.string() }),
]);
export type Verdict = z.infer<typeof Verdict>;

/** A control's verdict on one resource at one time, with the state that was read. Compliant resources have none. */
export const Finding = z.object({
  id: z.string(),
  control: z.string(),
  target: Target,
  cause: Cause,
  /** When the state was read, ISO 8601 UTC. */
  readAt: z.string(),
  state: z.unknown(),
  tags: z.record(z.string(), z.string()).optional(),
  verdict: Verdict,
  /** Set where the plan is the stored undo of another remediation. */
  undoes: z.string().optional(),
  /** Of an undo that Homeostat starts by itself, because somebody misses what the mend took. It only gives back: nobody is asked. */
  unasked: z.object({ principal: z.string(), actions: z.array(z.string()) }).optional(),
  /** Begins together with the plan: what an operator undid is not mended again at once. */
  exemption: Exemption.optional(),
});
export type Finding = z.infer<typeof Finding>;
