import type { Entry, Remediation } from './history.ts';
import { detailOf } from './history.ts';

/** A head before and after one entry; the first has none before it. */
export interface Step {
  readonly before: Remediation | undefined;
  readonly after: Remediation;
  /** Seconds from the event to the verified mend, where this is one and nobody was asked. */
  readonly toSafe?: number | undefined;
}

/** What is counted together: one control in one account, of what was opened on one day. */
export interface Cell {
  readonly account: string;
  readonly day: string;
  readonly control: string;
}

/** What one step adds to its cell, by the name of the counter. */
export type Adds = Readonly<Record<string, number>>;

export const opened = 'opened';
export const kinds = { status: 'status:', toSafe: 'safe:', actor: 'actor:' } as const;

/** Actors beyond as many as a cell names are counted together. */
const otherActors = 'others';
const mostActors = 20;

/** Upper bounds, in seconds: fine where a mend is quick, coarse where it is late anyway. */
const bounds = [1, 2, 3, 5, 8, 12, 20, 30, 60, 120, 300, 900, 3600, 86_400, Number.POSITIVE_INFINITY];

export function cellOf({ account, openedAt, control }: Remediation): Cell {
  return { account, day: openedAt.slice(0, 10), control };
}

/** What a step adds to the counts; nothing where the status stayed as it was. */
export function addsOf({ before, after, toSafe }: Step): Adds {
  if (before?.status === after.status) {
    return {};
  }
  return {
    ...(before === undefined && { [opened]: 1, [`${kinds.actor}${after.actor}`]: 1 }),
    ...(before !== undefined && { [`${kinds.status}${before.status}`]: -1 }),
    [`${kinds.status}${after.status}`]: 1,
    ...(toSafe !== undefined && { [`${kinds.toSafe}${boundOf(toSafe)}`]: 1 }),
  };
}

function boundOf(seconds: number): number {
  return bounds.find((bound) => seconds <= bound) ?? Number.POSITIVE_INFINITY;
}

/** Whether a step is a mend that was verified just now. */
export function isMend({ before, after }: Pick<Step, 'before' | 'after'>): boolean {
  return after.status === 'remediated' && before?.status !== 'remediated';
}

/** Seconds from the event to the verified mend; none where a person was asked, or where no time is known. */
export function toSafe(entries: readonly Entry[]): number | undefined {
  const mend = entries.find(({ status }) => status === 'remediated');
  const finding = entries[0] && detailOf(entries[0])['finding'];
  const time = Date.parse((finding as { cause?: { time?: string } } | undefined)?.cause?.time ?? '');
  if (mend === undefined || Number.isNaN(time) || entries.some(({ status }) => status === 'awaiting-approval')) {
    return undefined;
  }
  return Math.max(0, (Date.parse(mend.at) - time) / 1000);
}

/** Counts actors that a full cell does not name with the others. */
export function boundActors(adds: Adds, named: ReadonlySet<string>): Adds {
  const room = new Set(named);
  const bounded: Record<string, number> = {};
  for (const [name, count] of Object.entries(adds)) {
    const isNew = name.startsWith(kinds.actor) && !room.has(name);
    const isRoom = room.size < mostActors;
    const under = isNew && !isRoom ? `${kinds.actor}${otherActors}` : name;
    if (isNew && isRoom) {
      room.add(name);
    }
    bounded[under] = (bounded[under] ?? 0) + count;
  }
  return bounded;
}

/** The sum of what several steps add, without what cancels out. */
export function summed(all: readonly Adds[]): Adds {
  const sums: Record<string, number> = {};
  for (const [name, count] of all.flatMap((adds) => Object.entries(adds))) {
    sums[name] = (sums[name] ?? 0) + count;
  }
  return Object.fromEntries(Object.entries(sums).filter(([, count]) => count !== 0));
}
