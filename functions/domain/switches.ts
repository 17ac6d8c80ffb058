import * as z from 'zod';
import type { Target } from './finding.ts';

/** What is stopped. */
export const PauseScope = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everything') }),
  z.object({ kind: z.literal('account'), account: z.string() }),
  z.object({ kind: z.literal('control'), control: z.string() }),
]);
export type PauseScope = z.infer<typeof PauseScope>;

/** One stop: nothing in its scope is changed while it lasts, not even by an undo. Times are ISO 8601 UTC. */
export const Pause = z.object({
  id: z.string(),
  scope: PauseScope,
  /** The scope as a phrase. */
  says: z.string(),
  by: z.string(),
  reason: z.string(),
  at: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  endedBy: z.string().nullable(),
  endedBecause: z.string().nullable(),
});
export type Pause = z.infer<typeof Pause>;

/** What somebody let a control do by itself, over the configuration. What cannot be undone has no mode: it is never automatic. */
export interface ModeSet {
  readonly control: string;
  /** An account, or `*`. */
  readonly account: string;
  readonly safe?: Consent | undefined;
  readonly disruptive?: Consent | undefined;
  readonly by: string;
  readonly reason: string;
  readonly at: string;
}

type Consent = 'observe' | 'ask' | 'automatic';

/** What modes may do to the configured policy: only lower what it consents to, set anything, or nothing. */
export const ModesAllowed = z.enum(['narrower', 'any', 'off']);
export type ModesAllowed = z.infer<typeof ModesAllowed>;

/** What is switched now. */
export interface InForce {
  readonly pauses: readonly Pause[];
  readonly modes: readonly ModeSet[];
}

interface Switched {
  readonly control: string;
  readonly target: Pick<Target, 'account'>;
}

/** The stop that a change falls under, the widest first; undefined where it may go on. */
export function pausedBy(pauses: readonly Pause[], { control, target }: Switched): Pause | undefined {
  const inForce = pauses.filter(({ endedAt }) => endedAt === null);
  return (
    inForce.find(({ scope }) => scope.kind === 'everything') ??
    inForce.find(({ scope }) => scope.kind === 'account' && scope.account === target.account) ??
    inForce.find(({ scope }) => scope.kind === 'control' && scope.control === control)
  );
}

/** Why a change is held, for the history: who stopped it, when and why. */
export function saysPaused({ says, by, reason, at }: Pause): string {
  return `${says} is stopped since ${at}, says ${by}: ${reason}`;
}

/** The scope of a stop as a phrase: "the account 111122223333". */
export function saysPauseScope(scope: PauseScope): string {
  switch (scope.kind) {
    case 'everything':
      return 'everything';
    case 'account':
      return `the account ${scope.account}`;
    case 'control':
      return `the control ${scope.control}`;
    default:
      return scope satisfies never;
  }
}

export interface Policed {
  readonly control: string;
  readonly account: string;
  readonly risk: 'safe' | 'disruptive' | 'irreversible';
  /** What the configured policy consents to. */
  readonly configured: Consent | 'unknown';
  readonly modes: readonly ModeSet[];
  readonly allowed: ModesAllowed;
}

/** What is consented to in the end; `mode` is the one that decided, where one did. */
export interface Consented {
  readonly consent: Consent | 'unknown';
  readonly mode?: ModeSet | undefined;
}

const order = ['observe', 'ask', 'automatic'] as const;

/** What policy and modes consent to together. A mode for the account goes before one for all accounts, risk by risk. */
export function consentedTo({ control, account, risk, configured, modes, allowed }: Policed): Consented {
  if (risk === 'irreversible' || allowed === 'off') {
    return { consent: configured };
  }
  const ours = modes.filter((mode) => mode.control === control && mode[risk] !== undefined);
  const mode = ours.find((one) => one.account === account) ?? ours.find((one) => one.account === '*');
  const wanted = mode?.[risk];
  if (wanted === undefined || wanted === configured) {
    return { consent: configured };
  }
  if (allowed === 'any') {
    return { consent: wanted, mode };
  }
  // What the policy consents to is not known where it decides by tags that could not be read: observing is less than any of it.
  const isLess = configured === 'unknown' ? wanted === 'observe' : order.indexOf(wanted) < order.indexOf(configured);
  return isLess ? { consent: wanted, mode } : { consent: configured };
}

/** Somebody stopped changes of this kind. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** The id of the stop. */
  readonly pause: string;

  constructor(because: string, pause: string) {
    super(because);
    this.pause = pause;
  }
}
