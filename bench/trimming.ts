import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';

type Times = Readonly<{ first: number; later: readonly number[] }>;

/** What trimming took, in milliseconds and bytes. */
export type Trimmed = Readonly<{
  expanding: Times;
  trimming: Times;
  proving: Times;
  /** Of the policy's text. */
  characters: number;
  /** What the evidence tells of, and how many actions are weighed against it. */
  uses: number;
  actions: number;
  /** The most that the process held at any time. */
  memory: number;
}>;

/** Trims a policy as long as IAM takes one against a year of evidence, in a fresh process with nothing else in it. */
export async function trimLongPolicy(): Promise<Trimmed> {
  const folder = mkdtempSync(join(tmpdir(), 'homeostat-trimming-'));
  const outfile = join(folder, 'trimming.mjs');
  try {
    const entry = fileURLToPath(new URL('trimming-child.ts', import.meta.url));
    buildSync({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20' });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
    return JSON.parse(stdout) as Trimmed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
