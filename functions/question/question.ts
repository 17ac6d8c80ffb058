import { catalogue } from '../../catalogue/index.ts';
import type { Finding, Plan } from '../domain/finding.ts';
import { diffOf, type Line } from './diff.ts';

/** Everything a careful person needs to decide, taken from the finding and nothing else. */
export interface Question {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly impact: string;
  readonly control: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly plan: Plan;
  readonly diff: readonly Line[];
  readonly expiresAt: string;
}

export function questionOf(finding: Finding, expiresAt: string): Question {
  if (finding.verdict.outcome !== 'change') {
    throw new TypeError(`${finding.id} has no plan to ask about`);
  }
  const { plan } = finding.verdict;
  const control = catalogue.find(({ id }) => id === finding.control);
  const { actor, name, time } = finding.cause;
  return {
    id: finding.id,
    title: control?.title ?? finding.control,
    why: control?.why ?? '',
    impact: control?.impact ?? '',
    control: finding.control,
    facts: [
      ['Resource', finding.target.arn],
      ['Account', finding.target.account],
      ['Region', finding.target.region],
      ['Caused by', `${actor.arn}${actor.sourceIdentity ? ` (${actor.sourceIdentity})` : ''}`],
      ['With', `${name} at ${time}${actor.sourceIp ? ` from ${actor.sourceIp}` : ''}`],
      ['Risk', `${plan.risk.level}: ${plan.risk.because}`],
      ['If nobody answers', `it expires at ${expiresAt} and nothing changes`],
    ],
    plan,
    diff: diffOf(finding.state, plan.after),
    expiresAt,
  };
}
