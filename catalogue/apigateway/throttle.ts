import * as z from 'zod';
import type { Reversible } from '../control.ts';

/** What a stage lets through: requests a second on average, and how many at once. */
export const Limits = z.object({ rate: z.number(), burst: z.number() });
export type Limits = z.infer<typeof Limits>;

/** An account has 10,000 and 5,000 in a region by default, for all of its APIs together: half of it leaves room for the others. */
export const MostSettings = z.object({
  rate: z.number().positive().default(5_000).describe('Most requests a second that a stage may let through'),
  burst: z.number().int().positive().default(2_500).describe('Most requests that a stage may let through at once'),
});

/** API Gateway's word for no limit. */
export const unlimited = -1;

export function isWithin({ rate, burst }: Limits, most: Limits): boolean {
  return isLimited(rate, most.rate) && isLimited(burst, most.burst);
}

/** Each limit that is strict enough stays as it is, a limit of zero, which stops all traffic, included. */
export function strictest({ rate, burst }: Limits, most: Limits): Limits {
  return {
    rate: isLimited(rate, most.rate) ? rate : most.rate,
    burst: isLimited(burst, most.burst) ? burst : most.burst,
  };
}

export function sentenceOf({ rate, burst }: Limits): string {
  return `${rate === unlimited ? 'any number of' : rate} requests a second and ${burst === unlimited ? 'any number' : burst} at once`;
}

export function riskOf(limits: Limits): Reversible {
  return { level: 'disruptive', because: `whoever asks for more than ${sentenceOf(limits)} gets 429 for the rest` };
}

function isLimited(limit: number, most: number): boolean {
  return limit !== unlimited && limit <= most;
}
