import type { Target } from '../control.ts';

/** RDS keeps every name in small letters; a caller, and so CloudTrail, may write it as they like. */
export async function inSmallLetters({ arn }: Target): Promise<string> {
  return arn.toLowerCase();
}

export function nameIn({ arn }: Pick<Target, 'arn'>): string {
  // The name of an automated snapshot has a colon in it.
  return arn.split(':').slice(6).join(':');
}
