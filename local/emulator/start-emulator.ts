import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { CannotStart } from '../failure.ts';
import { freePort } from '../ports.ts';
import { type Daemon, startDaemon } from '../processes.ts';
import { application, type Served, serverArguments, startContainer } from './container.ts';
import { pythonWithEmulator } from './environment.ts';
import { findPython } from './python.ts';

export type Emulator = Readonly<{
  url: string;
  /** Absent when the emulator is somebody else's. */
  pid?: number;
  /** Resolves when it has ended, by itself or by `stop`. */
  ended: Promise<void>;
  stop: () => Promise<void>;
}>;

export type EmulatorOptions = Readonly<{
  /** The port in the URLs that the emulator hands out, where its functions find it. */
  publicPort: number;
  venv: string;
  log: string;
  /** Where it unpacks functions; gone when it has stopped. */
  scratch: string;
  signal?: AbortSignal;
}>;

/** Gets and starts MiniStack on a port of its own; ready when this resolves. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { publicPort, log } = options;
  const served = { port: await freePort(), publicPort, log, environment: settings(publicPort) };
  const python = findPython();
  const daemon = python ? await startInPython(python, served, options) : await startContainer(served);
  const url = `http://127.0.0.1:${served.port}`;
  try {
    await ready(url, daemon, { log, signal: options.signal });
  } catch (error) {
    await daemon.stop();
    throw error;
  }
  const stop = () => daemon.stop().then(() => rmSync(options.scratch, { recursive: true, force: true }));
  return { url, pid: daemon.pid, ended: daemon.ended, stop };
}

/** The emulator that AWS_ENDPOINT_URL names: nothing to start, nothing to stop. */
export async function useEmulator(url: string): Promise<Emulator> {
  await fetch(url, { signal: AbortSignal.timeout(5000) }).catch(() => {
    throw new CannotStart(
      `AWS_ENDPOINT_URL is ${url}, and nothing answers there.`,
      'Start that emulator first, or unset AWS_ENDPOINT_URL to get one that starts by itself.',
    );
  });
  return { url: url.replace(/\/+$/, ''), ended: new Promise(() => {}), stop: async () => {} };
}

function settings(publicPort: number): Readonly<Record<string, string>> {
  return {
    GATEWAY_PORT: String(publicPort),
    // Policies are enforced as in an account, so that what Homeostat may do is what its roles say.
    AUTH: process.env['HOMEOSTAT_IAM'] === 'off' ? 'false' : 'true',
    MINISTACK_REGION: 'us-east-1',
    LOG_LEVEL: 'INFO',
    PERSIST_STATE: '0',
    S3_PERSIST: '0',
    // Listeners on ports of their own that nothing here uses.
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
  };
}

async function startInPython(python: string, served: Served, options: EmulatorOptions): Promise<Daemon> {
  const { venv, log, scratch, signal } = options;
  const inside = await pythonWithEmulator({
    python,
    directory: venv,
    log: join(dirname(log), 'install.log'),
    ...(signal ? { signal } : {}),
  });
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  // Its workers are CommonJS files, which the ES modules of the project around this folder must not make them forget.
  writeFileSync(join(scratch, 'package.json'), '{"type":"commonjs"}');
  const args = serverArguments(application, [`127.0.0.1:${served.port}`]);
  return startDaemon({ command: inside, args, env: environmentFor(served, scratch), log });
}

/** Few variables: the functions that run inside inherit them, and a stray AWS_* or NODE_OPTIONS would change them. */
function environmentFor(served: Served, scratch: string): NodeJS.ProcessEnv {
  const kept = ['HOME', 'LANG', 'USER'] as const;
  const inherited = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  // Functions run with the `node` that is found first.
  const path = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`;
  // The files of ours that Python loads would leave their bytecode in the source tree.
  const python = { PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };
  return { ...inherited, PATH: path, TMPDIR: scratch, ...python, ...served.environment };
}

async function ready(url: string, daemon: Daemon, { log, signal }: { log: string; signal?: AbortSignal | undefined }) {
  let over = false;
  daemon.ended.then(() => (over = true));
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !over; await wait(50)) {
    signal?.throwIfAborted();
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    if (answer?.ok) return;
  }
  const what = over ? 'ended while it was starting' : 'did not answer within a minute';
  throw new CannotStart(`The emulator ${what}.`, `Its last words are in ${log}.`);
}
