import * as z from 'zod';
import type { Place } from './place.ts';

/** The settings by which a judgement knows the owner's own beyond the account; `trusted` says what trust means to the control. */
export function ownerSettings(trusted: string) {
  return {
    trusted: z
      .array(z.string().regex(/^\d{12}$/))
      .default([])
      .describe(trusted),
    organization: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/)
      .nullable()
      .default(null)
      .describe('The owner’s organization; without it, nobody knows whose an organization in a condition is'),
  };
}

interface Owner {
  readonly trusted: readonly string[];
  readonly organization: string | null;
}

/** Where a policy is, to an owner who said who is trusted. */
export function placeOf(
  { service, account }: Pick<Place, 'service' | 'account'>,
  { trusted, organization }: Owner,
): Place {
  return { service, account, trusted, organization: organization ?? undefined };
}
