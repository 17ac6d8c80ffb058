import * as z from 'zod';
import { chainFlaws } from './chain.ts';
import { digest } from './digest.ts';
import { genesis } from './history.ts';
import type { ModeSet, Pause } from './switches.ts';

/** What happened to a switch: kept in the history like everything else, each record with the hash of the one before. */
export const SwitchRecord = z.object({
  /** A stop's id, or a mode's `<control>#<account>`. */
  subject: z.string(),
  sequence: z.int().positive(),
  /** ISO 8601 UTC. */
  at: z.string(),
  event: z.enum(['paused', 'resumed', 'mode-set']),
  by: z.string(),
  because: z.string(),
  /** The whole stop or mode as it is now, as JSON text: the hash is over these very bytes. */
  detail: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type SwitchRecord = z.infer<typeof SwitchRecord>;

/** The last record before this one; none for the first. */
export interface Before {
  readonly sequence: number;
  readonly tip: string;
}

export function paused(pause: Pause): SwitchRecord {
  const { id: subject, at, by, reason: because } = pause;
  return follow(undefined, { subject, at, event: 'paused', by, because, detail: JSON.stringify(pause) });
}

/** @throws {TypeError} where the stop has not ended. */
export function resumed(pause: Pause, tip: string): SwitchRecord {
  const { id: subject, endedAt: at, endedBy: by, endedBecause: because } = pause;
  if (at === null || by === null || because === null) {
    throw new TypeError(`${subject} has not ended`);
  }
  const record = { subject, at, event: 'resumed' as const, by, because, detail: JSON.stringify(pause) };
  return follow({ sequence: 1, tip }, record);
}

export function modeSet(mode: ModeSet, before: Before | undefined): SwitchRecord {
  const { at, by, reason: because } = mode;
  return follow(before, { subject: modeKey(mode), at, event: 'mode-set', by, because, detail: JSON.stringify(mode) });
}

function modeKey({ control, account }: Pick<ModeSet, 'control' | 'account'>): string {
  return `${control}#${account}`;
}

/** What is wrong with the records of one switch, oldest first; nothing where they are whole. */
export function switchFlaws(records: readonly SwitchRecord[]): readonly string[] {
  return chainFlaws(records, hashOf);
}

function follow(
  before: Before | undefined,
  record: Omit<SwitchRecord, 'sequence' | 'previous' | 'hash'>,
): SwitchRecord {
  const whole = { ...record, sequence: (before?.sequence ?? 0) + 1, previous: before?.tip ?? genesis };
  return { ...whole, hash: hashOf(whole) };
}

function hashOf(record: Omit<SwitchRecord, 'hash'>): string {
  const { subject, sequence, at, event, by, because, detail, previous } = record;
  return digest({ subject, sequence, at, event, by, because, detail, previous });
}
