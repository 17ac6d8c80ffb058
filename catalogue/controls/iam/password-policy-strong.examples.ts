import type { Change, Example, NonEmpty } from '../../control.ts';
import { type PasswordPolicy, setPolicy } from '../../iam/password-policy.ts';
import type { Account } from './password-policy-strong.ts';

type Write = 'iam:UpdateAccountPasswordPolicy' | 'iam:DeleteAccountPasswordPolicy';

const strong: PasswordPolicy = {
  minimumLength: 14,
  symbols: true,
  numbers: true,
  uppercase: true,
  lowercase: true,
  usersMayChange: true,
  maximumAge: null,
  reusePrevention: 24,
  hardExpiry: false,
};
const weak: PasswordPolicy = { ...strong, minimumLength: 8, symbols: false, maximumAge: 365, reusePrevention: null };
const disruptive = {
  level: 'disruptive',
  because: 'whoever sets a password, and whatever makes users with one, has to meet the stricter rules',
} as const;

const asking = 'Ask for strong passwords in the account';

export const examples: NonEmpty<Example<Account, Write>> = [
  {
    name: 'an account with strong rules',
    state: of(strong),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'an account with stricter rules',
    state: of({ ...strong, minimumLength: 20, maximumAge: 60, hardExpiry: true }),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'an account with weak rules, and one that is stricter',
    state: of(weak),
    plan: {
      outcome: 'change',
      risk: disruptive,
      apply: [setPolicy({ ...strong, maximumAge: 365 }, asking)],
      undo: [setPolicy(weak, 'Give the account its earlier rules for passwords back')],
      after: of({ ...strong, maximumAge: 365 }),
    },
  },
  {
    name: 'an account without rules of its own',
    state: of(null),
    plan: {
      outcome: 'change',
      risk: disruptive,
      apply: [setPolicy({ ...strong, usersMayChange: false }, asking)],
      undo: [deleting()],
      after: of({ ...strong, usersMayChange: false }),
    },
  },
  {
    name: 'an account without rules of its own, where the settings ask for fewer kinds of characters than IAM itself',
    settings: { symbols: false, uppercase: false },
    state: of(null),
    plan: {
      outcome: 'leave',
      because:
        'IAM’s own rules ask for three of the four kinds of characters, and rules of the account with fewer would replace them: set three of symbols, numbers, uppercase and lowercase',
    },
  },
  {
    name: 'an account whose passwords get older than they may',
    settings: { maximumAge: 90 },
    state: of(weak),
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `${disruptive.because}; who has one that is older than 90 days has to change it at the next sign-in`,
      },
      apply: [setPolicy({ ...strong, maximumAge: 90 }, asking)],
      undo: [setPolicy(weak, 'Give the account its earlier rules for passwords back')],
      after: of({ ...strong, maximumAge: 90 }),
    },
  },
  {
    name: 'an account whose passwords get older than they may, and where who is late is shut out',
    settings: { maximumAge: 90 },
    state: of({ ...weak, hardExpiry: true }),
    plan: {
      outcome: 'leave',
      because: 'users whose password is older than 90 days would be shut out: they may not set a new one themselves',
    },
  },
];

function of(policy: PasswordPolicy | null): Account {
  return { account: '111122223333', policy };
}

function deleting(): Change<'iam:DeleteAccountPasswordPolicy'> {
  return { call: 'iam:DeleteAccountPasswordPolicy', input: {}, says: 'Go back to IAM’s own rules for passwords' };
}
