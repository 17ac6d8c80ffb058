import type { Count } from '../api/needs.ts';
import type { Pause } from '../api/shapes.ts';
import {
  actorLabel,
  actorsOf,
  type Bar,
  barOf,
  barsOf,
  grouped,
  inStatus,
  many,
  mendedOf,
  type TimeToSafe,
  timeToSafe,
  top,
  total,
} from './bars.ts';
import { type Exemption, saysScope } from './exemption.ts';
import type { Remediation } from './history.ts';

/** Both days included; UTC. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** What a report is made from. Lists are newest first, and may have been cut. */
export interface ReportSources {
  readonly period: Period;
  readonly now: Date;
  readonly counts: readonly Count[];
  /** Of as many days before. */
  readonly countsBefore: readonly Count[];
  /** What waits now, however old. */
  readonly waiting: readonly Remediation[];
  /** What was opened within the period and has one of these ends now. */
  readonly held: readonly Remediation[];
  readonly failed: readonly Remediation[];
  readonly undone: readonly Remediation[];
  /** In force now, or ended within the period. */
  readonly pauses: readonly Pause[];
  readonly exemptions: readonly Exemption[];
  readonly titleOf: (control: string) => string;
  readonly nameOf: (account: string) => string;
}

export interface Line {
  readonly id: string;
  readonly title: string;
  readonly resource: string;
  readonly account: string;
  readonly actor: string;
  readonly openedAt: string;
  readonly because: string;
}

export interface Sum {
  readonly now: number;
  readonly before: number;
}

export interface WeeklyReport {
  readonly period: Period;
  readonly madeAt: string;
  /** One sentence for each thing that needs somebody; empty where nothing does. */
  readonly needs: readonly string[];
  readonly sums: Readonly<Record<'drifted' | 'mended' | 'held' | 'failed', Sum>> &
    Readonly<Record<'waiting' | 'undone', number>>;
  readonly timeToSafe: TimeToSafe;
  readonly days: readonly Bar[];
  readonly controls: readonly Bar[];
  readonly accounts: readonly Bar[];
  /** `mended` is 0: what became of one actor's drifts is not counted. */
  readonly actors: readonly Bar[];
  readonly held: readonly { readonly because: string; readonly count: number; readonly example: Line }[];
  readonly waiting: readonly Line[];
  readonly failed: readonly Line[];
  readonly undone: readonly Line[];
  readonly pauses: readonly (Pick<Pause, 'says' | 'by' | 'reason' | 'at' | 'endedAt'> & { readonly id: string })[];
  readonly exemptions: readonly {
    readonly id: string;
    readonly control: string;
    readonly says: string;
    readonly owner: string;
    readonly reason: string;
    readonly until: string;
  }[];
}

/** So many days ahead an exemption ends soon. */
export const soonDays = 14;
const dayMs = 86_400_000;

/** What drifted, what was mended, who causes most, what waits, what is held and why. Pure. */
export function weeklyReport(sources: ReportSources): WeeklyReport {
  const { period, now, counts, waiting, held, failed, undone, titleOf, nameOf } = sources;
  const line = lineOf(sources);
  return {
    period,
    madeAt: now.toISOString(),
    needs: needsOf(sources),
    sums: sumsOf(sources),
    timeToSafe: timeToSafe(counts),
    days: daysOf(period).map((day) =>
      barOf(
        day,
        day,
        counts.filter((one) => one.day === day),
      ),
    ),
    controls: top(barsOf(counts, ({ control }) => control, titleOf)),
    accounts: top(barsOf(counts, ({ account }) => account, nameOf)),
    actors: top(actorsOf(counts)),
    held: heldOf(held).map(({ example, ...rest }) => ({ ...rest, example: line(example) })),
    waiting: waiting.toReversed().map(line),
    failed: failed.map(line),
    undone: undone.filter(isUndo).map(line),
    pauses: sources.pauses.map(({ id, says, by, reason, at, endedAt }) => ({ id, says, by, reason, at, endedAt })),
    exemptions: endingSoon(sources).map(({ id, control, scope, owner, reason, until }) => ({
      ...{ id, control, owner, reason, until },
      says: scope ? saysScope(scope) : 'one resource',
    })),
  };
}

function needsOf({ waiting, failed, pauses, now, ...sources }: ReportSources): readonly string[] {
  const oldest = waiting.at(-1);
  const soon = endingSoon({ now, ...sources });
  return [
    ...pauses
      .filter(({ endedAt }) => endedAt === null)
      .map(({ says, by, reason, at }) => `Changes are stopped for ${says} since ${day(at)}, by ${by}: ${reason}`),
    ...(oldest
      ? [
          `${many(waiting.length, 'question waits', 'questions wait')} for an answer, the oldest ${since(oldest.openedAt, now)}`,
        ]
      : []),
    ...(failed.length > 0
      ? [`${many(failed.length, 'mend', 'mends')} failed and ${failed.length === 1 ? 'wants' : 'want'} a look`]
      : []),
    ...(soon.length > 0
      ? [
          `${many(soon.length, 'exemption ends', 'exemptions end')} within ${soonDays} days: what they hold is judged again then`,
        ]
      : []),
  ];
}

function sumsOf({ counts, countsBefore, waiting, undone }: ReportSources): WeeklyReport['sums'] {
  const sum = (of: (count: Count) => number): Sum => ({ now: total(counts, of), before: total(countsBefore, of) });
  return {
    drifted: sum(({ opened }) => opened),
    mended: sum(mendedOf),
    held: sum((count) => inStatus(count, 'held')),
    failed: sum((count) => inStatus(count, 'failed') + inStatus(count, 'verification-failed')),
    waiting: waiting.length,
    undone: undone.filter(isUndo).length,
  };
}

/** The same reason about different resources is one reason. */
function heldOf(held: readonly Remediation[]) {
  const groups = grouped(held, ({ because }) => because.replace(/\barn:[^\s,;]+|\br-[0-9a-z]{16}\b/g, '…'));
  return [...groups]
    .flatMap(([because, some]) => some.slice(0, 1).map((example) => ({ because, count: some.length, example })))
    .toSorted((a, b) => b.count - a.count);
}

function endingSoon({ exemptions, now }: Pick<ReportSources, 'exemptions' | 'now'>): readonly Exemption[] {
  const soon = new Date(now.getTime() + soonDays * dayMs);
  return exemptions
    .filter(({ until }) => new Date(until) > now && new Date(until) <= soon)
    .toSorted((a, b) => (a.until < b.until ? -1 : 1));
}

function lineOf({ titleOf, nameOf }: ReportSources): (remediation: Remediation) => Line {
  return ({ id, control, resource, account, actor, openedAt, because }) => ({
    ...{ id, resource, openedAt, because },
    title: titleOf(control),
    account: nameOf(account),
    actor: actorLabel(actor),
  });
}

function isUndo({ undoes }: Remediation): boolean {
  return undoes !== undefined;
}

/** Every day of a period, oldest first. */
export function daysOf({ from, to }: Period): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return Array.from({ length: count }, (_, index) => day(new Date(Date.parse(from) + index * dayMs).toISOString()));
}

/** So many days that end with a day. */
export function periodUntil(to: string, days: number): Period {
  return { from: day(new Date(Date.parse(to) - (days - 1) * dayMs).toISOString()), to };
}

function day(time: string): string {
  return time.slice(0, 10);
}

function since(time: string, now: Date): string {
  const days = Math.floor((now.getTime() - Date.parse(time)) / dayMs);
  return days === 0 ? 'since today' : `for ${many(days, 'day', 'days')}`;
}
