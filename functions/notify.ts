import * as z from 'zod';
import { refreshMessages } from './question/send-slack.ts';
import { traced } from './telemetry.ts';

const Changed = z.object({ detail: z.object({ id: z.string() }) });

/** Brings the messages that show a question up to date: somebody voted, it was decided, or its remediation came to its end. */
export const handler = traced(async (event: unknown): Promise<void> => {
  await refreshMessages(Changed.parse(event).detail.id, new Date());
});
