import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import { digest } from '../../functions/domain/digest.ts';
import { isClosed } from '../../functions/domain/history.ts';
import type { UndoAnswer } from '../../functions/undoing.ts';
import { connect } from '../connect.ts';
import { exit, Problem } from '../exit.ts';
import { invoke } from '../invoke.ts';
import { days } from '../options.ts';
import { printJson } from '../print.ts';
import { prove } from '../prove.ts';

interface Options {
  readonly reason: string;
  readonly days: number;
  readonly json?: boolean;
}

export function undoCommand(): Command {
  return new Command('undo')
    .description('takes a mend back and exempts the resource from the control for a while')
    .argument('<id>', 'the remediation to undo, as `homeostat history` lists it')
    .option('--reason <text>', 'why; it stands in the exemption', 'undone by an operator')
    .option('--days <number>', 'how long the resource is left alone after that', days, 14)
    .option('--json', 'as one JSON document')
    .action(undo);
}

async function undo(id: string, { reason, days: exempted, json }: Options): Promise<void> {
  const { outputs, region } = await connect();
  const proof = await prove(region, `undo ${id} ${digest({ reason, days: exempted })}`);
  const answer = await invoke<UndoAnswer>(outputs['UndoFunction'] ?? '', { id, reason, days: exempted, proof });
  if (answer.outcome === 'refused') {
    throw new Problem(exit.no, `${id} was not undone: ${answer.because}.`);
  }
  if (!json) {
    console.log(`${answer.remediation} undoes ${id}:`);
    console.log(answer.says.map((sentence) => `  ${sentence}`).join('\n'));
  }
  const { latest } = await import('../../functions/aws/history.ts');
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
    const head = await latest(answer.remediation);
    if (head !== undefined && isClosed(head.status)) {
      return ended(answer, head, json);
    }
  }
  throw new Problem(
    exit.couldNot,
    `${answer.remediation} is still under way. \`homeostat show ${answer.remediation}\` tells how it ends.`,
  );
}

function ended(
  answer: Extract<UndoAnswer, { outcome: 'started' }>,
  head: { status: string; because: string },
  json?: boolean,
): void {
  if (json) {
    printJson({ id: answer.remediation, status: head.status, because: head.because, owner: answer.owner });
  } else {
    console.log(
      head.status === 'undone'
        ? `Undone. The resource is left alone from now on, says ${answer.owner}.`
        : `It ended ${head.status}: ${head.because}`,
    );
  }
  process.exitCode = head.status === 'undone' ? exit.done : exit.no;
}
