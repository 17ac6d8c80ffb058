import type { Send } from '../functions/aws/sender.ts';
import { Stopped } from '../functions/domain/switches.ts';
import type { Look } from '../functions/mend.ts';
import { isDeployedHere } from './connect.ts';
import { exit, Problem } from './exit.ts';

/** Puts something before each call that changes. */
export type Minding = (send: Send) => Send;

/**
 * What stops Homeostat stops the command, too, where Homeostat is deployed in the account and region of the caller's
 * credentials: it looks before the first call, and before each further one.
 * @throws {Problem} where changes are stopped, or that cannot be told.
 */
export async function minding({ control, target }: Look, looks: boolean): Promise<Minding> {
  if (!looks || !(await isDeployedHere())) {
    return (send) => send;
  }
  const { stopWatch } = await import('../functions/aws/stop.ts');
  const watch = stopWatch({ control: control.id, target });
  try {
    await watch.look();
  } catch (error) {
    const because =
      error instanceof Stopped ? error.message : `whether changes are stopped could not be read: ${error}`;
    throw new Problem(error instanceof Stopped ? exit.no : exit.couldNot, `Nothing was changed: ${because}.`);
  }
  return watch.minding;
}
