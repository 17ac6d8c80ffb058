import { Command } from 'commander';
import type { Asked } from '../../functions/aws/questions.ts';
import type { Ballot } from '../../functions/domain/approval.ts';
import { confirm as typed } from '../confirm.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { wishFor } from '../invoke.ts';
import { days } from '../options.ts';
import { printJson } from '../print.ts';
import { wholePlan } from '../whole-plan.ts';

interface Options {
  readonly comment?: string;
  readonly days?: number;
  readonly reason?: string;
  readonly plan?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

export function approveCommand(): Command {
  const command = deciding('approve', 'approves the change that a question asks about, as you').action(
    (id: string, options) => decide(id, { decision: 'approve', ...said(options) }, options),
  );
  return withExamples(command, [
    ['homeostat approve r-7k2m9qc4x1d8w0ze', 'shows the whole change, and asks once more'],
  ]);
}

export function rejectCommand(): Command {
  const command = deciding('reject', 'rejects it; nothing is changed').action((id: string, options) =>
    decide(id, { decision: 'reject', ...said(options) }, options),
  );
  return withExamples(command, [
    ['homeostat reject r-7k2m9qc4x1d8w0ze --comment "it is a honeypot"', 'shows the whole change, and asks once more'],
  ]);
}

export function exemptCommand(): Command {
  const command = deciding('exempt', 'leaves the resource alone for a while; nothing is changed')
    .requiredOption('--days <number>', 'for how long', days)
    .requiredOption('--reason <text>', 'why; it stands in the exemption')
    .action((id: string, options) =>
      decide(id, { decision: 'exempt', days: options.days, reason: options.reason, ...said(options) }, options),
    );
  return withExamples(command, [
    ['homeostat exempt r-7k2m9qc4x1d8w0ze --days 14 --reason "the campaign ends on the 30th"', 'not now'],
  ]);
}

function deciding(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<id>', 'the question, as `homeostat approvals` lists it')
    .option('--comment <text>', 'what you want to have kept with it')
    .option('--plan <digest>', 'decide only if it is this plan, as `homeostat approvals --json` names it')
    .option('--yes', 'do not show and ask on the terminal first; needs --plan')
    .option('--json', 'as one JSON document; needs --plan');
}

function said({ comment }: Options): { comment?: string } {
  return comment ? { comment } : {};
}

/** Shows the whole change and asks once more, on a terminal; a program names the plan that it was shown. */
async function decide(id: string, ballot: Ballot, { plan, yes, json }: Options): Promise<void> {
  const deployment = await connect();
  const { questionOn } = await import('../../functions/aws/questions.ts');
  const question = await questionOn(id);
  if (question === undefined) {
    throw new Problem(exit.badUsage, `There is no question ${id}. \`homeostat approvals\` lists those that are open.`);
  }
  if (plan !== undefined && plan !== question.planDigest) {
    throw new Problem(exit.no, `${id} asks about another plan by now. Look at it again.`);
  }
  if ((yes || json) && plan === undefined) {
    throw new Problem(exit.badUsage, 'Name the plan that you decide about, with --plan.');
  }
  if (!yes && !json) {
    await confirm(question, ballot.decision);
  }
  const says = await wishFor(deployment, {
    action: 'decide',
    remediation: id,
    planDigest: question.planDigest,
    ballot,
  });
  json ? printJson({ id, decision: ballot.decision, says }) : console.log(says);
}

async function confirm(question: Asked, decision: string): Promise<void> {
  console.log(wholeOf(question));
  await typed(
    decision,
    `Nothing was decided. Outside a terminal, say --yes --plan ${question.planDigest} once you have read it.`,
  );
}

function wholeOf({ finding, planDigest, expiresAt }: Asked): string {
  const { control, target, cause, verdict, state } = finding;
  if (verdict.outcome !== 'change') {
    return '';
  }
  const { plan } = verdict;
  return wholePlan({
    ...{ control, target, state, plan },
    about: `caused by ${cause.actor.arn} with ${cause.name} at ${cause.time}`,
    end: `plan ${planDigest}; without an answer it expires at ${expiresAt} and nothing changes`,
  });
}
