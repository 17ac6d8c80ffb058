import * as z from 'zod';
import type { Channels } from './people.ts';

const isTimezone = (name: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
};

/** The report that comes by mail. It is about the seven whole days, in UTC, before the day on which it is sent. */
const Weekly = z.strictObject({
  day: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']).default('monday'),
  /** On the clock of `timezone`. */
  hour: z.int().min(0).max(23).default(8),
  timezone: z.string().refine(isTimezone, 'a time zone looks like Europe/Berlin').default('UTC'),
  to: z.array(z.email()).min(1),
});

export const Reports = z.strictObject({ weekly: Weekly.optional() });
export type Reports = z.infer<typeof Reports>;

/** What does not fit together in what a configuration says about reports. */
export function reportProblems({ reports, channels }: { readonly reports: Reports; readonly channels: Channels }) {
  return reports.weekly !== undefined && channels.mail === undefined
    ? [{ path: ['reports', 'weekly'], message: 'it goes by mail: say under channels.mail whom it comes from' }]
    : [];
}

/** When the weekly report is sent, as EventBridge Scheduler has it. */
export function cronOf({ day, hour }: NonNullable<Reports['weekly']>): string {
  return `cron(0 ${hour} ? * ${day.slice(0, 3).toUpperCase()} *)`;
}
