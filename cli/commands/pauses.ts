import { Command } from 'commander';
import type { Pause, PauseScope } from '../../functions/domain/switches.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { wishFor } from '../invoke.ts';
import { printJson, printTable } from '../print.ts';

interface Stopped {
  readonly account?: string;
  readonly control?: string;
  readonly all?: boolean;
  readonly reason: string;
  readonly json?: boolean;
}

export function pauseCommand(): Command {
  const command = new Command('pause')
    .description('stops every change in a few seconds: of everything, an account or a control')
    .option('--all', 'everything')
    .option('--account <id>', 'in one account')
    .option('--control <id>', 'by one control')
    .requiredOption('--reason <text>', 'why; it stands with everything that is held')
    .option('--json', 'as one JSON document')
    .action(pause);
  return withExamples(command, [
    ['homeostat pause --all --reason "an incident"', 'nothing is changed from now on, undos included'],
    ['homeostat pause --account 111122223333 --reason "a migration until Friday"', 'in one account'],
    ['homeostat pause --control iam.policy-trimmed --reason "it took too much"', 'by one control'],
  ]);
}

export function resumeCommand(): Command {
  const command = new Command('resume')
    .description('ends a stop; what it held is judged again')
    .argument('<id>', 'the stop, as `homeostat pauses` lists it')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'as one JSON document')
    .action(resume);
  return withExamples(command, [['homeostat resume p-0a1b2c3d-4e5f --reason "the incident is over"', 'changes go on']]);
}

export function pausesCommand(): Command {
  const command = new Command('pauses')
    .description('what is stopped now, by whom and why')
    .option('--all', 'every stop that there was, newest first')
    .option('--json', 'as one JSON document')
    .action(list);
  return withExamples(command, [
    ['homeostat pauses', 'what is stopped now'],
    ['homeostat pauses --all', 'and what was stopped before, and why it went on'],
  ]);
}

async function pause({ account, control, all, reason, json }: Stopped): Promise<void> {
  const scopes: readonly PauseScope[] = [
    ...(all ? [{ kind: 'everything' as const }] : []),
    ...(account ? [{ kind: 'account' as const, account }] : []),
    ...(control ? [{ kind: 'control' as const, control }] : []),
  ];
  const [scope] = scopes;
  if (scope === undefined || scopes.length > 1) {
    throw new Problem(exit.badUsage, 'Say what is to be stopped: one of --all, --account, --control.');
  }
  const says = await wishFor(await connect(), { action: 'pause', scope, reason });
  json ? printJson({ scope, says }) : console.log(says);
}

async function resume(id: string, { reason, json }: { reason: string; json?: boolean }): Promise<void> {
  const says = await wishFor(await connect(), { action: 'resume', pause: id, reason });
  json ? printJson({ pause: id, says }) : console.log(says);
}

async function everyStop(): Promise<readonly Pause[]> {
  const { history } = await import('../../functions/aws/switches.ts');
  const found: Pause[] = [];
  let cursor: string | undefined;
  do {
    const page = await history({ limit: 200, cursor });
    found.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

async function list({ all, json }: { all?: boolean; json?: boolean }): Promise<void> {
  await connect();
  const { inForce } = await import('../../functions/aws/switches.ts');
  const found = all ? await everyStop() : (await inForce()).pauses;
  if (json) {
    return printJson(found);
  }
  if (found.length === 0) {
    return console.log(all ? 'Nothing was ever stopped.' : 'Nothing is stopped.');
  }
  printTable(
    ['id', 'what', 'since', 'by', 'reason', 'ended', 'because'],
    found.map(({ id, says, at, by, reason, endedAt, endedBy, endedBecause }) => [
      id,
      says,
      at,
      by,
      reason,
      endedAt === null ? '' : `${endedAt} by ${endedBy}`,
      endedBecause ?? '',
    ]),
  );
}
