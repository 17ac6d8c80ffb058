import type { Check } from './control.ts';

/** What was checked of a plan, as whoever decides about it reads it. */
export function saysCheck({ check, by, holds, says }: Check): string {
  return `${holds ? 'Yes' : 'No'}: ${check}. ${by}: ${says}`;
}

/** Why a plan is none, a clause: something that was checked of it does not hold. Undefined where all of it does. */
export function unproven(proof: readonly Check[]): string | undefined {
  const flaws = proof.flatMap(({ check, by, holds, says }) => (holds ? [] : [`${check}: no, says ${by}: ${says}`]));
  return flaws.length === 0 ? undefined : `its proof does not hold: ${flaws.join('; ')}`;
}
