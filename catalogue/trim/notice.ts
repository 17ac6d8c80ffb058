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
  /** There is nothing to tell of. */
  { readonly outcome: 'none' } | { readonly outcome: 'begins' | 'running' | 'over'; readonly notice: Notice };

/** How it stands with the notice of what is to go now. One that tells of nothing that is to go any more is followed by a new one. */
export function standing({ known, removals, days, endOf, now }: Told): Standing {
  if (removals.length === 0) {
    return { outcome: 'none' };
  }
  const told = new Set(known?.removals);
  const isStill = removals.some((one) => tellsOf(told, one)) || known?.removals.some((one) => removals.includes(one));
  if (known === null || !isStill) {
    const until = new Date(now.getTime() + days * 86_400_000).toISOString();
    return { outcome: 'begins', notice: { since: now.toISOString(), until, removals: [...removals] } };
  }
  return { outcome: now < endOf(known) ? 'running' : 'over', notice: known };
}

interface Told {
  readonly known: Notice | null;
  readonly removals: readonly string[];
  /** How long it is told before it goes. */
  readonly days: number;
  /** When what it tells of may go. */
  readonly endOf: (notice: Notice) => Date;
  readonly now: Date;
}
