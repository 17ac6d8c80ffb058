import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { controlById } from '../catalogue/index.ts';
import type { Send } from '../functions/aws/sender.ts';
import { Change, Target, Verdict } from '../functions/domain/finding.ts';
import type { Look, Mended } from '../functions/mend.ts';
import { exit, Problem } from './exit.ts';

/** What the command keeps of a mend in a file: enough to tell what was done, and to take it back. */
const MendRecord = z.object({
  control: z.string(),
  target: Target,
  settings: z.unknown(),
  readAt: z.string(),
  state: z.unknown(),
  verdict: Verdict,
  /** ISO 8601 UTC; absent while it is not known whether the calls were made. */
  mendedAt: z.string().optional(),
  /** The calls that take it back, with what AWS answered filled in; null where it is irreversible. */
  undo: z.array(Change).nullable().optional(),
  /** The state that was read back; absent where it was not. */
  readBack: z.unknown().optional(),
  undoneAt: z.string().optional(),
});
export type MendRecord = z.infer<typeof MendRecord>;

/** Where a mend's record goes: a name that tells what and when, in a folder. */
export function recordFile(folder: string, { control, readAt }: Look): string {
  return join(folder, `${readAt.replaceAll(/[:.]/g, '-')}-${control.id}.json`);
}

export function recordOf({ control, target, settings, readAt, state, verdict }: Look, mended?: Mended): MendRecord {
  if (verdict === undefined) {
    throw new TypeError(`${target.arn} is as it should be`);
  }
  return {
    ...{ control: control.id, target, settings, readAt, state, verdict },
    ...(mended && { mendedAt: new Date().toISOString(), undo: mended.undo === null ? null : [...mended.undo] }),
  };
}

/** Only its owner reads it: it holds what was read of the resource. */
export function keep(file: string, record: MendRecord): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
}

/** @throws {Problem} where the file is no record of a mend. */
export function recalled(file: string): MendRecord {
  try {
    return MendRecord.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new Problem(exit.badUsage, `${file} is no record of a mend: ${(error as Error).message}`);
  }
}

/** The mend as it was looked at, to be taken back. */
export function lookAgain({ control: id, ...record }: MendRecord, send: Send): Look {
  const control = controlById(id);
  if (control === undefined) {
    throw new Problem(exit.badUsage, `There is no control ${id} in this version of Homeostat.`);
  }
  return { ...record, control, send };
}
