import { spawnSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotStart } from '../failure.ts';
import { type Daemon, run, startDaemon } from '../processes.ts';

/** The same version as in requirements.txt. */
const image = 'docker.io/ministackorg/ministack:1.5.33';

/** MiniStack as it is served here; its folder holds what it imports. */
export const application = fileURLToPath(new URL('ministack_with_trail.py', import.meta.url));

export type Served = Readonly<{
  /** Where the emulator listens. */
  port: number;
  /** The port in the URLs that it hands out. */
  publicPort: number;
  environment: Readonly<Record<string, string>>;
  log: string;
}>;

/** The emulator from its container image, for a machine without Python. */
export async function startContainer(served: Served): Promise<Daemon> {
  const engine = findEngine();
  if (!engine) {
    throw new CannotStart(
      'The emulator needs Python 3.10 or newer (with venv) or a running container engine, and neither was found.',
      'Install Python from python.org or the system (on Debian and Ubuntu: apt install python3-venv), or start Docker, Podman or Finch.',
    );
  }
  await pull(engine, served.log);
  const name = `homeostat-emulator-${served.publicPort}`;
  const args = containerArguments({ served, name, sharesNetwork: process.platform === 'linux' });
  const daemon = startDaemon({ command: engine, args, env: process.env, log: served.log });
  const remove = () => spawnSync(engine, ['rm', '--force', name], { stdio: 'ignore' });
  return { ...daemon, stop: () => daemon.stop().then(() => void remove()) };
}

/** The engine's arguments; on Linux the container shares the host's network, elsewhere it cannot. */
export function containerArguments({ served, name, sharesNetwork }: ContainerPlace): readonly string[] {
  const { port, publicPort, environment } = served;
  const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const network = sharesNetwork ? ['--network', 'host'] : ['--publish', `127.0.0.1:${port}:${port}`];
  // Functions inside the container call the public port: without the host's network the emulator has to be there too.
  const binds = sharesNetwork ? [`127.0.0.1:${port}`] : [`0.0.0.0:${port}`, `0.0.0.0:${publicPort}`];
  // Where the file stands in this repository, seen from the emulator's folder.
  const known = `${fileURLToPath(new URL('../../catalogue/trim', import.meta.url))}:/catalogue/trim:ro`;
  const volume = ['--volume', `${dirname(application)}:/opt/emulator:ro`, '--volume', known];
  const start = ['run', '--rm', '--init', '--name', name, ...network, ...variables, ...volume];
  return [
    ...start,
    '--entrypoint',
    'python',
    image,
    ...serverArguments(`/opt/emulator/${basename(application)}`, binds),
  ];
}

/** Python's arguments that serve the application in this file at these addresses. */
export function serverArguments(file: string, binds: readonly string[]): readonly string[] {
  // Without workers hypercorn serves in the process itself, which starts faster than a child of it.
  const server = ['-m', 'hypercorn', `${file}:app`, '--workers', '0', '--keep-alive', '75'];
  return [...server, ...binds.flatMap((bind) => ['--bind', bind])];
}

async function pull(engine: string, log: string): Promise<void> {
  if (spawnSync(engine, ['image', 'inspect', image], { stdio: 'ignore' }).status === 0) return;
  await run({ command: engine, args: ['pull', image], env: process.env, log }).catch(() => {
    throw new CannotStart(
      `The emulator's image ${image} could not be downloaded.`,
      `Check the connection, or install Python 3.10 or newer to do without containers. All of its output: ${log}`,
    );
  });
}

type ContainerPlace = Readonly<{ served: Served; name: string; sharesNetwork: boolean }>;

function findEngine(): string | undefined {
  return ['docker', 'podman', 'finch'].find((engine) => spawnSync(engine, ['info'], { stdio: 'ignore' }).status === 0);
}
