import { setTimeout as wait } from 'node:timers/promises';
import type { Control } from '../../catalogue/control.ts';
import type { Send } from './sender.ts';

/** In milliseconds: a minute and a half, which with the calls themselves fits into the time that applying a plan has. */
const usualWaits = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000];

/**
 * Makes a control's calls, and tries one again for as long as AWS refuses it because the resource is busy: a table is not
 * ready when CloudTrail tells of its creation. Every other error is thrown at once.
 */
export function patiently(send: Send, { writes }: Control, waits: readonly number[] = usualWaits): Send {
  return async (request) => {
    const busy = writes.flatMap(({ call, busy: names = [] }) => (call === request.call ? names : []));
    return attempt(() => send(request), busy, waits);
  };
}

async function attempt<T>(
  call: () => Promise<T>,
  busy: readonly string[],
  [next, ...later]: readonly number[],
): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (next === undefined || !(error instanceof Error) || !busy.includes(error.name)) {
      throw error;
    }
  }
  await wait(next);
  return attempt(call, busy, later);
}
