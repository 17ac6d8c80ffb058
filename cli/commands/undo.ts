import { setTimeout as wait } from 'node:timers/promises';
import { Command } from 'commander';
import type { UndoPreview } from '../../functions/api/shapes.ts';
import { digest } from '../../functions/domain/digest.ts';
import { isClosed, type Remediation } from '../../functions/domain/history.ts';
import type { UndoAnswer } from '../../functions/undoing.ts';
import { confirm } from '../confirm.ts';
import { connect, type Deployment } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { invoke } from '../invoke.ts';
import { days } from '../options.ts';
import { printJson } from '../print.ts';
import { prove } from '../prove.ts';
import { undoText } from '../undo-text.ts';

interface Options {
  readonly reason: string;
  readonly days: number;
  readonly preview?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

type Refused = Extract<UndoAnswer, { outcome: 'refused' }>;
type Started = Extract<UndoAnswer, { outcome: 'started' }>;

export function undoCommand(): Command {
  const command = new Command('undo')
    .description(
      'shows the calls that take a mend back, makes them if you say so, and exempts the resource for a while',
    )
    .argument('<id>', 'the remediation to undo, as `homeostat history` lists it')
    .option('--reason <text>', 'why; it stands in the exemption', 'undone by an operator')
    .option('--days <number>', 'how long the resource is left alone after that', days, 14)
    .option('--preview', 'only show what it would do')
    .option('--yes', 'do not ask on the terminal first')
    .option('--json', 'as one JSON document; asks nothing')
    .action(undo);
  return withExamples(command, [
    ['homeostat undo r-7k2m9qc4x1d8w0ze --preview', 'the exact calls, and whether somebody has to agree'],
    ['homeostat undo r-7k2m9qc4x1d8w0ze --reason "the partner still reads it" --days 30', 'asks once more'],
  ]);
}

async function undo(id: string, options: Options): Promise<void> {
  const deployment = await connect();
  const { preview: isPreview, yes, json } = options;
  if (isPreview || !json) {
    const preview = await previewed(deployment, id);
    if (!preview.possible) {
      throw new Problem(exit.no, `${id} cannot be undone: ${preview.because}.`);
    }
    isPreview && json ? printJson({ id, ...preview }) : console.log(undoText(id, preview));
  }
  if (isPreview) {
    return;
  }
  if (!yes && !json) {
    await confirm('undo', 'Nothing was undone. Outside a terminal, say --yes once you have read it.');
  }
  const started = await start(deployment, id, options);
  if (!json) {
    console.log(`${started.remediation} undoes ${id}.`);
  }
  ended(started, await endOf(started.remediation), json);
}

async function previewed({ outputs, region }: Deployment, id: string): Promise<UndoPreview> {
  const proof = await prove(region, `preview-undo ${id}`);
  const input = { preview: true, id, proof };
  const answer = await invoke<Refused | { outcome: 'previewed'; preview: UndoPreview }>(
    outputs['UndoFunction'] ?? '',
    input,
  );
  if (answer.outcome === 'refused') {
    throw new Problem(exit.no, `${id} cannot be undone: ${answer.because}.`);
  }
  return answer.preview;
}

async function start({ outputs, region }: Deployment, id: string, { reason, days }: Options): Promise<Started> {
  const proof = await prove(region, `undo ${id} ${digest({ reason, days })}`);
  const answer = await invoke<UndoAnswer>(outputs['UndoFunction'] ?? '', { id, reason, days, proof });
  if (answer.outcome === 'refused') {
    throw new Problem(exit.no, `${id} was not undone: ${answer.because}.`);
  }
  return answer;
}

/** How it ended, or that it waits for somebody. */
async function endOf(id: string): Promise<Remediation> {
  const { latest } = await import('../../functions/aws/history.ts');
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
    const head = await latest(id);
    if (head !== undefined && (isClosed(head.status) || head.status === 'awaiting-approval')) {
      return head;
    }
  }
  throw new Problem(exit.couldNot, `${id} is still under way. \`homeostat show ${id}\` tells how it ends.`);
}

function ended({ remediation, owner }: Started, { status, because }: Remediation, json?: boolean): void {
  if (json) {
    printJson({ id: remediation, status, because, owner });
  } else {
    console.log(saysEnd(remediation, owner, { status, because }));
  }
  process.exitCode = status === 'undone' ? exit.done : exit.no;
}

function saysEnd(id: string, owner: string, { status, because }: Pick<Remediation, 'status' | 'because'>): string {
  switch (status) {
    case 'undone':
      return `Undone. The resource is left alone from now on, says ${owner}.`;
    case 'awaiting-approval':
      return `An approver was asked: ${because}. \`homeostat show ${id}\` tells how it ends.`;
    default:
      return `It ended ${status}: ${because}`;
  }
}
