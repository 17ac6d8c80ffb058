import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CannotStart } from './failure.ts';
import { CommandFailed, run } from './processes.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = [
  'console/src',
  'console/public',
  'console/index.html',
  'console/tsconfig.json',
  'console/vite.config.ts',
  'functions/question/diff.ts',
  'statemachines/remediate.asl.json',
  'package-lock.json',
];

export type Building = Readonly<{ directory: string; signal?: AbortSignal }>;

/** Builds the operators' page where anything that it is made of changed since it was last built here. */
export async function buildConsole({ directory, signal }: Building): Promise<void> {
  const [note, digest] = [join(directory, 'console.sha256'), digestOfSources()];
  const isBuilt = existsSync(join(root, 'console/dist/index.html')) && existsSync(note);
  if (isBuilt && readFileSync(note, 'utf8') === digest) return;
  const log = join(directory, 'console.log');
  const args = [join(root, 'node_modules/vite/bin/vite.js'), 'build', 'console', '--logLevel', 'warn'];
  // Whoever starts this, a test too, gets the page that is deployed.
  const env = { ...process.env, NODE_ENV: 'production' };
  try {
    await run({ command: process.execPath, args, cwd: root, env, log, ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof CommandFailed ? notBuilt(error, log) : error;
  }
  writeFileSync(note, digest);
}

/** One digest over all sources, with their names. */
function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesIn).sort()) {
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function filesIn(path: string): readonly string[] {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path), { withFileTypes: true }).flatMap(({ name }) => filesIn(join(path, name)));
}

function notBuilt({ tail }: CommandFailed, log: string): Error {
  return new CannotStart(`The console could not be built:\n${tail.join('\n')}`, `All of it is in ${log}.`);
}
