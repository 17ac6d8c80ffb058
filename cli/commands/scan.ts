import { Command } from 'commander';
import { catalogue, controlById } from '../../catalogue/index.ts';
import { sendingAs } from '../../functions/aws/sender.ts';
import type { Verdict } from '../../functions/domain/finding.ts';
import { matchesAny } from '../../functions/domain/glob.ts';
import { type Found, type Scan, scan } from '../../functions/scan.ts';
import pc from '../colour.ts';
import { configOption, configured } from '../configured.ts';
import { callerPlace } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { printable, printJson, printTable } from '../print.ts';
import { progress } from '../progress.ts';

interface Options {
  readonly region?: string;
  readonly control?: readonly string[];
  readonly config?: string;
  readonly json?: boolean;
}

export function scanCommand(): Command {
  const command = new Command('scan')
    .description('reads and judges every resource of the account and region; changes nothing, needs no deployment')
    .option('--region <region>', 'instead of the one of your profile')
    .option('--control <pattern...>', 'only these controls; * stands for any characters')
    .option('--json', 'as one JSON document, with what was read and what the plan would be')
    .addOption(configOption())
    .addHelpText('after', '\nExit status: 0 all as it should be, 1 something is not, 3 something could not be read.')
    .action(run);
  return withExamples(command, [
    ['homeostat scan', 'everything in the account and region of your credentials'],
    ['homeostat scan --control "s3.*" "iam.*" --region eu-central-1', 'only these'],
  ]);
}

async function run({ region, control: wanted, config, json }: Options): Promise<void> {
  const { controls, settingsOf } = await configured(catalogue, config);
  const chosen = controls.filter(({ id }) => wanted === undefined || matchesAny(wanted, id));
  if (chosen.length === 0) {
    throw new Problem(
      exit.badUsage,
      `No control is called ${wanted?.join(' or ')}. \`homeostat controls\` lists them.`,
    );
  }
  // The SDK's adaptive mode slows down where AWS throttles, instead of only trying again.
  process.env['AWS_RETRY_MODE'] ??= 'adaptive';
  const place = await callerPlace(region);
  const show = progress('checks');
  const scanned = await scan({ controls: chosen, place, settingsOf, send: sendingAs(), progress: show.at });
  show.end();
  if (json) {
    printJson({ ...place, at: new Date().toISOString(), controls: chosen.map(({ id }) => id), ...scanned });
  } else {
    print(scanned, `account ${place.account}, ${place.region}`);
  }
  process.exitCode = statusOf(scanned);
}

function statusOf({ found, unread }: Scan): number {
  return unread.length > 0 ? exit.couldNot : found.length > 0 ? exit.no : exit.done;
}

const severities = ['critical', 'high', 'medium', 'low'];

function print({ found, unread, resources, checks, compliant, calls }: Scan, where: string): void {
  const rows = found.toSorted((a, b) => severities.indexOf(severityOf(a)) - severities.indexOf(severityOf(b)));
  if (rows.length > 0) {
    printTable(['severity', 'control', 'resource', 'what a mend would do'], rows.map(row));
  }
  const reasons = new Map<string, string[]>();
  for (const { control, because } of unread) {
    reasons.set(control, [...(reasons.get(control) ?? []), because]);
  }
  for (const [control, [first, ...others]] of reasons) {
    const more = others.length > 0 ? ` (and ${others.length} more)` : '';
    console.error(printable(`${pc.yellow('not judged')} ${control}: ${first}${more}`));
  }
  console.log(
    `${where}: ${resources} resources, ${checks} checks in ${calls} AWS calls. ${compliant} are as they should be, ${found.length} are not, ${unread.length} could not be judged.`,
  );
  if (found.some(({ verdict }) => verdict.outcome === 'change')) {
    console.log('homeostat mend CONTROL ARN shows the exact change of one, and makes it if you say so.');
  }
}

function row(one: Found): readonly string[] {
  const severity = severityOf(one);
  return [severity === 'critical' ? pc.red(severity) : severity, one.control, one.target.arn, says(one.verdict)];
}

function says(verdict: Verdict): string {
  return verdict.outcome === 'change'
    ? `${verdict.plan.apply.map((call) => call.says).join('; ')} (${verdict.plan.risk.level})`
    : `leaves it: ${verdict.because}`;
}

function severityOf({ control }: Found): string {
  return controlById(control)?.severity ?? 'low';
}
