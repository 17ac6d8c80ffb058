import { Command } from 'commander';
import pc from '../colour.ts';
import { connect } from '../connect.ts';
import { examined, hubFacts, isOwnEndpoint } from '../doctor/hub-facts.ts';
import { judge, type Line } from '../doctor/judge.ts';
import { withExamples } from '../examples.ts';
import { exit } from '../exit.ts';
import { printable, printJson } from '../print.ts';

export function doctorCommand(): Command {
  const command = new Command('doctor')
    .description('whether each account and region really works, and what to do where not; changes nothing')
    .option('--json', 'as one JSON document')
    .action(doctor)
    .addHelpText('after', '\nExit status: 0 all works, warnings aside; 1 something does not.');
  return withExamples(command, [
    ['homeostat doctor', 'after a deployment, and when nothing seems to happen'],
    ['homeostat doctor --json | jq ".[] | select(.state != \\"ok\\")"', 'only what is not as it should be'],
  ]);
}

async function doctor({ json }: { json?: boolean }): Promise<void> {
  const deployment = await connect();
  if (!json) {
    console.error('(asks the functions, and waits for an event of each account and region)');
  }
  const [seen, hub] = await Promise.all([examined(deployment), hubFacts(deployment)]);
  const lines = judge(seen, hub, isOwnEndpoint());
  json ? printJson(lines) : print(lines);
  process.exitCode = lines.some(({ state }) => state === 'broken') ? exit.no : exit.done;
}

const signs = { ok: pc.green('ok     '), warning: pc.yellow('warning'), broken: pc.red('broken ') } as const;

function print(lines: readonly Line[]): void {
  for (const { state, where, check, says, todo } of lines) {
    console.log(printable(`${signs[state]}  ${where}  ${pc.bold(check)}: ${says}`));
    if (todo !== undefined) {
      console.log(printable(`         → ${todo}`));
    }
  }
  const count = (state: Line['state']) => lines.filter((line) => line.state === state).length;
  console.log(`\n${count('ok')} ok, ${count('warning')} warnings, ${count('broken')} broken.`);
}
