import { Command } from 'commander';
import { catalogue } from '../../catalogue/index.ts';
import { type Asleep, asleep, type Fate, trailReplay } from '../../functions/domain/trail-replay.ts';
import { writerRole } from '../../stacks/names.ts';
import { configOption, configured } from '../configured.ts';
import { withExamples } from '../examples.ts';
import { exit } from '../exit.ts';
import { printable, printJson, printTable } from '../print.ts';
import { progress } from '../progress.ts';
import { filesIn, trailFiles } from '../trail-files.ts';

interface Options {
  readonly config?: string;
  readonly events?: boolean;
  readonly json?: boolean;
}

/** One control that one record woke up for one resource. */
interface Woken {
  readonly time: string;
  readonly call: string;
  readonly control: string;
  readonly resource: string;
  readonly account: string;
  readonly region: string;
}

interface Result {
  readonly files: number;
  readonly records: number;
  readonly woke: number;
  readonly woken: readonly Woken[];
  /** How many records woke nobody, by the reason and by the call. */
  readonly asleep: ReadonlyMap<Asleep, ReadonlyMap<string, number>>;
  readonly problems: readonly { readonly file: string; readonly because: string }[];
}

export function replayCommand(): Command {
  const command = new Command('replay')
    .description('what files of CloudTrail would have woken up, and why the rest would not; no account is asked')
    .argument('<file...>', 'files as CloudTrail delivers them, plain or gzip, or folders of them')
    .option('--events', 'each event that would have woken a control, one by one')
    .option('--json', 'as one JSON document')
    .addOption(configOption())
    .action(replay);
  return withExamples(command, [
    ['homeostat replay trail/', 'a folder of files as CloudTrail delivers them'],
    ['homeostat replay trail/ --events --json', 'each event that would have woken a control'],
  ]);
}

async function replay(paths: string[], { config, events, json }: Options): Promise<void> {
  const { controls } = await configured(catalogue, config);
  const result = await replayed(await filesIn(paths), trailReplay(controls, writerRole));
  if (json) {
    printJson(document(result));
  } else {
    print(result, { controls: controls.length, events: events ?? false });
  }
  process.exitCode = result.problems.length > 0 ? exit.couldNot : exit.done;
}

async function replayed(files: readonly string[], fateOf: (record: unknown) => Fate): Promise<Result> {
  const show = progress('files');
  const woken: Woken[] = [];
  const sleepers = new Map<Asleep, Map<string, number>>();
  const problems: { file: string; because: string }[] = [];
  const sum = { files: 0, records: 0, woke: 0 };
  for await (const { file, records, problem } of trailFiles(files)) {
    sum.files += 1;
    sum.records += records.length;
    for (const fate of records.map(fateOf)) {
      if (fate.outcome === 'woke') {
        sum.woke += 1;
        woken.push(...wokenBy(fate));
      } else {
        count(sleepers, fate);
      }
    }
    if (problem !== undefined) {
      problems.push({ file, because: problem });
    }
    show.at(sum.files, files.length);
  }
  show.end();
  return { ...sum, woken, asleep: sleepers, problems };
}

function wokenBy({ call, time, woken }: Extract<Fate, { outcome: 'woke' }>): readonly Woken[] {
  return woken.map(({ control, target: { arn: resource, account, region } }) => ({
    ...{ time, call, control: control.id },
    ...{ resource, account, region },
  }));
}

function count(sleepers: Map<Asleep, Map<string, number>>, { because, call }: Extract<Fate, { outcome: 'asleep' }>) {
  const calls = sleepers.get(because) ?? new Map<string, number>();
  sleepers.set(because, calls.set(call, (calls.get(call) ?? 0) + 1));
}

function document({ files, records, woke, woken, asleep: sleepers, problems }: Result): object {
  const reasons = [...sleepers].map(([because, calls]) => ({
    because,
    says: asleep[because],
    records: total(calls),
    calls: Object.fromEntries(calls),
  }));
  return { files, records, woke, woken, asleep: reasons, problems };
}

function print(result: Result, { controls, events }: { controls: number; events: boolean }): void {
  const { files, records, woke, woken, asleep: sleepers, problems } = result;
  console.log(`${records} records in ${files} files: ${woke} would have woken at least one of ${controls} controls.`);
  printTable(
    ['control', 'events', 'resources', 'calls'],
    byControl(woken).map(([control, some]) => [
      control,
      String(some.length),
      String(new Set(some.map(({ resource }) => resource)).size),
      [...new Set(some.map(({ call }) => call))].toSorted().join(', '),
    ]),
  );
  if (events) {
    printTable(
      ['time', 'call', 'control', 'resource'],
      woken.map(({ time, call, control, resource }) => [time, call, control, resource]),
    );
  }
  console.log(`\nWhy the other ${records - woke} would not:`);
  printTable(
    ['records', 'why', 'most of them'],
    [...sleepers]
      .toSorted(([, a], [, b]) => total(b) - total(a))
      .map(([because, calls]) => [String(total(calls)), asleep[because], mostOf(calls)]),
  );
  for (const { file, because } of problems) {
    console.error(printable(`${file} was left out: ${because}`));
  }
}

function mostOf(calls: ReadonlyMap<string, number>): string {
  const [first, second, third] = [...calls]
    .toSorted(([, a], [, b]) => b - a)
    .map(([call, times]) => `${call} (${times})`);
  return [first, second, third].filter((one) => one !== undefined).join(', ');
}

/** The busiest control first. */
function byControl(woken: readonly Woken[]): readonly (readonly [string, readonly Woken[]])[] {
  const ids = [...new Set(woken.map(({ control }) => control))];
  return ids
    .map((id) => [id, woken.filter(({ control }) => control === id)] as const)
    .toSorted(([, a], [, b]) => b.length - a.length);
}

function total(calls: ReadonlyMap<string, number>): number {
  return [...calls.values()].reduce((sum, times) => sum + times, 0);
}
