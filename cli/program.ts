import { Command } from 'commander';
import { approvalsCommand } from './commands/approvals.ts';
import { completionCommand } from './commands/completion.ts';
import { controlsCommand } from './commands/controls.ts';
import { approveCommand, exemptCommand, rejectCommand } from './commands/decide.ts';
import { doctorCommand } from './commands/doctor.ts';
import { exemptionsCommand } from './commands/exemptions.ts';
import { exportCommand } from './commands/export.ts';
import { historyCommand } from './commands/history.ts';
import { iamCommand } from './commands/iam.ts';
import { mendCommand, takeBackCommand } from './commands/mend.ts';
import { pauseCommand, pausesCommand, resumeCommand } from './commands/pauses.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { scanCommand } from './commands/scan.ts';
import { showCommand } from './commands/show.ts';
import { undoCommand } from './commands/undo.ts';
import { verifyHistoryCommand } from './commands/verify-history.ts';
import { type Examples, withExamples } from './examples.ts';

const commands = [
  historyCommand,
  showCommand,
  approvalsCommand,
  approveCommand,
  rejectCommand,
  exemptCommand,
  exemptionsCommand,
  undoCommand,
  pauseCommand,
  resumeCommand,
  pausesCommand,
  exportCommand,
  reportCommand,
  verifyHistoryCommand,
  doctorCommand,
  controlsCommand,
  iamCommand,
  scanCommand,
  mendCommand,
  takeBackCommand,
  replayCommand,
  completionCommand,
];

const examples: Examples = [
  ['homeostat history', 'what happened lately'],
  ['homeostat show r-7k2m9qc4x1d8w0ze', 'one remediation, step by step'],
  ['homeostat approvals', 'what waits for an answer'],
  ['homeostat approve r-7k2m9qc4x1d8w0ze', 'shows the whole change, and asks once more'],
  ['homeostat undo r-7k2m9qc4x1d8w0ze', 'shows the calls that take it back, and asks once more'],
  ['homeostat pause --all --reason "an incident"', 'nothing is changed any more, within seconds'],
  ['homeostat export --output history.csv', 'everything, for a spreadsheet'],
  ['homeostat report --html report.html', 'the week on one page, to look at or to print'],
  ['homeostat verify-history', 'nothing was changed or removed afterwards'],
  ['homeostat doctor', 'whether each account and region really works'],
  ['homeostat scan', 'what is not as it should be; changes nothing'],
  ['homeostat controls iam.role-trust-closed', 'all about one control'],
  ['homeostat iam report', 'what roles and users could do and do not'],
];

/** The whole `homeostat` command. */
export function makeProgram(): Command {
  const program = new Command('homeostat')
    .description('AWS accounts that heal themselves: what happened, why, and how to take it back.')
    .exitOverride()
    .showHelpAfterError('(--help shows what there is)');
  withExamples(program, examples).addHelpText(
    'after',
    `
It talks to the account of your AWS credentials, or to the local cloud while \`npm start\` runs.
Exit status: 0 done, 1 the answer is no, 2 bad usage or input, 3 could not do it.`,
  );
  for (const make of commands) {
    const command = make();
    for (const one of [command, ...command.commands]) {
      one.exitOverride().copyInheritedSettings(program);
    }
    program.addCommand(command);
  }
  return program;
}
