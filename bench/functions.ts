import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { type FunctionName, functionNames } from '../stacks/names.ts';
import { bundleOf, startUpOf } from './function.ts';
import { mendBy, type Round, type Step, startFunctions, steps, stopFunctions } from './round.ts';
import type { Setting } from './setting.ts';
import { median, sum } from './statistics.ts';

/** Milliseconds of the functions' own work in a mend, the middle of so many rounds. */
export type OwnTime = Readonly<{
  /** Assess, open and apply: from the event to the mended resource. */
  toMended: number;
  each: Readonly<Record<Step, number>>;
  /** Processor time of the three, which counts what was done while a call was under way, too. */
  cpuToMended: number;
  /** The first round in fresh processes, in which the lazily loaded parts are loaded. */
  first: Readonly<Record<Step, number>>;
  /** Bytes that all five write to their logs. */
  logged: number;
}>;

/** From the event to the mended resource; what comes after is off that way. */
export const mending = ['assess', 'open', 'apply'] as const;

export async function ownTime(setting: Setting, rounds: { warmUp: number; measured: number }): Promise<OwnTime> {
  const functions = await startFunctions(setting, 'time');
  try {
    const done: Round[] = [];
    const all = rounds.warmUp + rounds.measured;
    for (let round = 0; round < all; round += 1) done.push(await mendBy(functions, setting, `own-time-${round}`));
    const warm = done.slice(rounds.warmUp);
    const logged = sum(steps.map((step) => functions[step].takeLogged())) / all;
    return {
      toMended: median(warm.map((round) => sum(mending.map((step) => round[step].own)))),
      each: eachStep((step) => median(warm.map((round) => round[step].own))),
      cpuToMended: median(warm.map((round) => sum(mending.map((step) => round[step].cpu)))),
      first: eachStep((step) => done[0]?.[step].own ?? Number.NaN),
      logged,
    };
  } finally {
    stopFunctions(functions);
  }
}

/** Bytes of each file of code that a function was given, and what DynamoDB charges for a mend. */
export type Look = Readonly<{
  code: Readonly<Record<string, Readonly<Record<string, number>>>>;
  units: Readonly<{ read: number; write: number }>;
}>;

/** One mend in fresh processes that note what they load. */
export async function look(setting: Setting): Promise<Look> {
  const functions = await startFunctions(setting, 'look');
  try {
    const round = await mendBy(functions, setting, 'looked-at');
    const units = steps.flatMap((step) => round[step].units);
    if (units.length === 0) throw new Error('DynamoDB did not say how many units a mend takes');
    const code = Object.fromEntries(steps.map((step) => [step, sizes(round[step].loaded, setting)]));
    return { code, units: { read: sum(units.map(({ read }) => read)), write: sum(units.map(({ write }) => write)) } };
  } finally {
    stopFunctions(functions);
  }
}

/** Milliseconds until each function's handler is there, the middle of five fresh processes. */
export async function startUps(setting: Setting): Promise<Readonly<Record<FunctionName, number>>> {
  const found: [FunctionName, number][] = [];
  for (const name of functionNames) {
    const times: number[] = [];
    // The first fills the file system's cache.
    for (let time = 0; time < 6; time += 1) times.push(await startUpOf(setting, name));
    found.push([name, median(times.slice(1))]);
  }
  return Object.fromEntries(found) as Record<FunctionName, number>;
}

function eachStep(of: (step: Step) => number): Readonly<Record<Step, number>> {
  return Object.fromEntries(steps.map((step) => [step, of(step)])) as Record<Step, number>;
}

function sizes(urls: readonly string[], setting: Setting): Readonly<Record<string, number>> {
  const folder = new URL('.', bundleOf(setting, 'assess')).href;
  const ours = urls.filter((url) => url.startsWith(folder));
  return Object.fromEntries(ours.map((url) => [basename(url), statSync(new URL(url)).size]));
}
