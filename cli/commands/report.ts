import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { days } from '../options.ts';
import { printable, printJson } from '../print.ts';

interface Options {
  readonly days: number;
  readonly html?: string;
  readonly json?: boolean;
}

export function reportCommand(): Command {
  const command = new Command('report')
    .description('what drifted, what was mended, who causes most, what waits and what is held')
    .option('--days <number>', 'over so many days, today among them', days, 7)
    .option('--html <file>', 'as a page, which a browser prints as a PDF')
    .option('--json', 'as one JSON document')
    .action(report);
  return withExamples(command, [
    ['homeostat report', 'the last seven days'],
    ['homeostat report --days 30 --json', 'a month, for other programs'],
    ['homeostat report --html report.html', 'to look at, to print, to send on'],
  ]);
}

async function report({ days: count, html, json }: Options): Promise<void> {
  const { outputs } = await connect();
  const made = await madeNow(count);
  if (html !== undefined) {
    const { reportHtml } = await import('../../functions/report/mail.tsx');
    await writeFile(html, reportHtml(made, outputs['ConsoleUrl'] ?? ''));
    console.error(`Written to ${html}.`);
  }
  if (json) {
    printJson(made);
  } else if (html === undefined) {
    const { reportText } = await import('../../functions/report/text.ts');
    console.log(reportText(made).split('\n').map(printable).join('\n'));
  }
}

async function madeNow(count: number) {
  const [{ counts }, { runningExemptions }, { list }, { history }, { controlById }, { gather }, domain] =
    await Promise.all([
      import('../../functions/aws/counts.ts'),
      import('../../functions/aws/exemptions.ts'),
      import('../../functions/aws/history-list.ts'),
      import('../../functions/aws/switches.ts'),
      import('../../catalogue/index.ts'),
      import('../../functions/report/gather.ts'),
      import('../../functions/domain/weekly-report.ts'),
    ]);
  const now = new Date();
  const reads = {
    ...{ list, counts, pauses: history, exemptions: runningExemptions },
    titleOf: (control: string) => controlById(control)?.title ?? control,
    nameOf: (account: string) => account,
  };
  const period = domain.periodUntil(now.toISOString().slice(0, 10), count);
  return domain.weeklyReport(await gather(reads, period, now));
}
