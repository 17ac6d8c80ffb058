import type { Athena } from './evidence-config.ts';

export interface Asking {
  readonly account: string;
  /** The first day and the moment up to which: partitions cost, and the answer has a beginning. */
  readonly from: Date;
  readonly now: Date;
}

/**
 * Asks a trail's table, in one pass over the days in question, who last made which call when, and on which days there was any call at
 * all. Source: CloudTrail user guide, "Creating a table for CloudTrail logs in Athena".
 */
export function usesQuery({ database, table, partition }: Athena, { account, from, now }: Asking): string {
  const [first, last] = [dayOf(from), dayOf(now)].map((day) => text(day.replaceAll('-', '/')));
  return [
    'SELECT principal, eventsource, eventname, day, max(eventtime) AS at FROM (',
    '  SELECT coalesce(useridentity.sessioncontext.sessionissuer.arn, useridentity.arn) AS principal,',
    '    eventsource, eventname, eventtime, substr(eventtime, 1, 10) AS day',
    `  FROM ${name(database)}.${name(table)}`,
    `  WHERE ${name(partition)} BETWEEN ${first} AND ${last}`,
    `    AND recipientaccountid = ${text(account)} AND eventtime >= ${text(`${dayOf(from)}T00:00:00Z`)}`,
    ') GROUP BY GROUPING SETS ((principal, eventsource, eventname), (day))',
  ].join('\n');
}

/** The last day of which nothing was recorded, or undefined: what was done then is not known. */
export function lastGap(days: ReadonlySet<string>, { from, now }: Omit<Asking, 'account'>): string | undefined {
  const asked = Array.from({ length: Math.floor((now.getTime() - startOf(from)) / day) + 1 }, (_, index) =>
    dayOf(new Date(startOf(from) + index * day)),
  );
  // Of today there may be nothing yet.
  return asked.slice(0, -1).findLast((one) => !days.has(one));
}

/** The day after another, as time. */
export function dayAfter(one: string): string {
  return new Date(Date.parse(`${one}T00:00:00Z`) + day).toISOString();
}

const day = 86_400_000;

function startOf(at: Date): number {
  return Date.parse(`${dayOf(at)}T00:00:00Z`);
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function name(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}
