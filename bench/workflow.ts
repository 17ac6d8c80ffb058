import { mendRole } from './approve.ts';
import { closedAt, durationOf, functionsOf, pauseOf, statesOf } from './history.ts';
import { judgeBucket, type Mended, mendBucket } from './mend.ts';
import type { Setting } from './setting.ts';
import { median, sum } from './statistics.ts';
import type { Calls } from './tap.ts';

/** Where the time of one mend went, in milliseconds from `PutEvents` to the end in the history. */
export type Wall = Readonly<{
  whole: number;
  /** The emulator's pauses at the start of the two executions. */
  pauses: number;
  /** The functions' invocations, calls to AWS and the emulator's part of the invocation included. */
  functions: number;
  /** Rules, states and everything else of the emulator. */
  rest: number;
}>;

/** One mend as the workflows saw it. */
export type Way = Readonly<{
  states: readonly string[];
  events: number;
  wall: Wall;
  functions: Readonly<Record<string, number>>;
  /** Milliseconds of the Express execution, the emulator's pause left out. */
  triage: number;
}>;

export type OnTheWire = Readonly<{ calls: Calls; way: Way }>;

/** The mend of a fresh bucket. */
export async function mendBucketOnTheWire(setting: Setting, name: string): Promise<OnTheWire> {
  await setting.tap.take();
  const way = wayOf(await mendBucket(setting, name));
  return { way, calls: await setting.tap.take() };
}

/** The mend of a role, which a person approves in between. */
export async function mendRoleOnTheWire(setting: Setting, name: string): Promise<OnTheWire> {
  await setting.tap.take();
  const way = wayOf(await mendRole(setting, name));
  return { way, calls: await setting.tap.take() };
}

/** Events about one bucket that is closed: what triage takes to say so. */
export async function judgeClosed(
  setting: Setting,
  bucket: string,
  times: number,
): Promise<Pick<Way, 'functions' | 'triage' | 'events'>> {
  const runs = [];
  for (let time = 0; time < times; time += 1) runs.push(await judgeBucket(setting, bucket));
  return {
    functions: { Assess: median(runs.map((run) => functionsOf(run)['Assess'] ?? Number.NaN)) },
    triage: median(runs.map((run) => durationOf(run) - pauseOf(run))),
    events: median(runs.map((run) => run.length)),
  };
}

function wayOf({ putAt, triage, remediate }: Mended): Way {
  const functions = { ...functionsOf(triage), ...functionsOf(remediate) };
  const whole = closedAt(remediate) - putAt;
  const pauses = pauseOf(triage) + pauseOf(remediate);
  const inFunctions = sum(Object.values(functions));
  return {
    states: statesOf(remediate),
    events: triage.length + remediate.length,
    wall: { whole, pauses, functions: inFunctions, rest: whole - pauses - inFunctions },
    functions,
    triage: durationOf(triage) - pauseOf(triage),
  };
}
