import { itemized, totalOf } from './cost.ts';
import { mending } from './functions.ts';
import type { Measured } from './measure.ts';
import type { Row } from './report.ts';
import { median, p95, sum } from './statistics.ts';
import { type Calls, listed, total } from './tap.ts';
import type { Wall, Way } from './workflow.ts';

/** The figures of one run, in the order in which they are read. */
export function rowsOf(measured: Measured): readonly Row[] {
  return [
    ...callRows('S3 mend', 'S3', measured.bucketCalls, '≤ 4'),
    ...callRows('IAM mend', 'IAM', measured.role.calls, ''),
    ...timeRows(measured),
    ...startRows(measured),
    ...wallRows(measured),
    ...costRows(measured),
    ...scanRows(measured),
    ...trimRows(measured),
  ];
}

function callRows(mend: string, service: string, calls: Calls, goal: string): readonly Row[] {
  const others = Object.keys(calls)
    .filter((name) => name !== service)
    .sort();
  return [
    row(`${mend}: ${service} calls`, String(total(calls, service)), goal, listed(calls, service)),
    ...others.map((other) => row(`${mend}: ${other} calls`, String(total(calls, other)), '', listed(calls, other))),
  ];
}

function timeRows({ own }: Measured): readonly Row[] {
  const { verify, close } = own.each;
  const [warm, first] = [own.each, own.first].map((took) =>
    mending.map((step) => `${step} ${ms(took[step])}`).join(', '),
  );
  const note = `${warm}; after it verify ${ms(verify)}, close ${ms(close)}; processor time of the first three ${ms(own.cpuToMended)}`;
  return [
    row('own time to mended, warm', ms(own.toMended), '60 ms', note),
    row(
      'own time to mended, first event',
      ms(sum(mending.map((step) => own.first[step]))),
      '',
      `${first}: in processes that have just started, which load the clients of S3 and STS now`,
    ),
  ];
}

function startRows({ startUp, look }: Measured): readonly Row[] {
  const starts = Object.entries(startUp).map(([name, time]) => row(`start-up of ${name}`, ms(time), '100 ms', ''));
  const sizes = Object.entries(look.code).map(([name, files]) => [name, sum(Object.values(files))] as const);
  const most = Math.max(...sizes.map(([, bytes]) => bytes));
  const note = sizes.map(([name, bytes]) => `${name} ${mb(bytes)}`).join(', ');
  return [...starts, row('code loaded for an S3 event, at most', mb(most), '1 MB', note)];
}

function wallRows({ ways, bare, role, own }: Measured): readonly Row[] {
  const walls = ways.map(({ wall }) => wall);
  const middle = (part: keyof Wall) => median(walls.map((wall) => wall[part]));
  const whole = walls.map((wall) => wall.whole);
  const states = ways[0]?.states ?? [];
  const withoutPauses = median(walls.map((wall) => wall.whole - wall.pauses));
  const shares = [
    `the emulator's pauses ${ms(middle('pauses'))}`,
    `functions ${ms(middle('functions'))} (${functionTimes(ways)}; of all that, own time ${ms(sum(Object.values(own.each)))})`,
    `rules and states ${ms(middle('rest'))}`,
  ].join(', ');
  return [
    row(
      'state transitions of an S3 mend',
      String(states.length),
      '8',
      `${states.join(', ')}; triage is Express, which is not billed by them`,
    ),
    row('state transitions of an IAM mend', String(role.way.states.length), '', role.way.states.join(', ')),
    row('PutEvents to closed, median', seconds(median(whole)), '0.5 s', `${whole.length} mends; ${shares}`),
    row('PutEvents to closed, 95 of 100', seconds(p95(whole)), '', ''),
    row(
      'the same without those pauses',
      seconds(withoutPauses),
      '',
      'it sleeps 0.15 s at the start of each of the two executions; AWS does not',
    ),
    row(
      'its S3 calls alone',
      ms(median(bare)),
      '',
      'by the SDK, warm, straight to the emulator: no event, plan, record, lease or credentials',
    ),
    row(
      'the mend, in such calls',
      `${(median(whole) / median(bare)).toFixed(0)} ×`,
      '',
      `without the pauses ${(withoutPauses / median(bare)).toFixed(0)} ×`,
    ),
  ];
}

function functionTimes(ways: readonly Way[]): string {
  const names = Object.keys(ways[0]?.functions ?? {});
  return names.map((name) => `${name} ${ms(median(ways.map((way) => way.functions[name] ?? Number.NaN)))}`).join(', ');
}

function costRows({ mendBill, compliantBill, look }: Measured): readonly Row[] {
  const million = (dollars: number) => `$${(dollars * 1e6).toFixed(2)}`;
  return [
    row(
      'a million S3 mends',
      million(totalOf(mendBill)),
      '',
      `in $: ${itemized(mendBill, 1e6)}; DynamoDB units each: ${look.units.write} written, ${look.units.read} read`,
    ),
    row('a million irrelevant events', '$0.00', '', 'no rule matches them, and events of AWS are free'),
    row(
      'a million events found compliant',
      million(totalOf(compliantBill)),
      '',
      `in $: ${itemized(compliantBill, 1e6)}`,
    ),
  ];
}

function scanRows({ scan }: Measured): readonly Row[] {
  const { buckets, controls, checks, calls, distinct, unshared, took, unread } = scan;
  const note = `${controls} controls, ${checks} checks, ${unread} not read; ${unshared} where each control reads for itself`;
  return [
    row(`scan of ${buckets} buckets: AWS calls`, String(calls), `≤ ${distinct} distinct`, note),
    row('the same, each', ms(took / calls), '', `${seconds(took)} against the emulator, 24 resources at a time`),
  ];
}

function trimRows({ trimmed }: Measured): readonly Row[] {
  const { expanding, trimming, proving, characters, uses, actions, memory } = trimmed;
  const first = (time: number) => `in a process that has just started ${ms(time)}`;
  const what = `${actions} actions against ${uses} uses of a year; ${first(trimming.first)}; its proof ${ms(median(proving.later))}`;
  return [
    row(`trimming a policy of ${characters} characters`, ms(median(trimming.later)), '50 ms', what),
    row('expanding *', ms(median(expanding.later)), '100 ms', first(expanding.first)),
    row('memory of the process that did it', mb(memory), '256 MB', 'at most, Node itself included'),
  ];
}

function row(figure: string, measured: string, goal: string, note: string): Row {
  return { figure, measured, goal, note };
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
