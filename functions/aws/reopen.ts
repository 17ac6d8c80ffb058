import { logger } from '../telemetry.ts';
import { type KeptExemption, waitingFor } from './exemptions.ts';
import { judgeAgain } from './workflow.ts';

/** What an exemption held is judged again; once more does no harm, since the same drift starts one remediation. */
export async function reopen({ id, control }: KeptExemption): Promise<void> {
  const waiting = await waitingFor(id);
  for (const { control: of, target, cause } of waiting) {
    await judgeAgain({ control: of, target, cause: { ...cause, id: `${cause.id}#${id}` } });
  }
  logger.info('exemption ended', { exemption: id, control, judgedAgain: waiting.length });
}
