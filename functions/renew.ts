import { end, runningExemptions } from './aws/exemptions.ts';
import { reopen } from './aws/reopen.ts';
import { settle } from './aws/switches.ts';
import { traced } from './telemetry.ts';

/** Ends the exemptions whose time has come, and has judged again what they, and stops that have ended, held. Runs every few minutes. */
export const handler = traced(async (): Promise<{ readonly ended: number }> => {
  const now = new Date();
  const due = (await runningExemptions()).filter(({ until }) => new Date(until) <= now);
  for (const exemption of due) {
    await reopen({ id: exemption.id, what: exemption.control });
    await end(exemption, { by: 'homeostat', because: 'its time has come', now });
  }
  return { ended: due.length + (await settle(now)) };
});
