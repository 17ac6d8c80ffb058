import { Command } from 'commander';
import { candidate } from '../../catalogue/derive/targets.ts';
import { catalogue, controlById } from '../../catalogue/index.ts';
import { ResourceGone, stateOf } from '../../functions/aws/caller.ts';
import { sendingAs } from '../../functions/aws/sender.ts';
import { sessionPolicy } from '../../functions/domain/session-policy.ts';
import { restored } from '../../functions/domain/shows.ts';
import { type Look, look, mend as mended, undo as takeBack, verify } from '../../functions/mend.ts';
import { configOption, configured } from '../configured.ts';
import { confirm } from '../confirm.ts';
import { callerPlace } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { exit, Problem } from '../exit.ts';
import { keep, lookAgain, type MendRecord, recalled, recordFile, recordOf } from '../mend-record.ts';
import { printJson } from '../print.ts';
import { type Minding, minding } from '../stopped.ts';
import { wholePlan } from '../whole-plan.ts';

interface Options {
  readonly region?: string;
  readonly config?: string;
  readonly plan?: string;
  readonly record: string;
  readonly deployment: boolean;
  readonly json?: boolean;
}

export function mendCommand(): Command {
  const command = new Command('mend')
    .description('reads one resource, shows the exact change, and makes it if you say so, with your own credentials')
    .argument('<control>', 'a control, such as s3.bucket-closed-to-public')
    .argument('<arn>', 'the resource')
    .option('--region <region>', 'instead of the one of your profile')
    .option('--plan <digest>', 'make the change without asking, if it is still this plan')
    .option('--record <folder>', 'where to keep what was done', '.homeostat/mends')
    .option('--no-deployment', 'do not look whether Homeostat is deployed here and its changes are stopped')
    .option('--json', 'as one JSON document; without --plan nothing is changed')
    .addOption(configOption())
    .action(run);
  return withExamples(command, [
    ['homeostat mend s3.bucket-versioned arn:aws:s3:::logs', 'shows the change, and asks'],
    ['homeostat mend s3.bucket-versioned arn:aws:s3:::logs --json', 'the plan, for a program; changes nothing'],
  ]);
}

export function takeBackCommand(): Command {
  const command = new Command('take-back')
    .description('takes a mend of `homeostat mend` back, as its record says, and reads back that it is as before')
    .argument('<file>', 'the record that it kept')
    .option('--no-deployment', 'do not look whether Homeostat is deployed here and its changes are stopped')
    .option('--json', 'as one JSON document')
    .action(undo);
  return withExamples(command, [
    ['homeostat take-back .homeostat/mends/2026-01-31T09-00-00-000Z-s3.bucket-versioned.json', 'as its record says'],
  ]);
}

async function run(id: string, arn: string, options: Options): Promise<void> {
  const { plan, record, deployment, json } = options;
  const seen = await seeing(id, arn, options);
  const { verdict } = seen;
  if (verdict?.outcome !== 'change') {
    return nothingToDo(seen, json);
  }
  if (plan !== undefined && plan !== verdict.plan.digest) {
    throw new Problem(exit.no, `The plan is another by now, ${verdict.plan.digest}. Nothing was changed.`);
  }
  if (json && plan === undefined) {
    printJson(shown(seen));
    process.exitCode = exit.no;
    return;
  }
  if (plan === undefined) {
    const { control, target, state } = seen;
    const end = `plan ${verdict.plan.digest}`;
    console.log(wholePlan({ control: control.id, target, state, plan: verdict.plan, about: control.impact, end }));
    await confirm(
      'mend',
      `Nothing was changed. Outside a terminal, say --plan ${verdict.plan.digest} once you have read it.`,
    );
  }
  const file = await carryOut(seen, record, await minding(seen, deployment));
  json
    ? printJson({ ...shown(seen), outcome: 'mended', record: file })
    : console.log(`Mended, and read back. To take it back: homeostat take-back ${file}`);
}

async function seeing(id: string, arn: string, { region, config }: Options): Promise<Look> {
  const { settingsOf, isProtected } = await configured(catalogue, config);
  const control = controlById(id);
  if (control === undefined) {
    throw new Problem(exit.badUsage, `There is no control ${id}. \`homeostat controls\` lists them.`);
  }
  if (isProtected(arn)) {
    throw new Problem(exit.no, `${arn} is protected by the configuration. Nothing was read or changed.`);
  }
  const place = await callerPlace(region);
  const [found] = candidate(control, place, arn);
  if (found === undefined) {
    throw new Problem(
      exit.badUsage,
      `${arn} is no resource that ${id} judges in account ${place.account}, ${place.region}.`,
    );
  }
  try {
    return await look({ ...found, settings: settingsOf(control), send: sendingAs() });
  } catch (error) {
    throw error instanceof ResourceGone ? new Problem(exit.no, `${arn} does not exist.`) : error;
  }
}

/** The record is there before the first call, so that whatever happens, it can be told what was to be done. */
async function carryOut(seen: Look, folder: string, minded: Minding): Promise<string> {
  const file = recordFile(folder, seen);
  keep(file, recordOf(seen));
  const done = await mended(seen, minded);
  const record = recordOf(seen, done);
  keep(file, record);
  keep(file, { ...record, readBack: await verify(seen) });
  return file;
}

async function undo(file: string, { deployment, json }: Pick<Options, 'deployment' | 'json'>): Promise<void> {
  const record = recalled(file);
  if (record.undoneAt !== undefined || !record.undo) {
    throw new Problem(exit.no, whyNothing(record));
  }
  const { account } = await callerPlace(record.target.region);
  if (account !== record.target.account) {
    throw new Problem(exit.no, `It was in account ${record.target.account}, and these credentials are of ${account}.`);
  }
  const seen = lookAgain(record, sendingAs());
  await insistOnOurs(seen, record);
  const back = { made: [], undo: record.undo };
  await takeBack(seen, back, undefined, await minding(seen, deployment));
  keep(file, { ...record, undoneAt: new Date().toISOString() });
  const says = `Taken back, and read back: ${record.target.arn} is as it was before.`;
  json ? printJson({ ...record.target, control: record.control, outcome: 'taken back' }) : console.log(says);
}

/** What is not known to be as the mend left it is not changed, and nothing is called that the control does not declare. */
async function insistOnOurs(seen: Look, { undo, readBack }: MendRecord): Promise<void> {
  const { control, target, verdict } = seen;
  sessionPolicy(control, target, undo ?? []);
  const after = readBack ?? (verdict?.outcome === 'change' ? verdict.plan.after : undefined);
  if (restored(control, await stateOf(seen)) !== restored(control, after)) {
    throw new Problem(exit.no, `${target.arn} was changed since it was mended. Nothing was taken back.`);
  }
}

function whyNothing({ undoneAt, mendedAt }: MendRecord): string {
  if (undoneAt !== undefined) {
    return `It was taken back at ${undoneAt}.`;
  }
  return mendedAt === undefined
    ? 'Whether its calls were made is not known: the record names them, and `homeostat mend` shows how the resource is now.'
    : 'It cannot be taken back: the change was irreversible.';
}

function nothingToDo(seen: Look, json?: boolean): void {
  const { verdict, target } = seen;
  if (json) {
    printJson(shown(seen));
  } else {
    console.log(
      verdict === undefined
        ? `${target.arn} is as it should be.`
        : `Left alone: ${'because' in verdict ? verdict.because : ''}`,
    );
  }
  process.exitCode = verdict === undefined ? exit.done : exit.no;
}

function shown({ control, target, state, readAt, verdict }: Look): object {
  return { control: control.id, ...target, readAt, state, verdict: verdict ?? { outcome: 'compliant' } };
}
