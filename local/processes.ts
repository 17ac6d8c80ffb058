import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

export type Command = Readonly<{
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** The file that gets standard output and standard error. */
  log: string;
  cwd?: string;
  /** Called with each line of output as it comes. */
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}>;

export type Daemon = Readonly<{
  pid: number;
  /** Resolves when it has ended, by itself or by `stop`. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}>;

/** A command ended with an error; `tail` are its last lines. */
export class CommandFailed extends Error {
  readonly tail: readonly string[];

  constructor(command: Command, ending: string, tail: readonly string[]) {
    super(`${command.command} ${command.args.slice(0, 3).join(' ')} ${ending}`);
    this.name = 'CommandFailed';
    this.tail = tail;
  }
}

/** Runs a command to its end and returns what it wrote, line by line. */
export async function run(command: Command): Promise<readonly string[]> {
  const lines: string[] = [];
  const child = inOwnGroup(command, ['ignore', 'pipe', 'pipe']);
  const abort = () => signalGroup(child, 'SIGKILL');
  command.signal?.addEventListener('abort', abort, { once: true });
  collect(child, command, lines);
  const ending = await endingOf(child);
  command.signal?.removeEventListener('abort', abort);
  if (ending === 'ended with status 0') return lines;
  throw new CommandFailed(command, command.signal?.aborted ? 'was interrupted' : ending, lines.slice(-15));
}

/** Starts a program that runs until it is stopped, with everything it starts itself in one process group. */
export function startDaemon(command: Command): Daemon {
  const log = openSync(command.log, 'a');
  const child = inOwnGroup(command, ['ignore', log, log]);
  closeSync(log);
  const ended = endingOf(child).then(() => undefined);
  return { pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

function inOwnGroup(command: Command, stdio: ('ignore' | 'pipe' | number)[]): ChildProcess {
  const { args, cwd, env } = command;
  const child = spawn(command.command, args, { env, stdio, detached: true, ...(cwd ? { cwd } : {}) });
  // A group of its own is not ended by the terminal's Ctrl-C nor with this process, so it is ended here.
  const sweep = () => signalGroup(child, 'SIGKILL');
  process.once('exit', sweep);
  child.once('close', () => process.removeListener('exit', sweep));
  return child;
}

function collect(child: ChildProcess, command: Command, lines: string[]): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      appendFileSync(command.log, text);
      const parts = (rest + text).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) accept(line);
    });
    stream?.on('end', () => rest && accept(rest));
  }
  function accept(line: string) {
    lines.push(line);
    command.onLine?.(line);
  }
}

async function endingOf(child: ChildProcess): Promise<string> {
  try {
    const [status, signal] = await once(child, 'close');
    return signal ? `was ended by ${signal}` : `ended with status ${status}`;
  } catch (error) {
    return `could not be started: ${(error as Error).message}`;
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  signalGroup(child, 'SIGTERM');
  const patience = new AbortController();
  await Promise.race([ended, wait(3000, undefined, { signal: patience.signal }).catch(() => undefined)]);
  patience.abort();
  // What the program itself has started may outlive it.
  signalGroup(child, 'SIGKILL');
  await ended;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}
