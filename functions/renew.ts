import { end, runningExemptions } from './aws/exemptions.ts';
import { reopen } from './aws/reopen.ts';
import { traced } from './telemetry.ts';

/** Ends the exemptions whose time has come, and has what they held judged again. Runs every few minutes. */
export const handler = traced(async (): Promise<{ readonly ended: number }> => {
  const now = new Date();
  const due = (await runningExemptions()).filter(({ until }) => new Date(until) <= now);
  for (const exemption of due) {
    await reopen(exemption);
    await end(exemption, { by: 'homeostat', because: 'its time has come', now });
  }
  return { ended: due.length };
});
