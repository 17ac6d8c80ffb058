import * as z from 'zod';
import { announceQuestion } from './aws/announce.ts';
import { inputOf } from './aws/workflow.ts';
import { handler as close } from './close.ts';
import { Finding } from './domain/finding.ts';
import { count, logger, traced } from './telemetry.ts';

/** An execution of the remediate workflow that ended in another way than its own. */
const Ended = z.object({
  detail: z.object({
    status: z.enum(['FAILED', 'TIMED_OUT', 'ABORTED']),
    executionArn: z.string(),
    input: z.string().nullish(),
  }),
});

/** Writes the end of an execution that could not write it itself: aborted, timed out, or cut off from the history. */
export const handler = traced(async (event: unknown): Promise<void> => {
  const { status, executionArn, input } = Ended.parse(event).detail;
  // EventBridge leaves a large input out.
  const finding = Finding.parse(JSON.parse(input ?? (await inputOf(executionArn))));
  const closed = await close({
    finding,
    status: 'failed',
    because: `its workflow ended as ${status} without a word`,
    detail: { execution: executionArn },
  });
  // Its workflow did not come as far as to tell of the end.
  await announceQuestion(finding.id);
  count('Reconciled', { status });
  logger.warn('execution reconciled', { remediation: finding.id, execution: executionArn, status: closed.status });
});
