import pMap from 'p-map';
import { logger } from '../telemetry.ts';
import { waitingFor } from './exemptions.ts';
import { judgeAgain } from './workflow.ts';

/** An exemption or a stop that held findings. */
export interface Held {
  readonly id: string;
  /** What it was about, for the log. */
  readonly what: string;
}

/** What an exemption or a stop held is judged again; once more does no harm, since the same drift starts one remediation. */
export async function reopen({ id, what }: Held): Promise<void> {
  const waiting = await waitingFor(id);
  const again = ({ control, target, cause }: (typeof waiting)[number]) =>
    judgeAgain({ control, target, cause: { ...cause, id: `${cause.id}#${id}` } });
  await pMap(waiting, again, { concurrency: 10 });
  logger.info('what was held is judged again', { heldBy: id, what, judgedAgain: waiting.length });
}
