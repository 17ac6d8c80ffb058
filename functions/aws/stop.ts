import type { Finding } from '../domain/finding.ts';
import { pausedBy, Stopped, saysPaused } from '../domain/switches.ts';
import { inForce } from './in-force.ts';
import type { Send } from './sender.ts';

/** A look at the switches counts for this long: a stop holds everything well within five seconds. */
const freshMs = 1_000;

export interface Watched {
  /** Looks whether the change may go on, unless somebody just did. @throws {Stopped} where it may not. */
  readonly look: () => Promise<void>;
  /** Makes calls, and looks before each of them. */
  readonly minding: (send: Send) => Send;
}

/** Keeps an eye on the switches while a change is made. */
export function stopWatch(finding: Pick<Finding, 'control' | 'target'>): Watched {
  let seenAt = Number.NEGATIVE_INFINITY;
  const look = async () => {
    const at = performance.now();
    if (at - seenAt < freshMs) {
      return;
    }
    const pause = pausedBy((await inForce()).pauses, finding);
    if (pause !== undefined) {
      throw new Stopped(saysPaused(pause), pause.id);
    }
    seenAt = at;
  };
  return {
    look,
    minding: (send) => async (request) => {
      await look();
      return send(request);
    },
  };
}
