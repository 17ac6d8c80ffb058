import * as z from 'zod';
import type { Output } from '../calls.ts';
import type { Change } from '../control.ts';

/** The password policy of an account. `null` for a number stands for a rule that there is not. */
export const PasswordPolicy = z.object({
  minimumLength: z.number(),
  symbols: z.boolean(),
  numbers: z.boolean(),
  uppercase: z.boolean(),
  lowercase: z.boolean(),
  usersMayChange: z.boolean(),
  maximumAge: z.number().nullable(),
  reusePrevention: z.number().nullable(),
  /** Whether a password that is too old shuts its user out until an administrator helps. */
  hardExpiry: z.boolean(),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;

export function policyOf(answer: Output<'iam:GetAccountPasswordPolicy'> | undefined): PasswordPolicy | null {
  const policy = answer?.PasswordPolicy;
  return policy === undefined
    ? null
    : {
        minimumLength: policy.MinimumPasswordLength ?? 6,
        symbols: policy.RequireSymbols ?? false,
        numbers: policy.RequireNumbers ?? false,
        uppercase: policy.RequireUppercaseCharacters ?? false,
        lowercase: policy.RequireLowercaseCharacters ?? false,
        usersMayChange: policy.AllowUsersToChangePassword ?? false,
        maximumAge: policy.MaxPasswordAge ?? null,
        reusePrevention: policy.PasswordReusePrevention ?? null,
        hardExpiry: policy.HardExpiry ?? false,
      };
}

/** IAM takes a whole policy: what is not named goes back to its default. Source: IAM API reference, UpdateAccountPasswordPolicy. */
export function setPolicy(policy: PasswordPolicy, says: string): Change<'iam:UpdateAccountPasswordPolicy'> {
  const { maximumAge, reusePrevention } = policy;
  return {
    call: 'iam:UpdateAccountPasswordPolicy',
    input: {
      MinimumPasswordLength: policy.minimumLength,
      RequireSymbols: policy.symbols,
      RequireNumbers: policy.numbers,
      RequireUppercaseCharacters: policy.uppercase,
      RequireLowercaseCharacters: policy.lowercase,
      AllowUsersToChangePassword: policy.usersMayChange,
      HardExpiry: policy.hardExpiry,
      ...(maximumAge !== null && { MaxPasswordAge: maximumAge }),
      ...(reusePrevention !== null && { PasswordReusePrevention: reusePrevention }),
    },
    says,
  };
}
