import { makeOpenBucket } from './bucket.ts';
import { bucketOpened, delivered } from './event.ts';
import { type Mode, type Running, startFunction, type Told } from './function.ts';
import type { Setting } from './setting.ts';

/** The functions on the way of a mend, in their order. */
export const steps = ['assess', 'open', 'apply', 'verify', 'close'] as const;
export type Step = (typeof steps)[number];
export type Round = Readonly<Record<Step, Told>>;
export type Functions = Readonly<Record<Step, Running>>;

export async function startFunctions(setting: Setting, mode: Mode): Promise<Functions> {
  const started: [Step, Running][] = [];
  for (const step of steps) started.push([step, await startFunction(setting, step, mode)]);
  return Object.fromEntries(started) as Functions;
}

/** One mend of a fresh bucket by the functions themselves, each given what the workflows give it. */
export async function mendBy(functions: Functions, setting: Setting, Bucket: string): Promise<Round> {
  await makeOpenBucket(setting, Bucket);
  const assess = await functions.assess.invoke(delivered(bucketOpened(Bucket)));
  const [finding] = (assess.output as { drifts: readonly unknown[] }).drifts;
  const open = await functions.open.invoke({ finding, settled: false });
  const { action, head, reread } = open.output as Record<'action' | 'head' | 'reread', unknown>;
  if (action !== 'apply') throw new Error(`the mend of ${Bucket} was not let through: ${JSON.stringify(open.output)}`);
  const apply = await functions.apply.invoke({ finding, head, reread, approval: null });
  const verify = await functions.verify.invoke({ finding });
  const { calls, undo } = apply.output as Record<'calls' | 'undo', unknown>;
  const detail = {
    approval: null,
    applied: { calls, undo, at: new Date().toISOString() },
    verified: verify.output,
    execution: 'bench',
  };
  const close = await functions.close.invoke({ finding, status: 'remediated', because: 'it was read back', detail });
  return { assess, open, apply, verify, close };
}

export function stopFunctions(functions: Functions): void {
  for (const running of Object.values(functions)) running.stop();
}
