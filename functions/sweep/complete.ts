import pMap from 'p-map';
import * as z from 'zod';
import type { TrimSettings } from '../../catalogue/trim/settings.ts';
import { keepEvidence, keepRow, type PieceKey, pieceOf } from '../aws/evidence.ts';
import { evidenceOf } from '../aws/usage.ts';
import { Principal } from '../domain/swept.ts';
import { completed } from '../domain/trail-calls.ts';
import { isUnused, rowOf } from '../domain/usage-report.ts';
import { trailOf } from './read-marks.ts';
import { type Waking, wake } from './wake.ts';

export interface Completing extends PieceKey, Waking {
  /** The trails that were to be read: regions, or `athena`. */
  readonly trails: readonly string[];
  readonly settings: TrimSettings;
}

/**
 * Adds what the trail tells of the hours that reports lag behind to the evidence of a batch of principals, and writes the report on
 * each. Roles without any use are judged again.
 */
export async function complete(
  completing: Completing,
): Promise<{ readonly principals: number; readonly unused: number }> {
  const { sweep, piece, account, settings, trails } = completing;
  const now = new Date();
  const principals = z.array(Principal).parse(await pieceOf({ sweep, piece }));
  const trail = await trailOf(sweep, trails);
  const known = new Map((await evidenceOf(principals.map(({ arn }) => arn))).map((one) => [one.principal, one]));
  const rows = await pMap(
    principals,
    async (principal) => {
      const reported = known.get(principal.arn);
      // Evidence that no report of this sweep renewed stays as it is.
      const isFresh = reported !== undefined && Date.parse(reported.reportedAt) >= Date.parse(trail.from);
      const evidence = isFresh ? completed(reported, trail, now) : reported;
      if (isFresh && evidence) {
        await keepEvidence(evidence);
      }
      const row = rowOf(account, principal, { evidence, settings, now });
      await keepRow(row);
      return { row, createdAt: principal.createdAt };
    },
    { concurrency: 10 },
  );
  const unused = rows.filter(({ row }) => row.kind === 'role' && isUnused(row, settings.windowDays, now));
  for (const { row, createdAt } of unused) {
    const since = new Date(row.lastActivity ?? createdAt);
    await wake({ ...completing, control: 'iam.role-unused', subject: row.principal, since, now });
  }
  return { principals: principals.length, unused: unused.length };
}
