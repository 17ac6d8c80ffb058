import { Command } from 'commander';
import { flaws } from '../../functions/domain/history.ts';
import pc from '../colour.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { paceOf } from '../pace.ts';
import { printable, printJson } from '../print.ts';
import { storyOf } from '../story.ts';

export function showCommand(): Command {
  const command = new Command('show')
    .description('one remediation: who, what was read, the exact calls, what was read after')
    .argument('<id>', 'as `homeostat history` lists it')
    .option('--json', 'as one JSON document')
    .action(show);
  return withExamples(command, [
    ['homeostat show r-7k2m9qc4x1d8w0ze', 'step by step, with how long each took'],
    ['homeostat show r-7k2m9qc4x1d8w0ze --json | jq .entries', 'everything that was recorded'],
  ]);
}

async function show(id: string, { json }: { json?: boolean }): Promise<void> {
  await connect();
  const { entriesOf, latest } = await import('../../functions/aws/history.ts');
  const [head, entries] = await Promise.all([latest(id), entriesOf(id)]);
  if (head === undefined) {
    throw new Problem(exit.badUsage, `There is no remediation ${printable(id)}. \`homeostat history\` lists them.`);
  }
  const broken = flaws(entries, head);
  if (json) {
    printJson({
      ...head,
      intact: broken.length === 0,
      flaws: broken,
      steps: paceOf(entries),
      entries: entries.map((entry) => ({ ...entry, detail: JSON.parse(entry.detail) })),
    });
    return;
  }
  for (const line of storyOf(head, entries)) {
    console.log(printable(line));
  }
  console.log(
    broken.length === 0
      ? pc.green('\nThe record is whole: every entry carries the hash of the one before.')
      : pc.red(`\nThe record is NOT whole: ${broken.join('; ')}`),
  );
}
