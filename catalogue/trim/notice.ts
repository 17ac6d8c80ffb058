import { type Evidence, usesIn } from './evidence.ts';
import { serviceOf } from './service-of.ts';
import type { Trimmed } from './trim.ts';
import type { Notice } from './usage.ts';

type Reasons = Extract<Trimmed, { outcome: 'trimmed' }>['reasons'];

/** What is to go of what was judged, short enough to be told: `a4b:*` where nothing of a service was ever used. */
export function removalsOf(reasons: Reasons, evidence: readonly Evidence[]): readonly string[] {
  const gone = reasons.filter(({ keep }) => !keep).map(({ action }) => action);
  const uses = usesIn(evidence);
  const unused = new Set(gone.map(serviceOf).filter((service) => uses.ofService(service) === undefined));
  return [
    ...new Set(gone.map((action) => (unused.has(serviceOf(action)) ? `${serviceOf(action)}:*` : action))),
  ].toSorted();
}

/** Whether a notice, or a list like it, tells of an action. */
export function tellsOf(removals: ReadonlySet<string>, action: string): boolean {
  return removals.has(action) || removals.has(`${serviceOf(action)}:*`);
}

export type Standing =
  /** There is nothing to tell of, and nothing was told. */
  | { readonly outcome: 'none' }
  /** `ended` has an empty list: all that was told of is gone, or used again. */
  | { readonly outcome: 'begins' | 'running' | 'over' | 'ended'; readonly notice: Notice };

/**
 * How it stands with the notice of what is to go now. A notice only ever gets shorter: what was used again, or went, is not on it
 * any more, and needs a notice of its own if it is to go another time. One that tells of nothing any more, or of a text that is
 * another since it was over, is followed by a new one.
 */
export function standing({ known, removals, changedAt, days, endOf, now }: Told): Standing {
  const left = known === null || isOfAnotherText(known, changedAt) ? [] : shortened(known.removals, removals);
  if (known !== null && left.length > 0) {
    const notice = { ...known, removals: left };
    return { outcome: now < endOf(known) ? 'running' : 'over', notice };
  }
  if (removals.length > 0) {
    const until = new Date(now.getTime() + days * 86_400_000).toISOString();
    return { outcome: 'begins', notice: { since: now.toISOString(), until, removals: [...removals] } };
  }
  return known === null || known.removals.length === 0
    ? { outcome: 'none' }
    : { outcome: 'ended', notice: { ...known, removals: [] } };
}

function isOfAnotherText({ until }: Notice, changedAt: string | null): boolean {
  return changedAt !== null && changedAt > until;
}

/** What was told of and is to go still, in the narrower of the two ways to say it. */
function shortened(told: readonly string[], removals: readonly string[]): string[] {
  const then = new Set(told);
  const now = new Set(removals);
  const still = [...removals.filter((one) => tellsOf(then, one)), ...told.filter((one) => tellsOf(now, one))];
  return [...new Set(still)].toSorted();
}

interface Told {
  readonly known: Notice | null;
  readonly removals: readonly string[];
  /** When the text was last changed; null where nobody knows. */
  readonly changedAt: string | null;
  /** How long it is told before it goes. */
  readonly days: number;
  /** When what it tells of may go. */
  readonly endOf: (notice: Notice) => Date;
  readonly now: Date;
}
