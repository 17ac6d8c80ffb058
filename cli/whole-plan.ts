import { saysCheck } from '../catalogue/checks.ts';
import type { Plan, Target } from '../functions/domain/finding.ts';
import { asText, diffOf, readable } from '../functions/question/diff.ts';
import pc from './colour.ts';
import { printable } from './print.ts';

interface Shown {
  readonly control: string;
  readonly target: Target;
  readonly state: unknown;
  readonly plan: Plan;
  /** What there is to know before the change itself: what it costs, who caused it. */
  readonly about: string;
  /** What stands below it all. */
  readonly end: string;
}

/** Everything that is decided about when somebody says yes: nothing is left out, and nothing in it can steer a terminal. */
export function wholePlan({ control, target, state, plan, about, end }: Shown): string {
  const calls = (changes: Plan['apply']) =>
    changes.map(({ call, input, says }) => `${says}\n${call} ${readable(input)}`);
  const whole = [
    pc.bold(`${control} on ${target.arn} (account ${target.account}, ${target.region})`),
    about,
    `${plan.risk.level}: ${plan.risk.because}`,
    pc.bold('\nWhat changes'),
    asText(diffOf(state, plan.after)),
    ...(plan.proof ? [pc.bold('\nWhat was checked'), ...plan.proof.map(saysCheck)] : []),
    pc.bold('\nThe exact calls'),
    ...calls(plan.apply),
    pc.bold('\nHow it would be undone'),
    ...(plan.undo ? calls(plan.undo) : ['It cannot be undone.']),
    `\n${end}`,
  ].join('\n');
  return whole.split('\n').map(printable).join('\n');
}
