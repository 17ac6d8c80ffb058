import * as z from 'zod';

const day = 86_400_000;

/** For how long nobody may use a credential before it counts as unused. */
export const Days = z.number().positive().max(3_650).default(90);

/** Whether nobody used a credential for so many days. One that was not used since it was made counts from then. */
export function isUnused(
  { createdAt, lastUsedAt }: { readonly createdAt: string; readonly lastUsedAt: string | null },
  days: number,
  now: Date,
): boolean {
  const since = Math.max(...[createdAt, lastUsedAt ?? createdAt].map((time) => new Date(time).getTime()));
  return now.getTime() - since >= days * day;
}

/** A time of IAM's as ISO 8601; IAM always gives one, and without it nothing can be judged. */
export function timeOf(date: Date | undefined): string {
  if (date === undefined) {
    throw new TypeError('IAM does not say when');
  }
  return date.toISOString();
}

/** The day of a time, for people. */
export function dayOf(time: string): string {
  return time.slice(0, 10);
}
