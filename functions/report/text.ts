import type { Bar } from '../domain/bars.ts';
import { type Line, soonDays, type WeeklyReport } from '../domain/weekly-report.ts';
import { changeOf, dayOf, mostLines, periodOf, seconds } from './words.ts';

/** The report as plain text: for mail programs that show no HTML, and for a terminal. */
export function reportText(report: WeeklyReport): string {
  const { needs, waiting, failed, held, undone, pauses, exemptions } = report;
  return [
    `Homeostat: what happened, ${periodOf(report)}`,
    needs.length === 0 ? 'Nothing needs you.' : `This needs somebody:\n${needs.map((need) => `- ${need}`).join('\n')}`,
    figures(report),
    ...pictures(report),
    ...section('What waits for an answer', waiting.map(line)),
    ...section('What failed', failed.map(line)),
    ...section(
      'What is held, and why',
      held.map(
        ({ because, count, example }) =>
          `${count} × ${because}\n  for example ${example.resource} (${example.account})`,
      ),
    ),
    ...section('What was undone', undone.map(line)),
    ...section(
      'When changes were stopped',
      pauses.map(
        ({ says, by, reason, at, endedAt }) =>
          `${says}: ${dayOf(at)} to ${endedAt === null ? 'now' : dayOf(endedAt)}, by ${by}: ${reason}`,
      ),
    ),
    ...section(
      `Exemptions that end within ${soonDays} days`,
      exemptions.map(
        ({ says, control, owner, reason, until }) => `${dayOf(until)}: ${says}, ${control}, says ${owner}: ${reason}`,
      ),
    ),
  ].join('\n\n');
}

function pictures({ days, controls, actors, accounts }: WeeklyReport): readonly string[] {
  return [
    ...section(
      'Day by day (# mended, . not)',
      controls.length > 0
        ? bars(
            days.map((one) => ({ ...one, label: dayOf(one.name) })),
            true,
          )
        : [],
    ),
    ...section('What drifted (# mended, . not)', bars(controls, true)),
    ...section('Who causes most', bars(actors, false)),
    ...section('Where (# mended, . not)', accounts.length > 1 ? bars(accounts, true) : []),
  ];
}

function figures({
  sums: { drifted, mended, held, failed, waiting, undone },
  timeToSafe: { p50, p95, count },
}: WeeklyReport): string {
  const safe =
    count === 0 ? 'nothing was mended by itself' : `half within ${seconds(p50)}, 95 of 100 within ${seconds(p95)}`;
  return [
    `Drifted       ${drifted.now} (${changeOf(drifted)})`,
    `Mended        ${mended.now} (${changeOf(mended)})`,
    `Time to safe  ${safe}`,
    `Held          ${held.now} (${changeOf(held)})`,
    `Waiting       ${waiting}`,
    `Failed        ${failed.now}`,
    `Undone        ${undone}`,
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  const more = lines.length > mostLines ? [`and ${lines.length - mostLines} more`] : [];
  return lines.length === 0 ? [] : [[title, ...lines.slice(0, mostLines), ...more].join('\n')];
}

const longestBar = 30;

function bars(all: readonly Bar[], isParted: boolean): readonly string[] {
  const longest = Math.max(1, ...all.map(({ count }) => count));
  const width = Math.min(48, Math.max(0, ...all.map(({ label }) => label.length)));
  return all.map(({ label, count, mended }) => {
    const whole = Math.round((count / longest) * longestBar);
    const done = isParted ? Math.round((mended / longest) * longestBar) : whole;
    const drawn = `${'#'.repeat(done)}${'.'.repeat(Math.max(0, whole - done))}`.padEnd(longestBar);
    return `${label.slice(0, width).padEnd(width)}  ${drawn}  ${isParted ? `${mended} of ${count}` : count}`;
  });
}

function line({ resource, title, account, actor, openedAt, because, id }: Line): string {
  return `${resource}\n  ${title} · ${account} · by ${actor} · ${dayOf(openedAt)} · ${id}\n  ${because}`;
}
