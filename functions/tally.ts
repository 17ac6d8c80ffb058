import { note } from './aws/changes.ts';
import { count } from './aws/counting.ts';
import { entriesOf } from './aws/history.ts';
import { type Written, writtenIn } from './aws/stream.ts';
import { isMend, type Step, toSafe } from './domain/tally.ts';
import { logger, traced } from './telemetry.ts';

/**
 * Follows the history: tells open pages what changed, and counts it. Behind the table's stream, so that nothing waits for it. A
 * batch that is handed in again is told again and counted once.
 */
export const handler = traced(async (event: unknown): Promise<void> => {
  const written = writtenIn(event);
  await note(written.flatMap(shownBy));
  const steps = await Promise.all(written.flatMap((one) => (one.kind === 'step' ? [timed(one)] : [])));
  await count(steps, new Date());
  logger.info('steps counted', { steps: steps.length });
});

/** What the pages show of it: the remediation itself, and the list that it is or was in. */
function shownBy(written: Written): readonly string[] {
  if (written.kind === 'record') {
    return written.subject === 'EXEMPTION' ? ['exemptions'] : written.subject === 'SWITCH' ? ['pauses'] : [];
  }
  const { before, after } = written;
  const isAsked = [before?.status, after.status].includes('awaiting-approval');
  return [after.id, ...(isAsked ? ['questions'] : [])];
}

async function timed({ before, after }: Step): Promise<Step> {
  return isMend({ before, after }) ? { before, after, toSafe: toSafe(await entriesOf(after.id)) } : { before, after };
}
