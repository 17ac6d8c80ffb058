import { Command } from 'commander';
import pc from '../colour.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit } from '../exit.ts';
import { printJson } from '../print.ts';

export function verifyHistoryCommand(): Command {
  const command = new Command('verify-history')
    .description('checks that no entry of the history was changed, dropped or put in between')
    .option('--json', 'as one JSON document')
    .action(verifyHistory);
  return withExamples(command, [
    ['homeostat verify-history', 'before an audit, and from time to time'],
    ['homeostat verify-history --json | jq .broken', 'what was tampered with'],
  ]);
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
    if (report.archived > 0) {
      console.log(`${report.archived} of them are on their way out and whole in the archive.`);
    }
    for (const { id, flaws } of report.broken) {
      console.log(pc.red(`${id}: ${flaws.join('; ')}`));
    }
    console.log(
      report.broken.length === 0 ? pc.green('The history is whole.') : pc.red('The history was tampered with.'),
    );
  }
  process.exitCode = report.broken.length === 0 ? exit.done : exit.no;
}
