import * as z from 'zod';
import type { Step } from './steps.ts';

/** The states of `remediate.asl.json`, by their names there. */
export type State =
  | 'Begin'
  | 'Open'
  | 'What now?'
  | 'Settle'
  | 'Judge again'
  | 'Still adrift?'
  | 'Ask'
  | 'Expire'
  | 'Approved?'
  | 'Not approved'
  | 'Apply'
  | 'Verify'
  | 'Close'
  | 'Moved on?'
  | 'Judge afresh'
  | 'Announce';

const Opening = z.object({
  decision: z.object({ action: z.enum(['observe', 'hold', 'settle', 'ask', 'apply']) }),
});
type Action = z.infer<typeof Opening>['decision']['action'];

/** The way that a remediation took through its workflow, as far as its history tells, in order. */
export function wayOf(steps: readonly Step[]): State[] {
  const own = steps.filter(({ detail }) => !('by' in detail));
  return ['Begin', ...own.flatMap((step, index) => leg(step, own.slice(0, index)))];
}

function leg(step: Step, before: readonly Step[]): readonly State[] {
  const opening = Opening.safeParse(step.detail);
  if (opening.success) {
    return ['Open', 'What now?', ...afterOpening[opening.data.decision.action]];
  }
  if ('vote' in step.detail) {
    return [];
  }
  if (step.status === 'applying') {
    return ['Approved?', 'Apply'];
  }
  return [...toTheEnd(step, before), ...afterClosing(step)];
}

const afterOpening: Readonly<Record<Action, readonly State[]>> = {
  observe: ['Announce'],
  hold: ['Announce'],
  settle: ['Settle', 'Judge again', 'Still adrift?'],
  ask: ['Ask'],
  apply: ['Apply'],
};

/** What lies between the last entry and the end that *Close* recorded. */
function toTheEnd({ status, detail }: Step, before: readonly Step[]): readonly State[] {
  const last = before.at(-1)?.status;
  if (last === undefined) {
    return ['Open'];
  }
  if (last === 'awaiting-approval') {
    const isApproved = (detail['approval'] as { decision?: unknown } | null)?.decision === 'approve';
    const expired: readonly State[] = status === 'expired' ? ['Expire'] : [];
    return [...expired, 'Approved?', isApproved ? 'Apply' : 'Not approved'];
  }
  const isReadBack = ['remediated', 'undone', 'verification-failed'].includes(status);
  return last === 'applying' && isReadBack ? ['Verify'] : [];
}

function afterClosing({ status }: Step): readonly State[] {
  return ['Close', 'Moved on?', ...(status === 'stale' ? (['Judge afresh'] as const) : []), 'Announce'];
}
