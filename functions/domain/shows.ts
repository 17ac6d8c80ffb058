import type { Control } from '../../catalogue/control.ts';
import { digest } from './digest.ts';
import type { Change, Plan, Target, Verdict } from './finding.ts';
import { judge } from './plan.ts';

/** A resource as it was read, with all that it takes to judge it. */
interface Judged {
  readonly control: Control;
  readonly target: Target;
  readonly settings: unknown;
  readonly state: unknown;
  /** When the state was read, ISO 8601 UTC. */
  readonly readAt: string;
}

export interface ReadBack extends Judged {
  /** The state that the calls were to lead to. */
  readonly after: unknown;
  /** An undo is there only when the earlier state is; a mend, also when its control has nothing to say against another. */
  readonly isUndo: boolean;
}

/** Whether what was read back shows what was done. */
export function shows({ control, target, settings, state, readAt, after, isUndo }: ReadBack): boolean {
  const isExpected = restored(control, state) === restored(control, after);
  return isExpected || (!isUndo && judge({ control, target, state, settings, readAt }) === undefined);
}

/** What an undo brings back of a state, as a digest. */
export function restored(control: Control, state: unknown): string {
  return digest(control.restores?.(state) ?? state);
}

/** Whether AWS takes minutes to carry some of the calls out. */
export function takesMinutes({ writes }: Control, calls: readonly Change[]): boolean {
  return writes.some(({ call, slow }) => slow && calls.some((change) => change.call === call));
}

/** The resource does not show the change yet. */
export class NotYetThere extends Error {
  override readonly name = 'NotYetThere';
}

/** It does not show the change yet, and AWS may take some minutes more. */
export class StillUnderWay extends Error {
  override readonly name = 'StillUnderWay';
}

/** A plan with the state that it was made for. */
interface Planned {
  readonly state: unknown;
  readonly plan: Plan;
  /** Whether it is the stored undo of another one, which no control plans anew. */
  readonly isUndo: boolean;
}

/**
 * A resource is as it was when its plan was made. Where a control says what of a state is fixed, the rest may have moved on, as
 * long as the same calls still follow from it.
 * @throws {Stale} where it is not.
 */
export function insistUnchanged(now: Judged, then: Planned): void {
  const { control, state } = now;
  const fixed = (whole: unknown) => digest(control.fixed === undefined ? whole : control.fixed(whole));
  if (fixed(state) !== fixed(then.state)) {
    throw new Stale('the resource changed since the plan was made');
  }
  if (control.fixed !== undefined && !then.isUndo && !plansTheSame(judge(now), then.plan)) {
    throw new Stale('what is known of the resource by now leads to another plan');
  }
}

/** Whether a verdict comes to the same calls, with the same risk, on the same resources. */
function plansTheSame(verdict: Verdict | undefined, plan: Plan): boolean {
  return verdict?.outcome === 'change' && digest(essenceOf(verdict.plan)) === digest(essenceOf(plan));
}

function essenceOf({ risk, apply, undo = [], affects = [] }: Plan): unknown {
  const called = [...apply, ...undo].map(({ call, input }) => ({ call, input }));
  return { level: risk.level, called, affects };
}

/** The resource is no longer what the plan was made for. */
class Stale extends Error {
  override readonly name = 'Stale';
}
