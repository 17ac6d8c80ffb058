import { bareMend } from './bare.ts';
import { type Bill, billOf } from './cost.ts';
import { memoryOf } from './function.ts';
import { type Look, look, type OwnTime, ownTime, startUps } from './functions.ts';
import { type ScanOfBuckets, scanBuckets } from './scan.ts';
import type { Setting } from './setting.ts';
import { median } from './statistics.ts';
import type { Calls } from './tap.ts';
import { type Trimmed, trimLongPolicy } from './trimming.ts';
import { judgeClosed, mendBucketOnTheWire, mendRoleOnTheWire, type OnTheWire, type Way } from './workflow.ts';

/** Everything that one run measured. Times in milliseconds, money in US dollars. */
export type Measured = Readonly<{
  ways: readonly Way[];
  bucketCalls: Calls;
  role: OnTheWire;
  bare: readonly number[];
  own: OwnTime;
  startUp: Readonly<Record<string, number>>;
  look: Look;
  mendBill: Bill;
  compliantBill: Bill;
  scan: ScanOfBuckets;
  trimmed: Trimmed;
}>;

/** Well below the changes that Homeostat makes in one account within an hour. */
const mends = 20;
const scanned = 1_000;

export async function measure(setting: Setting, say: (line: string) => void): Promise<Measured> {
  say('warming up');
  await mendAndCompare(setting, names('warm-up', 4));
  await mendRoleOnTheWire(setting, 'warm-up');
  say('start-up of each function');
  const startUp = await startUps(setting);
  say('code that is loaded');
  const looked = await look(setting);
  say('own time of the functions');
  const own = await ownTime(setting, { warmUp: 5, measured: 20 });
  // After the pause the processes of the functions have to wake up again.
  await mendAndCompare(setting, names('awake', 2));
  say(`${mends} mends of buckets, and their calls alone`);
  const { mended, bare } = await mendAndCompare(setting, names('mended', mends));
  const ways = mended.map(({ way }) => way);
  const bucketCalls = mended.at(-1)?.calls ?? {};
  say('the mend of a role');
  const role = await mendRoleOnTheWire(setting, 'mended');
  say('events about a closed bucket');
  const compliant = await judgeClosed(setting, 'mended-0', 10);
  say(`a scan of ${scanned} buckets`);
  const scan = await scanBuckets(setting, scanned);
  say('trimming a policy');
  const trimmed = await trimLongPolicy();
  const memoryMb = await memoryOf(setting, 'assess');
  const mendBill = billOf({
    ...middle(ways),
    memoryMb,
    transitions: median(ways.map(({ states }) => states.length)),
    units: looked.units,
    customEvents: 1,
    s3: bucketCalls['S3'] ?? {},
    logBytes: logBytes({ functions: own.logged, invocations: 5, events: median(ways.map(({ events }) => events)) }),
  });
  const compliantBill = billOf({
    ...compliant,
    express: compliant.triage,
    memoryMb,
    transitions: 0,
    units: { read: 0, write: 0 },
    customEvents: 0,
    s3: { GetPublicAccessBlock: 1 },
    logBytes: logBytes({ functions: own.logged / 5, invocations: 1, events: compliant.events }),
  });
  return { ways, bucketCalls, role, bare, own, startUp, look: looked, mendBill, compliantBill, scan, trimmed };
}

/** Mends and bare calls in turns: what else the machine does slows both. */
async function mendAndCompare(setting: Setting, buckets: readonly string[]) {
  const mended: OnTheWire[] = [];
  const bare: number[] = [];
  for (const bucket of buckets) {
    mended.push(await mendBucketOnTheWire(setting, bucket));
    bare.push(await bareMend(setting, `${bucket}-bare`));
  }
  return { mended, bare };
}

/** The middle of what each function and triage took. */
function middle(ways: readonly Way[]): { functions: Record<string, number>; express: number } {
  const states = Object.keys(ways[0]?.functions ?? {});
  const functions = states.map((state) => [state, median(ways.map((way) => way.functions[state] ?? Number.NaN))]);
  return { functions: Object.fromEntries(functions), express: median(ways.map(({ triage }) => triage)) };
}

/** Measured lines of the functions; Lambda's own three lines and a workflow's line for each event are estimated. */
function logBytes({
  functions,
  invocations,
  events,
}: {
  functions: number;
  invocations: number;
  events: number;
}): number {
  return functions + invocations * 900 + events * 400;
}

function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}
