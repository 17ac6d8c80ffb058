import * as z from 'zod';
import { settingsOf } from './config.ts';
import { controlById } from './controls.ts';
import { Finding } from './domain/finding.ts';
import { NotYetThere, StillUnderWay, shows, takesMinutes } from './domain/shows.ts';
import { environment } from './environment.ts';
import { examinable } from './examine/examinable.ts';
import { readState } from './read.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({ finding: Finding });

export interface Verified {
  /** The state that was read back. */
  readonly state: unknown;
  readonly at: string;
}

/**
 * Reads the resource back: a mend is verified when its control says so, an undo when the earlier state is there again.
 * @throws {NotYetThere} while the resource does not show it; AWS is eventually consistent.
 * @throws {StillUnderWay} instead, where AWS takes minutes.
 */
const readBack = traced(async (input: unknown): Promise<Verified> => {
  const { finding } = Input.parse(input);
  const control = await controlById(finding.control);
  if (control === undefined || finding.verdict.outcome !== 'change') {
    throw new Error(`there is nothing to verify for ${finding.control}`);
  }
  const { target, undoes, verdict } = finding;
  const readAt = new Date().toISOString();
  const state = await readState(control, target);
  const { after, apply } = verdict.plan;
  if (!shows({ control, target, settings: settingsOf(control), state, readAt, after, isUndo: undoes !== undefined })) {
    const Waiting = takesMinutes(control, apply) ? StillUnderWay : NotYetThere;
    throw new Waiting('the resource does not show the change yet');
  }
  logger.info('resource read back', { control: finding.control, resource: finding.target.arn });
  return { state, at: new Date().toISOString() };
});

export const handler = examinable(readBack, async () => {
  const { examineRoles } = await import('./examine/roles.ts');
  return examineRoles('verify', [environment.readerRole]);
});
