import { unproven } from '../../catalogue/checks.ts';
import type { Control, Plan as ControlPlan, OutputReference } from '../../catalogue/control.ts';
import { digest } from './digest.ts';
import type { Change, Plan, Target, Verdict } from './finding.ts';

type Way = Extract<ControlPlan, { outcome: 'change' }>;

/** What a plan's digest is taken over: change one of them and an approval of the plan is void. */
export interface Bound extends Omit<Plan, 'digest'> {
  readonly control: string;
  readonly target: Target;
  readonly state?: unknown;
}

/**
 * Over everything that a person is shown: the calls, the state before and after, the risk, what was checked, who is watched
 * afterwards, and whether a person always decides. Where a plan says nothing of the last three, the digest is the one that it was before plans could.
 */
export function planDigest({ control, target, state, risk, apply, undo, affects, after, ...more }: Bound): string {
  const { watch, asks, proof } = more;
  const newer = { ...(watch && { watch }), ...(asks && { asks }), ...(proof && { proof }) };
  return digest({ control, target, state, risk, apply, undo: undo ?? null, affects: affects ?? [], ...newer, after });
}

/** A control's verdict on a state, its plan bound to that state; `undefined` where nothing is to be done. */
export function judge(drift: {
  control: Control;
  target: Target;
  state: unknown;
  settings: unknown;
  /** When the state was read, ISO 8601. */
  readAt: string;
}): Verdict | undefined {
  const { control, target, state, settings, readAt } = drift;
  const plan = control.plan(state, settings, new Date(readAt));
  switch (plan.outcome) {
    case 'compliant':
      return undefined;
    case 'leave':
      return { outcome: 'leave', because: plan.because };
    case 'change':
      return proven(plan, { control: control.id, target, state });
    default:
      return plan satisfies never;
  }
}

/** A plan of which something does not hold is left to a person, whatever its control made of it. */
function proven(plan: Way, on: Parameters<typeof bind>[1]): Verdict {
  const flaw = unproven(plan.proof ?? []);
  return flaw === undefined ? { outcome: 'change', plan: bind(plan, on) } : { outcome: 'leave', because: flaw };
}

function bind(plan: Way, on: { control: string; target: Target; state: unknown }): Plan {
  const { outcome: _, ...way } = plan;
  const whole = JSON.parse(JSON.stringify(way)) as Omit<Plan, 'digest'>;
  return { digest: planDigest({ ...on, ...whole }), ...whole };
}

/** Puts what AWS answered to the applied calls where the undo calls refer to it. */
export function resolveOutputs(changes: readonly Change[], outputs: readonly unknown[]): Change[] {
  return changes.map((change) => ({ ...change, input: resolve(change.input, outputs) as Change['input'] }));
}

function resolve(value: unknown, outputs: readonly unknown[]): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => resolve(item, outputs));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  if ('$output' in value) {
    const { call, path } = (value as OutputReference).$output;
    return path
      .split('.')
      .reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], outputs[call]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, outputs)]));
}
