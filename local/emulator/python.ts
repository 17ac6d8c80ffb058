import { spawnSync } from 'node:child_process';

const candidates = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

// A Debian Python without python3-venv has no ensurepip and cannot make a virtual environment.
const probe = 'import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)';

/** The command of a Python 3.10 or newer that can make virtual environments, if there is one. */
export function findPython(): string | undefined {
  return candidates.find((command) => spawnSync(command, ['-c', probe], { stdio: 'ignore' }).status === 0);
}
