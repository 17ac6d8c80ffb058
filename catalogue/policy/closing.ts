import type { CallName } from '../calls.ts';
import type { Plan } from '../control.ts';
import { verdictOn } from './judge.ts';
import type { Mend, Mended } from './mend.ts';
import type { Place } from './place.ts';

type Unchanged = Extract<Plan, { outcome: 'compliant' | 'leave' }>;

interface Closing<State, Call extends CallName> {
  /** What sentences call the policy: `the policy of queue jobs`. */
  readonly policy: string;
  /** What to make of a policy that lets in nobody unknown; it is compliant, unless this says otherwise. */
  closed?(): Unchanged;
  /** Gives the resource the mended policy, or says why not. */
  close(mend: Mend): Plan<State, Call>;
}

/** The plan of a control that closes a policy: what cannot be mended is left to a person, with the reason. */
export function planClosing<State, Call extends CallName>(
  mended: Mended,
  { policy, closed, close }: Closing<State, Call>,
): Plan<State, Call> {
  switch (mended.outcome) {
    case 'closed':
      return closed?.() ?? { outcome: 'compliant' };
    case 'left':
      return { outcome: 'leave', because: `${policy} is left to a person: ${mended.because}` };
    case 'mended':
      return close(mended);
    default:
      return mended satisfies never;
  }
}

/** Whoever a policy names belongs to somebody's work: a person decides. `clause` says what lets somebody outside in. */
export function leaveForeigners(policy: string | null, place: Place, clause: string): Unchanged {
  if (policy === null) {
    return { outcome: 'compliant' };
  }
  const { verdict, because } = verdictOn(policy, place, 'foreign');
  return verdict === 'closed'
    ? { outcome: 'compliant' }
    : { outcome: 'leave', because: `${clause}: ${because.join('; ')}` };
}
