import type { ZodType } from 'zod';
import type { CallName, Input, Output } from './calls.ts';
import type { Place } from './derive/place.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';
export type Practice =
  | 'least privilege'
  | 'API gateways'
  | 'private networks'
  | 'encryption'
  | 'activity tracking'
  | 'WAF'
  | 'data storage'
  | 'safe errors'
  | 'audits';
export type ResourceType = `AWS::${string}::${string}`;
export type NonEmpty<T> = readonly [T, ...T[]];

/**
 * The one resource a finding is about. Where AWS has no ARN for it, these stand for it:
 * - a setting of a whole account in a region: `arn:{partition}:ec2:{region}:{account}:account` (encryption by default, …)
 * - a setting of a whole account: `arn:{partition}:iam::{account}:account` (the password policy), `arn:{partition}:s3::{account}:account`
 * An ARN with an account and no region is global: it is kept, read and written in the partition's home region.
 */
export interface Target {
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/**
 * What wakes a control up. `service` is CloudTrail's name, `monitoring` of `monitoring.amazonaws.com`. `target` is an ARN
 * with placeholders: `{partition}`, `{account}`, `{region}`, a path into the call's request parameters (`{bucketName}`) or
 * into its answer (`{responseElements.policy.arn}`). A path through a list, `{ipPermissions.items[].groupId}`, names one
 * resource for each entry. `{queueUrl:name}` is what comes after the last slash. A parameter that is an ARN already, as many
 * take an id or an ARN, stands for itself. Where a call names its resource in one of several ways, each is a trigger.
 * `sweep` is Homeostat's own sweep over what principals use: a drift that no call makes, but time. A control that only the
 * sweep wakes up is not woken by Config's records either.
 */
export type Trigger =
  | { readonly kind: 'api-call'; readonly service: string; readonly events: NonEmpty<string>; readonly target: string }
  | { readonly kind: 'config-rule'; readonly rule: string }
  | { readonly kind: 'security-hub'; readonly control: string }
  | { readonly kind: 'sweep' };

/** One AWS call a control may make, and the resources it may make it on. */
export interface Permission<Call extends CallName = CallName> {
  readonly call: Call;
  /**
   * An ARN pattern; `{partition}`, `{account}` and `{region}` are filled in for each account. `*` only, and always, where
   * IAM knows no resource for the action (most `List…`, all `ec2:Describe…`, switches of a whole account): a test asks IAM's own tables.
   */
  readonly on: string;
  /** The IAM action, where IAM spells it differently from the API. */
  readonly action?: `${string}:${string}`;
  /** In a write: whether the call needs this on top of its permission on the target, such as `iam:PassRole` on a role it hands over. */
  readonly besides?: true;
  /** In a write: AWS answers at once and carries it out over minutes, so the resource is read back for that long. */
  readonly slow?: true;
  /** Errors of this call that mean "there is none": it then answers `undefined`. Every other error is thrown. */
  readonly absent?: readonly string[];
  /** In a write: errors that mean "not now", while AWS still makes or changes the resource. The call is tried again for a while. */
  readonly busy?: readonly string[];
}

/** One AWS call to make, as data. `says` is the sentence an approver reads. */
export type Change<Call extends CallName = CallName> = CallName extends Call
  ? AnyChange
  : { readonly [C in Call]: { readonly call: C; readonly input: Input<C>; readonly says: string } }[Call];

/** Of a control that is not known: spelling out all of AWS's inputs would take the compiler seconds. */
interface AnyChange {
  readonly call: CallName;
  readonly input: object;
  readonly says: string;
}

/** A change that takes one of the applied calls back. */
export type Undo<Call extends CallName = CallName> = Change<Call> & {
  /** Which of the applied calls it takes back, counted from 0; needed where a plan has several. */
  readonly undoes?: number;
};

/** Who would notice the change: `safe` nobody who is allowed in, `disruptive` somebody may, `irreversible` cannot be undone. */
type Risk = Reversible | Irreversible;
export interface Reversible {
  readonly level: 'safe' | 'disruptive';
  readonly because: string;
}
interface Irreversible {
  readonly level: 'irreversible';
  readonly because: string;
}
export type RiskLevel = Risk['level'];

/** Who loses permissions by a plan, and which. A call of these that is refused afterwards takes the plan back. */
export interface Watch {
  /** The ARN of a role or user, path and all, as IAM gives it. The members of a group are each named. */
  readonly principal: string;
  /** IAM actions, or patterns of them: `s3:DeleteBucket`, `s3:*`, `*`. */
  readonly actions: NonEmpty<string>;
  /** How long they are watched, from when the mend was verified. */
  readonly days: number;
}

/** Something that was checked of a plan before anybody is asked about it. One that does not hold makes the plan none. */
export interface Check {
  /** What was to be shown, a clause. */
  readonly check: string;
  /** Who checked it: an API of AWS, or Homeostat itself. */
  readonly by: string;
  readonly holds: boolean;
  /** What came of it, a clause. */
  readonly says: string;
}

interface Way<State, Call extends CallName> {
  readonly outcome: 'change';
  readonly apply: NonEmpty<Change<Call>>;
  /** ARNs, without their paths, of others whom the change touches: whoever holds a policy. Where one is protected, it is held. */
  readonly affects?: readonly string[];
  /** Whom to watch once it is done. Only of a control that says `watches`. */
  readonly watch?: readonly Watch[];
  /** A person decides, even where the policy makes changes of this risk automatic: what it takes is missed only later. */
  readonly asks?: true;
  /** What was checked of it: an approver sees it, and where one of them does not hold, there is no change. */
  readonly proof?: NonEmpty<Check>;
  /** The state the calls lead to: the right-hand side of the approver's diff. */
  readonly after: State;
}

/** What a control makes of a state: nothing to do, hands off, or the exact calls that lead back and the calls that undo them. */
export type Plan<State = unknown, Call extends CallName = CallName> =
  | { readonly outcome: 'compliant' }
  | { readonly outcome: 'leave'; readonly because: string }
  | (Way<State, Call> & { readonly risk: Reversible; readonly undo: NonEmpty<Undo<Call>> })
  | (Way<State, Call> & { readonly risk: Irreversible; readonly undo?: never });

/** A worked case: test, documentation and console preview all read it. */
export interface Example<State, Call extends CallName = CallName> {
  readonly name: string;
  /** The control's parameters, where the case is not about the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly state: State;
  readonly plan: Plan<State, Call>;
}

/** Makes a declared read. Answers `undefined` where the read declared the error as absence. */
export type Caller<Read extends CallName> = <Call extends Read>(
  call: Call,
  input: Input<Call>,
) => Promise<Output<Call> | undefined>;

/** When the states of all examples were read. */
export const exampleTime = new Date('2026-01-01T00:00:00Z');

export interface Control<
  State = unknown,
  Read extends CallName = CallName,
  Write extends CallName = CallName,
  Settings = unknown,
> {
  readonly id: string;
  readonly title: string;
  readonly practice: Practice;
  readonly severity: Severity;
  /**
   * The resource types it judges. Where AWS Config names a resource by an id, the ARN that the id stands in:
   * `arn:{partition}:s3:::{resourceId}`. A setting of the whole account is of the type `AWS::::Account`.
   */
  readonly resources: Readonly<Record<ResourceType, string | 'by-arn'>>;
  readonly standards: Readonly<Record<string, NonEmpty<string>>>;
  readonly why: string;
  readonly impact: string;
  readonly triggers: NonEmpty<Trigger>;
  /** Its parameters, each with a default; the configuration may set them. */
  readonly settings?: ZodType<Settings>;
  /** Parameters that only the owner knows, where a mend leads to. The control is not at work until all of them are set. */
  readonly needs?: readonly (keyof NoInfer<Settings> & string)[];
  readonly reads: NonEmpty<Permission<Read>>;
  /** None where there is no mend that is safe to make: it finds, and leaves what it found to a person. */
  readonly writes: readonly Permission<Write>[];
  /** Whether its plans may name whom to watch. Refused calls are listened to only where such a control is at work. */
  readonly watches?: true;
  /** Errors of any of its calls that mean the resource itself is no more. */
  readonly gone: NonEmpty<string>;
  readonly state: ZodType<State>;
  /** The ARNs of all resources of its kind in an account and region; global ones in each region alike. A scan reads each. */
  list(place: Place, aws: Caller<NoInfer<Read>>): AsyncIterable<string>;
  /** The resource's full ARN, where an event names it only in part. */
  locate?(target: Target, aws: Caller<NoInfer<Read>>): Promise<string>;
  /** The resource's tags. Only asked for where the configuration decides by tags. */
  tags?(target: Target, aws: Caller<NoInfer<Read>>): Promise<Readonly<Record<string, string>>>;
  /** The only I/O of a control: what the plan needs to know. */
  read(target: Target, aws: Caller<NoInfer<Read>>, settings: NoInfer<Settings>): Promise<NoInfer<State>>;
  /** Pure. What it cannot tell, it leaves, with the reason. `now` is when the state was read. */
  plan(state: NoInfer<State>, settings: NoInfer<Settings>, now: Date): NoInfer<Plan<State, Write>>;
  /** What of a state an undo brings back; all of it where absent. Leaves out what AWS numbers anew. */
  restores?(state: NoInfer<State>): unknown;
  /**
   * What of a state must still be so when a plan made for it is carried out; all of it where absent. Leaves out what moves on
   * by itself, such as when something was last used: of that, only what leads to another plan makes a plan stale.
   */
  fixed?(state: NoInfer<State>): unknown;
  readonly examples: NonEmpty<Example<NoInfer<State>, NoInfer<Write>>>;
}

/**
 * Names a control's types once, so an entry is written without annotations. What comes out is a control like any other:
 * that its state, reads and writes fit together was checked here, and comparing them again for each would take seconds.
 */
export function defineControl<
  State,
  const Read extends CallName,
  const Write extends CallName,
  Settings = Record<never, never>,
>(control: Control<State, Read, Write, Settings>): Control {
  return control as unknown as Control;
}

/**
 * Stands in an undo call for a value that only AWS's answer to an applied call knows, such as the id of a new version.
 * `call` counts the applied calls from 0; `path` leads into that call's answer.
 */
export interface OutputReference {
  readonly $output: { readonly call: number; readonly path: string };
}

export function outputOf(call: number, path: string): string {
  const reference: OutputReference = { $output: { call, path } };
  return reference as unknown as string;
}
