import { Command } from 'commander';

import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { printJson, printTable } from '../print.ts';
import { shownOf } from '../shown.ts';

export function approvalsCommand(): Command {
  const command = new Command('approvals')
    .description('the questions that wait for an answer, oldest first')
    .option('--json', 'as one JSON document')
    .action(approvals);
  return withExamples(command, [
    ['homeostat approvals', 'what waits for an answer, and until when'],
    ['homeostat approvals --json | jq -r ".[].id"', 'for a script'],
  ]);
}

async function approvals({ json }: { json?: boolean }): Promise<void> {
  await connect();
  const { openQuestions, votesOn } = await import('../../functions/aws/questions.ts');
  const asked = await openQuestions(500);
  const open = await Promise.all(
    asked.map(async (question) => ({ ...shownOf(question), votes: await votesOn(question.finding.id) })),
  );
  if (json) {
    return printJson(open);
  }
  if (open.length === 0) {
    return console.log('Nothing waits for an answer.');
  }
  printTable(
    ['id', 'control', 'resource', 'risk', 'approvals', 'until'],
    open.map(({ id, control, resource, risk, votes, quorum, expiresAt }) => [
      id,
      control,
      resource,
      risk,
      `${votes.filter(({ decision }) => decision === 'approve').length} of ${quorum}`,
      expiresAt,
    ]),
  );
  console.log('homeostat approve ID shows the whole change first; reject and exempt do, too.');
}
