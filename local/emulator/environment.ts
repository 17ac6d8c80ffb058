import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotStart } from '../failure.ts';
import { CommandFailed, run } from '../processes.ts';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

type Installation = Readonly<{ python: string; directory: string; log: string; signal?: AbortSignal }>;

/**
 * The Python of a virtual environment in `directory` that holds exactly what requirements.txt names.
 * An environment that is there already is taken when it was made from the same requirements.
 */
export async function pythonWithEmulator(installation: Installation): Promise<string> {
  const { directory } = installation;
  const python = join(directory, 'bin', 'python');
  const stamp = join(directory, 'requirements.sha256');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  await install(installation, python);
  writeFileSync(stamp, wanted);
  return python;
}

/** True when nothing has to be downloaded. */
export function isInstalled(directory: string): boolean {
  return existsSync(join(directory, 'requirements.sha256'));
}

async function install({ python, directory, log, signal }: Installation, inside: string): Promise<void> {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  const common = { env: process.env, log, ...(signal ? { signal } : {}) };
  const pip = ['-m', 'pip', 'install', '--require-hashes', '--disable-pip-version-check', '--no-input'];
  try {
    await run({ ...common, command: python, args: ['-m', 'venv', directory] });
    await run({ ...common, command: inside, args: [...pip, '-r', requirements] });
  } catch (error) {
    throw error instanceof CommandFailed ? notInstalled(error, log) : error;
  }
}

function notInstalled(error: CommandFailed, log: string): CannotStart {
  const reason = error.tail.findLast((line) => /error/i.test(line)) ?? error.message;
  return new CannotStart(
    `The emulator (MiniStack) could not be installed from the Python package index: ${reason.trim()}`,
    `Check the connection (HTTPS_PROXY, PIP_INDEX_URL) and start again, or let AWS_ENDPOINT_URL name an emulator that runs already. All of pip's output: ${log}`,
  );
}
