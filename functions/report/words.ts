import { many } from '../domain/bars.ts';
import type { Sum, WeeklyReport } from '../domain/weekly-report.ts';

/** Of a long list, a report shows so many, and says how many more there are. */
export const mostLines = 12;

export function titleOf(report: WeeklyReport): string {
  const { needs } = report;
  return `Homeostat, ${periodOf(report)}: ${needs.length === 0 ? 'nothing needs you' : `${many(needs.length, 'thing needs', 'things need')} somebody`}`;
}

/** `16 Nov to 22 Nov 2026`. */
export function periodOf({ period: { from, to } }: Pick<WeeklyReport, 'period'>): string {
  const isOneYear = from.slice(0, 4) === to.slice(0, 4);
  return `${isOneYear ? dated(from).slice(0, -5) : dated(from)} to ${dated(to)}`;
}

/** `Tue 24 Nov`. */
export function dayOf(time: string): string {
  return utc(time).slice(0, 11).replace(',', '');
}

function dated(day: string): string {
  return utc(day).slice(5, 16);
}

/** `Tue, 24 Nov 2026 00:00:00 GMT`: the one form in words that is the same in every version of Node. */
function utc(time: string): string {
  return new Date(time.slice(0, 10)).toUTCString();
}

export function changeOf({ now, before }: Sum): string {
  return now === before
    ? 'as many as before'
    : `${Math.abs(now - before)} ${now > before ? 'more' : 'fewer'} than before`;
}

/** A share of the mends was as quick as this. */
export function seconds(count: number | null): string {
  if (count === null) {
    return 'more than a day';
  }
  return count < 120 ? `${count} s` : count < 7200 ? `${Math.round(count / 60)} min` : `${Math.round(count / 3600)} h`;
}
