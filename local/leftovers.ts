import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { CannotStart } from './failure.ts';

/** The processes of a run, as it notes them down for the next one. */
const Run = z.object({ pid: z.number(), emulator: z.number().optional(), startedAt: z.string() });
export type Run = z.infer<typeof Run>;

export function noteRun(file: string, run: Run): void {
  writeFileSync(file, JSON.stringify(run));
}

export function forgetRun(file: string): void {
  rmSync(file, { force: true });
}

/** Says which processes an earlier run has left, and how to end them. */
export function insistOnNoLeftovers(file: string): void {
  const run = readRun(file);
  if (!run) return;
  if (isRunning(run.pid, /node|tsx/)) {
    throw new CannotStart(
      `The local cloud that was started at ${run.startedAt} is still running here (process ${run.pid}).`,
      `End it with Ctrl-C where it runs, or with: kill ${run.pid}`,
    );
  }
  if (run.emulator && isRunning(run.emulator, /ministack|docker|podman|finch/)) {
    throw new CannotStart(
      `The emulator of a run that did not end cleanly is still there (process ${run.emulator}).`,
      `End it, with all it has started, with: kill -- -${run.emulator}`,
    );
  }
  forgetRun(file);
}

function readRun(file: string): Run | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return Run.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A number can belong to another program by now, so its command has to fit. */
function isRunning(pid: number, command: RegExp): boolean {
  if (pid === process.pid) return false;
  return command.test(spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '');
}
