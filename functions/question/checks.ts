import type { Check } from '../domain/finding.ts';

/** What was checked of a plan, as whoever decides about it reads it. */
export function saysCheck({ check, by, holds, says }: Check): string {
  return `${holds ? 'Yes' : 'No'}: ${check}. ${by}: ${says}`;
}
