import * as z from 'zod';
import { Role } from './access.ts';
import { ModesAllowed } from './switches.ts';

const account = z.string().regex(/^(\*|\d{12})$/, 'an account has 12 digits; * stands for all');

/** Another provider than the user pool that the stack makes. Where it is reached, its own discovery document says. */
const Provider = z.strictObject({
  issuer: z.url({ protocol: /^https$/, error: 'an issuer is an https address' }),
  clientId: z.string().min(1),
  /** Name of the secret in Secrets Manager that holds the client's secret, as it is. Change it there at any time. */
  clientSecretName: z.string().min(1),
});

/** The page that operators work with, and who may do what there. Without it, none is made. */
export const Console = z.strictObject({
  /** `cognito` makes a user pool with a second factor; otherwise any OpenID Connect provider. */
  signIn: z.union([z.literal('cognito'), Provider]).default('cognito'),
  /** Which claim of the ID token names the groups of a person. */
  groupsClaim: z.string().min(1).default('cognito:groups'),
  /** What each group gives. A person has what their groups give together, each role only where it was given. */
  access: z
    .array(
      z.strictObject({
        group: z.string().min(1),
        roles: z.array(Role).min(1),
        accounts: z.array(account).min(1).default(['*']),
      }),
    )
    .min(1)
    .default(Role.options.map((role) => ({ group: `homeostat-${role}`, roles: [role], accounts: ['*'] }))),
  /** A session ends after this time, however much it is used, and after the other one without any use. */
  sessionHours: z.number().min(0.1).max(24).default(12),
  idleMinutes: z.number().min(1).max(720).default(60),
  /**
   * Some providers never say whether a mail address is verified. Where nobody can choose their own there, `true` takes it
   * without; otherwise whoever chose an approver's address would be that approver.
   */
  trustsMail: z.boolean().default(false),
  /** Whether the mode of a control, as an admin sets it at run time, may only lower what the policy says, set anything, or nothing. */
  modes: ModesAllowed.default('narrower'),
  /** Where people open it, if not at API Gateway's own address: a domain that leads there. */
  url: z.url({ protocol: /^https$/, error: 'an https address' }).optional(),
});
export type Console = z.infer<typeof Console>;

/** What does not fit together in what a configuration says about the console. */
export function consoleProblems({
  console,
  accounts,
}: {
  readonly console?: Console | undefined;
  readonly accounts: readonly { readonly id: string }[];
}): readonly { readonly path: (string | number)[]; readonly message: string }[] {
  const known = ['*', ...accounts.map(({ id }) => id)];
  return (console?.access ?? []).flatMap(({ accounts: named }, index) =>
    named
      .filter((one) => !known.includes(one))
      .map((one) => ({
        path: ['console', 'access', index, 'accounts'],
        message: `Homeostat does not look after the account ${one}`,
      })),
  );
}

/** What admins may do to modes at run time; where there is no console, those that were set may only lower what the policy says. */
export function modesAllowed({ console }: { readonly console?: Console | undefined }): ModesAllowed {
  return console?.modes ?? 'narrower';
}
