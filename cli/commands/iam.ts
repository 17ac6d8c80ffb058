import { setTimeout as wait } from 'node:timers/promises';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Command, InvalidArgumentError, Option } from 'commander';
import { configOption, configuredAccounts } from '../configured.ts';
import { connect, type Deployment } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { count } from '../options.ts';
import { printJson, printTable } from '../print.ts';
import { csvOf, type Order, orders, saysSummary, sorted, summaryOf, tableHead, tableRow } from '../usage-report.ts';

export function iamCommand(): Command {
  return new Command('iam')
    .description('what roles and users could do and do not')
    .addCommand(report())
    .addCommand(gather());
}

interface Report {
  readonly account?: readonly string[];
  readonly limit: number;
  readonly sort: Order;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly config?: string;
}

function report(): Command {
  const command = new Command('report')
    .description(
      'unused permissions of each role and user, the weightiest first; reads what was gathered, changes nothing',
    )
    .option('--account <id...>', 'only these accounts; otherwise all that are configured', account)
    .option('--limit <number>', 'how many rows at most; the sum is over all', count, 50)
    .addOption(
      new Option('--sort <by>', 'what comes first: what could do most, most actions or services, seen last, or by name')
        .choices(orders)
        .default('risk'),
    )
    .addOption(new Option('--json', 'as one JSON document, with every row').conflicts('csv'))
    .option('--csv', 'as CSV, with every row')
    .addOption(configOption())
    .addHelpText('after', '\nExit status: 0 here it is, 1 nothing was gathered yet.')
    .action(show);
  return withExamples(command, [
    ['homeostat iam report', 'who could do most without needing it'],
    ['homeostat iam report --account 111122223333 --sort activity', 'of one account, by when they were seen last'],
    ['homeostat iam report --csv > unused.csv', 'for a spreadsheet'],
    [`homeostat iam report --json | jq -r '.rows[].principal'`, 'for a program'],
  ]);
}

async function show({ account: wanted, limit, sort, json, csv, config }: Report): Promise<void> {
  const deployment = await connect();
  const { reportOn } = await import('../../functions/aws/usage-report.ts');
  const accounts = wanted ?? [...new Set([...(await configuredAccounts(config)), ...hubAccount(deployment)])];
  const rows = sorted((await Promise.all(accounts.map(reportOn))).flat(), sort);
  const summary = summaryOf(rows);
  process.exitCode = rows.length === 0 ? exit.no : exit.done;
  if (json) {
    return printJson({ accounts, ...summary, rows });
  }
  if (csv) {
    process.stdout.write(csvOf(rows));
    return;
  }
  if (rows.length === 0) {
    console.log(
      `Nothing was gathered yet about ${accounts.join(', ')}. A sweep gathers it twice a day, where a control that judges by it is at work; \`homeostat iam gather\` starts one now.`,
    );
    return;
  }
  printTable(tableHead, rows.slice(0, limit).map(tableRow));
  if (rows.length > limit) {
    console.log(`${rows.length - limit} more: --limit ${rows.length} shows all.`);
  }
  console.log(saysSummary(summary).join('\n'));
}

function gather(): Command {
  const command = new Command('gather')
    .description('finds out now what the roles and users of an account use, instead of waiting for the next sweep')
    .option('--account <id>', 'the account; otherwise the one of the deployment', account)
    .option('--json', 'as one JSON document')
    .addHelpText('after', '\nIAM takes a minute or two for its reports. It goes on where you stop waiting.')
    .action(start);
  return withExamples(command, [
    ['homeostat iam gather', 'the account of the deployment'],
    ['homeostat iam gather --account 111122223333', 'another one'],
  ]);
}

async function start({ account: [wanted] = [], json }: { account?: readonly string[]; json?: boolean }): Promise<void> {
  const deployment = await connect();
  const stateMachineArn = deployment.outputs['EvidenceStateMachine'];
  if (stateMachineArn === undefined) {
    throw new Problem(
      exit.couldNot,
      'This deployment gathers nothing: a control that judges by use, such as iam.policy-trimmed, has to be at work.',
    );
  }
  const of = wanted ?? hubAccount(deployment)[0];
  const client = new SFNClient({});
  const input = JSON.stringify({ account: of });
  const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, input }));
  const { status, seconds } = await ended(client, executionArn ?? '');
  if (json) {
    printJson({ account: of, execution: executionArn, status, seconds });
  } else {
    console.log(
      status === 'SUCCEEDED'
        ? `Gathered in ${seconds} s. \`homeostat iam report --account ${of}\` shows it.`
        : `It ended ${status} after ${seconds} s: look at ${executionArn}.`,
    );
  }
  process.exitCode = status === 'SUCCEEDED' ? exit.done : exit.couldNot;
}

async function ended(client: SFNClient, executionArn: string): Promise<{ status: string; seconds: number }> {
  const began = Date.now();
  const seconds = () => Math.round((Date.now() - began) / 1000);
  for (;;) {
    const { status = 'UNKNOWN' } = await client.send(new DescribeExecutionCommand({ executionArn }));
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[2K${status === 'RUNNING' ? `gathering, ${seconds()} s` : ''}`);
    }
    if (status !== 'RUNNING') {
      return { status, seconds: seconds() };
    }
    await wait(1_000);
  }
}

/** The account that the deployment is in, as the ARNs of its outputs say. */
function hubAccount({ outputs }: Deployment): readonly string[] {
  const [, , , , id] = (outputs['TriageStateMachine'] ?? '').split(':');
  return id ? [id] : [];
}

function account(text: string, before: readonly string[] = []): readonly string[] {
  if (!/^\d{12}$/.test(text)) {
    throw new InvalidArgumentError('an account id has 12 digits.');
  }
  return [...before, text];
}
