import type { WeeklyReport } from '../domain/weekly-report.ts';
import { type Mail, oneLine } from '../question/mail-parts.tsx';
import { ReportPage } from './page.tsx';
import { reportText } from './text.ts';
import { titleOf } from './words.ts';

/** The report for one person. */
export function reportMail(report: WeeklyReport, to: string, console: string): Mail {
  return {
    to,
    subject: oneLine(titleOf(report)),
    text: console === '' ? reportText(report) : `${reportText(report)}\n\nOpen the console:\n${console}`,
    html: reportHtml(report, console),
  };
}

export function reportHtml(report: WeeklyReport, console: string): string {
  return `<!doctype html>${(<ReportPage report={report} console={console} />).toString()}`;
}
