import { Command, CommanderError } from 'commander';
import { approvalsCommand } from './commands/approvals.ts';
import { controlsCommand } from './commands/controls.ts';
import { approveCommand, exemptCommand, rejectCommand } from './commands/decide.ts';
import { exemptionsCommand } from './commands/exemptions.ts';
import { historyCommand } from './commands/history.ts';
import { iamCommand } from './commands/iam.ts';
import { mendCommand, takeBackCommand } from './commands/mend.ts';
import { replayCommand } from './commands/replay.ts';
import { scanCommand } from './commands/scan.ts';
import { showCommand } from './commands/show.ts';
import { undoCommand } from './commands/undo.ts';
import { verifyHistoryCommand } from './commands/verify-history.ts';
import { exit, Problem } from './exit.ts';

const program = new Command('homeostat')
  .description('AWS accounts that heal themselves: what happened, why, and how to take it back.')
  .addHelpText(
    'after',
    `
Examples:
  homeostat history                        what happened lately
  homeostat show r-7k2m9qc4x1d8w0ze        one remediation, step by step
  homeostat approvals                      what waits for an answer
  homeostat approve r-7k2m9qc4x1d8w0ze     shows the whole change, and asks once more
  homeostat exempt r-7k2m9qc4x1d8w0ze --days 14 --reason "the campaign ends on the 30th"
  homeostat undo r-7k2m9qc4x1d8w0ze --reason "the partner still reads it"
  homeostat verify-history                 nothing was changed or removed afterwards
  homeostat scan                           what is not as it should be; changes nothing
  homeostat controls iam.role-trust-closed all about one control
  homeostat iam report                     what roles and users could do and do not
  homeostat replay trail/                  what these CloudTrail files would have woken up

It talks to the account of your AWS credentials, or to the local cloud while \`npm start\` runs.
Exit status: 0 done, 1 the answer is no, 2 bad usage or input, 3 could not do it.`,
  )
  .exitOverride()
  .showHelpAfterError('(--help shows what there is)');

const commands = [
  historyCommand,
  showCommand,
  approvalsCommand,
  approveCommand,
  rejectCommand,
  exemptCommand,
  exemptionsCommand,
  undoCommand,
  verifyHistoryCommand,
  controlsCommand,
  iamCommand,
  scanCommand,
  mendCommand,
  takeBackCommand,
  replayCommand,
];
for (const make of commands) {
  const command = make();
  for (const one of [command, ...command.commands]) {
    one.exitOverride().copyInheritedSettings(program);
  }
  program.addCommand(command);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) {
    return error.exitCode === 0 ? exit.done : exit.badUsage;
  }
  if (error instanceof Problem) {
    console.error(error.message);
    return error.status;
  }
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
  console.error(`It could not be done: ${name}: ${message}`);
  return exit.couldNot;
}
