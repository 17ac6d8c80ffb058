import { Command } from 'commander';
import pc from 'picocolors';
import { connect } from '../connect.ts';
import { exit } from '../exit.ts';
import { printJson } from '../print.ts';

export function verifyHistoryCommand(): Command {
  return new Command('verify-history')
    .description('checks that no entry of the history was changed, dropped or put in between')
    .option('--json', 'as one JSON document')
    .action(verifyHistory);
}

async function verifyHistory({ json }: { json?: boolean }): Promise<void> {
  await connect();
  const { checkEverything } = await import('../../functions/aws/check-history.ts');
  const report = await checkEverything((checked) => json || process.stderr.write(`\r${checked} remediations checked`));
  if (json) {
    printJson(report);
  } else {
    process.stderr.write('\r');
    console.log(
      `${report.remediations} remediations with ${report.entries} entries, ${report.exemptions} exemptions, and ${report.switches} stops and modes checked.`,
    );
    for (const { id, flaws } of report.broken) {
      console.log(pc.red(`${id}: ${flaws.join('; ')}`));
    }
    console.log(
      report.broken.length === 0 ? pc.green('The history is whole.') : pc.red('The history was tampered with.'),
    );
  }
  process.exitCode = report.broken.length === 0 ? exit.done : exit.no;
}
