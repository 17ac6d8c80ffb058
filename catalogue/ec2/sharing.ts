import * as z from 'zod';

/** With whom a snapshot or an image is shared besides the account it belongs to. */
export const Sharing = z.object({
  everybody: z.boolean(),
  /** Accounts by their number, organizations and their units by their ARN; sorted. */
  others: z.array(z.string()),
});
export type Sharing = z.infer<typeof Sharing>;

export const Trusted = z.object({
  trusted: z
    .array(
      z
        .string()
        .regex(
          /^(\d{12}|arn:aws[a-z-]*:organizations::\d{12}:(organization|ou)\/[\w/-]+)$/,
          'name an account by its number, an organization or a unit by its ARN',
        ),
    )
    .default([])
    .describe(
      'Accounts, and ARNs of organizations and their units, that may be shared with; once it names any, whatever is shared with others is taken back. While it is empty, only sharing with everybody is',
    ),
});
export type Trusted = z.infer<typeof Trusted>;

/** What of it has to go. */
export function excess({ everybody, others }: Sharing, account: string, { trusted }: Trusted): Sharing {
  return {
    everybody,
    others: trusted.length === 0 ? [] : others.filter((other) => other !== account && !trusted.includes(other)),
  };
}

export function isNone({ everybody, others }: Sharing): boolean {
  return !everybody && others.length === 0;
}

export function without(sharing: Sharing, gone: Sharing): Sharing {
  return {
    everybody: sharing.everybody && !gone.everybody,
    others: sharing.others.filter((other) => !gone.others.includes(other)),
  };
}

/** `everybody and 444455556666` */
export function whom({ everybody, others }: Sharing): string {
  return [...(everybody ? ['everybody'] : []), ...others].join(' and ');
}
