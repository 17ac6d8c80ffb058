import { Command, InvalidArgumentError } from 'commander';
import { type Scope, saysScope } from '../../functions/domain/exemption.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { wishFor } from '../invoke.ts';
import { days } from '../options.ts';
import { printJson, printTable } from '../print.ts';

export function exemptionsCommand(): Command {
  const command = new Command('exemptions')
    .description('what is left alone, by whom, why and until when')
    .option('--json', 'as one JSON document')
    .action(list);
  command.addCommand(add());
  command.addCommand(end());
  return withExamples(command, [
    ['homeostat exemptions', 'what is left alone now'],
    ['homeostat exemptions --json', 'as one JSON document'],
  ]);
}

async function list({ json }: { json?: boolean }): Promise<void> {
  await connect();
  const { runningExemptions } = await import('../../functions/aws/exemptions.ts');
  const running = (await runningExemptions()).map(({ id, control, scope, owner, reason, from, until }) => ({
    id,
    control,
    scope,
    owner,
    reason,
    from,
    until,
  }));
  if (json) {
    return printJson(running);
  }
  if (running.length === 0) {
    return console.log('No exemption runs.');
  }
  printTable(
    ['id', 'control', 'what', 'owner', 'reason', 'until'],
    running.map(({ id, control, scope, owner, reason, until }) => [
      id,
      control,
      saysScope(scope),
      owner,
      reason,
      until,
    ]),
  );
}

interface Added {
  readonly control: string;
  readonly resource?: string;
  readonly account?: string;
  readonly region?: string;
  readonly tag?: string;
  readonly ou?: string;
  readonly days: number;
  readonly reason: string;
  readonly json?: boolean;
}

function add(): Command {
  const command = new Command('add')
    .description('leaves a resource, a tag, an account or an OU alone for a while')
    .requiredOption('--control <id>', 'the control, or a pattern such as s3.* or *')
    .option('--resource <arn>', 'one resource; with --account and --region where its ARN does not name them')
    .option('--account <id>', 'a whole account; with --resource, the one the resource is in')
    .option('--region <region>', 'with --resource, the region it is kept under')
    .option('--tag <key=value>', 'everything that is tagged so', tag)
    .option('--ou <name>', 'every account of an OU')
    .requiredOption('--days <number>', 'for how long', days)
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'as one JSON document')
    .action(made);
  return withExamples(command, [
    [
      'homeostat exemptions add --control "s3.*" --account 111122223333 --days 30 --reason "a migration"',
      'a whole account',
    ],
    ['homeostat exemptions add --control "*" --tag team=web --days 7 --reason "a launch"', 'everything tagged so'],
  ]);
}

async function made({ control, days: length, reason, json, ...where }: Added): Promise<void> {
  const deployment = await connect();
  const scope = scopeOf(where, deployment.region);
  const says = await wishFor(deployment, { action: 'exempt', control, scope, days: length, reason });
  json ? printJson({ scope, says }) : console.log(says);
}

type Where = Omit<Added, 'control' | 'days' | 'reason' | 'json'>;

function scopeOf({ resource, account, region, tag: tagged, ou }: Where, here: string): Scope {
  if ([resource ?? account, tagged, ou].filter(Boolean).length !== 1) {
    throw new Problem(exit.badUsage, 'Say what is exempt: one of --resource, --tag, --account, --ou.');
  }
  if (resource !== undefined) {
    const [, , , inRegion, inAccount] = resource.split(':');
    const of = inAccount || account;
    if (!resource.startsWith('arn:') || !of) {
      throw new Problem(exit.badUsage, 'A resource is named by its ARN; name its --account where that does not.');
    }
    return { kind: 'resource', arn: resource, account: of, region: inRegion || region || here };
  }
  if (tagged !== undefined) {
    const [key = '', ...rest] = tagged.split('=');
    return { kind: 'tag', key, value: rest.join('=') };
  }
  return ou !== undefined ? { kind: 'ou', ou } : { kind: 'account', account: account ?? '' };
}

function tag(text: string): string {
  if (!/^[^=]+=/.test(text)) {
    throw new InvalidArgumentError('key=value.');
  }
  return text;
}

function end(): Command {
  const command = new Command('end')
    .description('ends an exemption before its time; what it held is judged again')
    .argument('<id>', 'the exemption, as `homeostat exemptions` lists it')
    .requiredOption('--reason <text>', 'why')
    .option('--json', 'as one JSON document')
    .action(async (exemption: string, { reason, json }: { reason: string; json?: boolean }) => {
      const says = await wishFor(await connect(), { action: 'end-exemption', exemption, reason });
      json ? printJson({ exemption, says }) : console.log(says);
    });
  return withExamples(command, [
    ['homeostat exemptions end x-0a1b2c3d-4e5f --reason "the launch is over"', 'what it held is judged again'],
  ]);
}
