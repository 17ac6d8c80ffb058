import * as z from 'zod';
import { withoutService } from '../../account-setting.ts';
import { defineControl } from '../../control.ts';
import { missing } from '../../iam/calls.ts';
import { PasswordPolicy, policyOf, setPolicy } from '../../iam/password-policy.ts';
import { examples } from './password-policy-strong.examples.ts';

const Account = z.object({
  account: z.string(),
  /** `null` where IAM's own default holds. */ policy: PasswordPolicy.nullable(),
});
export type Account = z.infer<typeof Account>;

const Settings = z.object({
  minimumLength: z.number().int().min(8).max(128).default(14).describe('How many characters a password has at least'),
  reusePrevention: z
    .number()
    .int()
    .min(1)
    .max(24)
    .default(24)
    .describe('How many earlier passwords may not come again'),
  symbols: z.boolean().default(true).describe('Whether a password has a symbol'),
  numbers: z.boolean().default(true).describe('Whether a password has a digit'),
  uppercase: z.boolean().default(true).describe('Whether a password has a large letter'),
  lowercase: z.boolean().default(true).describe('Whether a password has a small letter'),
  maximumAge: z
    .number()
    .int()
    .min(1)
    .max(1_095)
    .nullable()
    .default(null)
    .describe('After how many days a password has to be changed; where it is null, whatever the account has stays'),
});
type Settings = z.infer<typeof Settings>;

/**
 * What holds where an account has no policy, besides that a password has characters of three of the four kinds, whichever:
 * no policy can say that. Source: IAM user guide, "Default password policy".
 */
const none: PasswordPolicy = {
  minimumLength: 8,
  symbols: false,
  numbers: false,
  uppercase: false,
  lowercase: false,
  usersMayChange: false,
  maximumAge: null,
  reusePrevention: null,
  hardExpiry: false,
};

const account = 'arn:{partition}:iam::{account}:account';

export const passwordPolicyStrong = defineControl({
  id: 'iam.password-policy-strong',
  title: 'Passwords for the console are strong',
  practice: 'least privilege',
  severity: 'medium',
  resources: { 'AWS::::Account': account },
  standards: {
    'Security Hub': ['IAM.7', 'IAM.11', 'IAM.12', 'IAM.13', 'IAM.14', 'IAM.15', 'IAM.16'],
    'CIS AWS Foundations 3.0': ['1.8', '1.9'],
    Prowler: [
      'iam_password_policy_lowercase',
      'iam_password_policy_minimum_length_14',
      'iam_password_policy_number',
      'iam_password_policy_reuse_24',
      'iam_password_policy_symbol',
      'iam_password_policy_uppercase',
    ],
  },
  why: 'A short password is guessed, and one that was used before is in somebody’s list already.',
  impact:
    'Passwords in use stay valid. Whoever changes theirs, and whatever makes users with passwords, has to meet the new rules. Stricter rules of the account stay, and whether users may change their own password stays as it is. IAM users only: IAM Identity Center has rules of its own.',
  triggers: [
    {
      kind: 'api-call',
      service: 'iam',
      events: ['DeleteAccountPasswordPolicy', 'UpdateAccountPasswordPolicy'],
      target: account,
    },
    { kind: 'config-rule', rule: 'iam-password-policy' },
    ...(['IAM.7', 'IAM.11', 'IAM.12', 'IAM.13', 'IAM.14', 'IAM.15', 'IAM.16'] as const).map(
      (control) => ({ kind: 'security-hub', control }) as const,
    ),
  ],
  settings: Settings,
  reads: [{ call: 'iam:GetAccountPasswordPolicy', on: '*', absent: missing }],
  writes: [
    { call: 'iam:UpdateAccountPasswordPolicy', on: '*' },
    { call: 'iam:DeleteAccountPasswordPolicy', on: '*' },
  ],
  gone: withoutService,
  state: Account,

  async *list({ partition, account: id }) {
    yield `arn:${partition}:iam::${id}:account`;
  },

  async read({ account: id }, aws) {
    return { account: id, policy: policyOf(await aws('iam:GetAccountPasswordPolicy', {})) };
  },

  plan(state, settings) {
    const before = state.policy ?? none;
    const wanted = stricter(before, settings);
    if (state.policy !== null && isSame(before, wanted)) {
      return { outcome: 'compliant' };
    }
    if (state.policy === null && kindsIn(wanted) < 3) {
      return {
        outcome: 'leave',
        because: `IAM’s own rules ask for three of the four kinds of characters, and rules of the account with fewer would replace them: set three of symbols, numbers, uppercase and lowercase`,
      };
    }
    const expiring = before.maximumAge !== wanted.maximumAge ? wanted.maximumAge : null;
    if (expiring !== null && (before.hardExpiry || !before.usersMayChange)) {
      return {
        outcome: 'leave',
        because: `users whose password is older than ${expiring} days would be shut out: they may not set a new one themselves`,
      };
    }
    const due =
      expiring === null ? '' : `; who has one that is older than ${expiring} days has to change it at the next sign-in`;
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever sets a password, and whatever makes users with one, has to meet the stricter rules${due}`,
      },
      apply: [setPolicy(wanted, 'Ask for strong passwords in the account')],
      undo: [
        state.policy === null
          ? { call: 'iam:DeleteAccountPasswordPolicy', input: {}, says: 'Go back to IAM’s own rules for passwords' }
          : setPolicy(state.policy, 'Give the account its earlier rules for passwords back'),
      ],
      after: { ...state, policy: wanted },
    };
  },

  examples,
});

/** What both ask for: of each rule the stricter one. */
function stricter(policy: PasswordPolicy, settings: Settings): PasswordPolicy {
  const ages = [policy.maximumAge, settings.maximumAge].filter((age) => age !== null);
  return {
    ...policy,
    minimumLength: Math.max(policy.minimumLength, settings.minimumLength),
    reusePrevention: Math.max(policy.reusePrevention ?? 0, settings.reusePrevention),
    symbols: policy.symbols || settings.symbols,
    numbers: policy.numbers || settings.numbers,
    uppercase: policy.uppercase || settings.uppercase,
    lowercase: policy.lowercase || settings.lowercase,
    maximumAge: ages.length === 0 ? null : Math.min(...ages),
  };
}

function kindsIn({ symbols, numbers, uppercase, lowercase }: PasswordPolicy): number {
  return [symbols, numbers, uppercase, lowercase].filter(Boolean).length;
}

function isSame(one: PasswordPolicy, other: PasswordPolicy): boolean {
  return (Object.keys(one) as (keyof PasswordPolicy)[]).every((name) => one[name] === other[name]);
}
