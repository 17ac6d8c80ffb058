import type { OwnCalls } from './usage.ts';

/** Whether Homeostat answers a call itself: AWS never hears of it, and no permission is needed for it. */
export function isOwnCall(call: string): call is keyof OwnCalls {
  return call.startsWith('homeostat:');
}
