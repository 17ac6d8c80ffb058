import * as z from 'zod';
import { chainFlaws } from './chain.ts';
import { digest } from './digest.ts';
import type { Exemption } from './exemption.ts';
import { genesis } from './history.ts';

/** What happened to an exemption: kept in the history like everything else, each record with the hash of the one before. */
export const ExemptionRecord = z.object({
  exemption: z.string(),
  sequence: z.int().positive(),
  /** ISO 8601 UTC. */
  at: z.string(),
  event: z.enum(['made', 'ended']),
  by: z.string(),
  because: z.string(),
  /** The whole exemption, as JSON text: the hash is over these very bytes. */
  detail: z.string(),
  previous: z.string(),
  hash: z.string(),
});
export type ExemptionRecord = z.infer<typeof ExemptionRecord>;

export function made(exemption: Exemption, at: string): ExemptionRecord {
  const { id, owner: by, reason: because } = exemption;
  const detail = JSON.stringify(exemption);
  return sealed({ exemption: id, sequence: 1, at, event: 'made', by, because, detail, previous: genesis });
}

export interface Ending {
  readonly exemption: Exemption;
  readonly tip: string;
  readonly by: string;
  readonly because: string;
  readonly at: string;
}

export function ended({ exemption, tip, by, because, at }: Ending): ExemptionRecord {
  const detail = JSON.stringify(exemption);
  return sealed({ exemption: exemption.id, sequence: 2, at, event: 'ended', by, because, detail, previous: tip });
}

/** What is wrong with the records of one exemption, oldest first; nothing where they are whole. */
export function recordFlaws(records: readonly ExemptionRecord[]): readonly string[] {
  return chainFlaws(records, hashOf);
}

function sealed(record: Omit<ExemptionRecord, 'hash'>): ExemptionRecord {
  return { ...record, hash: hashOf(record) };
}

function hashOf(record: Omit<ExemptionRecord, 'hash'>): string {
  const { exemption, sequence, at, event, by, because, detail, previous } = record;
  return digest({ exemption, sequence, at, event, by, because, detail, previous });
}
