import type { Control } from '../../catalogue/control.ts';
import { digest } from './digest.ts';
import type { Change, Target } from './finding.ts';
import { judge } from './plan.ts';

export interface ReadBack {
  readonly control: Control;
  readonly target: Target;
  readonly settings: unknown;
  readonly state: unknown;
  /** When the state was read, ISO 8601 UTC. */
  readonly readAt: string;
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

/** @throws {Stale} where a resource is not as it was when its plan was made. */
export function insistUnchanged(state: unknown, planned: unknown): void {
  if (digest(state) !== digest(planned)) {
    throw new Stale('the resource changed since the plan was made');
  }
}

/** The resource is no longer what the plan was made for. */
class Stale extends Error {
  override readonly name = 'Stale';
}
