import { Command } from 'commander';
import pc from '../colour.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { printJson } from '../print.ts';

export function verifyHistoryCommand(): Command {
  const command = new Command('verify-history')
    .description('checks that no entry of the history was changed, dropped or put in between')
    .option('--archive', 'that of the archive instead, as far as there is one')
    .option('--json', 'as one JSON document')
    .action(verifyHistory);
  return withExamples(command, [
    ['homeostat verify-history', 'before an audit, and from time to time'],
    ['homeostat verify-history --json | jq .broken', 'what was tampered with'],
  ]);
}

interface Options {
  readonly archive?: boolean;
  readonly json?: boolean;
}

async function verifyHistory({ archive, json }: Options): Promise<void> {
  const { outputs } = await connect();
  if (archive) {
    return verifyArchive(outputs['ArchiveBucket'], json);
  }
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
    tellFlaws(report.broken, 'history');
  }
  process.exitCode = report.broken.length === 0 ? exit.done : exit.no;
}

async function verifyArchive(bucket: string | undefined, json = false): Promise<void> {
  if (bucket === undefined) {
    throw new Problem(exit.couldNot, 'There is no archive: the configuration keeps everything in the history.');
  }
  const { checkArchive } = await import('../../functions/aws/check-archived.ts');
  const report = await checkArchive((checked) => json || process.stderr.write(`\r${checked} remediations checked`));
  if (json) {
    printJson(report);
  } else {
    process.stderr.write('\r');
    console.log(`${report.remediations} remediations in ${report.objects} objects of ${bucket} checked.`);
    tellFlaws(report.broken, 'archive');
  }
  process.exitCode = report.broken.length === 0 ? exit.done : exit.no;
}

function tellFlaws(broken: readonly { readonly id: string; readonly flaws: readonly string[] }[], what: string): void {
  for (const { id, flaws } of broken) {
    console.log(pc.red(`${id}: ${flaws.join('; ')}`));
  }
  console.log(broken.length === 0 ? pc.green(`The ${what} is whole.`) : pc.red(`The ${what} was tampered with.`));
}
