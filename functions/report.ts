import { counts } from './aws/counts.ts';
import { runningExemptions } from './aws/exemptions.ts';
import { list } from './aws/history-list.ts';
import { sendMail } from './aws/mail.ts';
import { history as pauses } from './aws/switches.ts';
import { config } from './config.ts';
import { controlById } from './controls.ts';
import { periodUntil, type ReportSources, type WeeklyReport, weeklyReport } from './domain/weekly-report.ts';
import { environment } from './environment.ts';
import { gather } from './report/gather.ts';
import { reportMail } from './report/mail.tsx';
import { logger, traced } from './telemetry.ts';

const days = 7;

/** Mails the report about the seven whole days before today to whom the configuration names. */
export const handler = traced(async (): Promise<{ readonly sent: number }> => {
  const { weekly } = config.reports;
  const from = config.channels.mail?.from;
  if (weekly === undefined || from === undefined) {
    logger.warn('nobody wants a report');
    return { sent: 0 };
  }
  const report = await reportOn(new Date());
  const sent = await Promise.allSettled(
    weekly.to.map((to) => sendMail(from, reportMail(report, to, environment.consoleUrl))),
  );
  const failures = sent.filter((one) => one.status === 'rejected');
  for (const { reason } of failures) {
    logger.error('a report could not be sent', { because: reason?.name ?? 'unknown' });
  }
  // Trying again would send it twice to whoever has it; where nobody has, it is tried again.
  if (failures.length === sent.length) {
    throw failures[0]?.reason;
  }
  return { sent: sent.length - failures.length };
});

async function reportOn(now: Date): Promise<WeeklyReport> {
  const yesterday = new Date(now.getTime() - 86_400_000).toISOString().slice(0, 10);
  const nameOf = (account: string) => config.accounts.find(({ id }) => id === account)?.name ?? account;
  const reads = { list, counts, pauses, exemptions: runningExemptions, titleOf: (control: string) => control, nameOf };
  const sources = await gather(reads, periodUntil(yesterday, days), now);
  const titles = await titlesIn(sources);
  return weeklyReport({ ...sources, titleOf: (control) => titles.get(control) ?? control });
}

/** The titles of the controls that a report speaks of: each control is code that is loaded when it is asked for. */
async function titlesIn({ counts: counted, waiting, held, failed, undone }: ReportSources) {
  const ids = new Set([counted, waiting, held, failed, undone].flatMap((some) => some.map(({ control }) => control)));
  const controls = await Promise.all([...ids].map(controlById));
  return new Map(controls.flatMap((control) => (control ? [[control.id, control.title]] : [])));
}
