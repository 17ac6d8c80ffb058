import { setTimeout as wait } from 'node:timers/promises';
import { type Reading, readerFor, stateOf } from './aws/caller.ts';
import { type Made, make } from './aws/make.ts';
import { patiently } from './aws/patience.ts';
import type { Send } from './aws/sender.ts';
import type { Change, Plan, Verdict } from './domain/finding.ts';
import { judge, resolveOutputs } from './domain/plan.ts';
import { sessionPolicy } from './domain/session-policy.ts';
import { insistUnchanged, NotYetThere, shows, takesMinutes } from './domain/shows.ts';
import { reversed } from './domain/undo.ts';

/** A resource as it was read, and the verdict on it; no verdict where it is compliant. Made of the workflow's own parts. */
export interface Look extends Reading {
  readonly state: unknown;
  /** ISO 8601 UTC. */
  readonly readAt: string;
  readonly verdict: Verdict | undefined;
}

export interface Mended {
  readonly made: readonly Made[];
  /** The calls that take it back, with what AWS answered filled in; none where it is irreversible. */
  readonly undo: readonly Change[] | null;
}

/** Reads a resource and judges it. Changes nothing. */
export async function look(one: Reading): Promise<Look> {
  const { control, settings, send } = one;
  const arn = (await control.locate?.(one.target, readerFor(control, one.target, send))) ?? one.target.arn;
  const target = { ...one.target, arn };
  const { state, readAt } = await read({ ...one, target });
  return { ...one, target, state, readAt, verdict: judge({ control, target, state, settings, readAt }) };
}

/**
 * Makes the calls of a plan, if the resource is still as it was when the plan was made.
 * @throws {Stale} when it is not: nothing was changed.
 * @throws {ApplyFailed} when a call failed; the calls before it were undone.
 */
export async function mend(seen: Look, minding = unminded): Promise<Mended> {
  const plan = planOf(seen);
  const { control, target, send } = seen;
  const changes = [...plan.apply, ...(plan.undo ?? [])];
  // Refuses what the control did not declare.
  sessionPolicy(control, target, changes);
  insistUnchanged({ ...seen, ...(await read(seen)) }, { state: seen.state, plan, isUndo: false });
  const way = { plan, region: target.region, sendBack: patiently(send, control) };
  const made = await make({ ...way, send: patiently(minding(send), control) });
  const outputs = made.map(({ output }) => output);
  return { made, undo: plan.undo ? resolveOutputs(plan.undo, outputs) : null };
}

/**
 * Reads a mended resource back until its control is satisfied; answers with its state.
 * @throws {NotYetThere} when it does not show the change in time.
 */
export async function verify(seen: Look, waits: readonly number[] = waitsFor(seen)): Promise<unknown> {
  return readBack(seen, { after: planOf(seen).after, isUndo: false }, waits);
}

/** Takes a mend back, and reads back until the state from before is there again; answers with it. */
export async function undo(
  seen: Look,
  mended: Mended,
  waits: readonly number[] = waitsFor(seen),
  minding = unminded,
): Promise<unknown> {
  if (mended.undo === null) {
    throw new TypeError('the plan was irreversible');
  }
  const plan = reversed(planOf(seen).apply, mended.undo);
  const way = { plan, region: seen.target.region, sendBack: patiently(seen.send, seen.control) };
  await make({ ...way, send: patiently(minding(seen.send), seen.control) });
  return readBack(seen, { after: seen.state, isUndo: true }, waits);
}

/** Without a deployment there is nothing that could stop a change on its way. */
function unminded(send: Send): Send {
  return send;
}

/** As long as the workflow tries, in milliseconds, but sooner at first: nobody pays for a turn here. */
const usualWaits = [100, 200, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];

function waitsFor(seen: Look): readonly number[] {
  return takesMinutes(seen.control, planOf(seen).apply)
    ? [...usualWaits, ...Array.from({ length: 6 }, () => 60_000)]
    : usualWaits;
}

async function readBack(
  seen: Reading,
  expected: { readonly after: unknown; readonly isUndo: boolean },
  [next, ...later]: readonly number[],
): Promise<unknown> {
  const { state, readAt } = await read(seen);
  if (shows({ ...seen, state, readAt, ...expected })) {
    return state;
  }
  if (next === undefined) {
    throw new NotYetThere('the resource does not show the change');
  }
  await wait(next);
  return readBack(seen, expected, later);
}

async function read(one: Reading): Promise<{ readonly state: unknown; readonly readAt: string }> {
  const readAt = new Date().toISOString();
  return { readAt, state: await stateOf(one) };
}

function planOf({ verdict, target }: Look): Plan {
  if (verdict?.outcome !== 'change') {
    throw new TypeError(`there is nothing to change on ${target.arn}`);
  }
  return verdict.plan;
}
