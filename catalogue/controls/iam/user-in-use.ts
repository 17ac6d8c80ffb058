import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { missing } from '../../iam/calls.ts';
import { Days, dayOf, isUnused, timeOf } from '../../iam/unused.ts';
import { userArn, userOf, userReads, users, userTarget } from '../../iam/user.ts';

const User = z.object({
  user: z.string(),
  /** `null` where the user has none and cannot sign in to the console. `lastUsedAt` is `null` where nobody signed in with it. */
  password: z.object({ createdAt: z.string(), lastUsedAt: z.string().nullable() }).nullable(),
});
type User = z.infer<typeof User>;

const Settings = z.object({
  days: Days.describe('For how many days a user may not sign in to the console before the password is removed'),
});

/** In the examples. */
const made = { createdAt: '2024-03-04T05:06:07.000Z' };

/**
 * IAM has no way to suspend a password: to remove it is what the console does, too, when it "disables console access".
 * Nobody can read it, so no undo can set it again: the mend is irreversible, and a person always decides. Refusing the user
 * everything by a policy could be undone, but would take away what their access keys and sessions are used for, and the
 * password would still be there.
 */
export const userInUse = defineControl({
  id: 'iam.user-in-use',
  title: 'Users who do not sign in have no password',
  practice: 'least privilege',
  severity: 'medium',
  standards: {
    'Security Hub': ['IAM.8', 'IAM.22'],
    'CIS AWS Foundations 3.0': ['1.12'],
    Prowler: ['iam_user_console_access_unused'],
  },
  why: 'A password that nobody uses is one that nobody misses: whoever guesses it, or finds it where its owner used it too, signs in unnoticed.',
  impact:
    'The user can no longer sign in to the console. Access keys, MFA devices, groups and policies stay. The password is gone for good; an administrator can set a new one at any time. A password that an administrator set anew counts from the last sign-in all the same, as IAM does not tell when that was. Put users for emergencies, who hardly ever sign in, under “protect”.',
  triggers: [
    { kind: 'api-call', service: 'iam', events: ['CreateLoginProfile'], target: userTarget },
    { kind: 'config-rule', rule: 'iam-user-unused-credentials-check' },
    { kind: 'security-hub', control: 'IAM.8' },
    { kind: 'security-hub', control: 'IAM.22' },
  ],
  settings: Settings,
  ...users,
  reads: [{ call: 'iam:GetLoginProfile', on: userArn, absent: missing }, ...userReads],
  writes: [{ call: 'iam:DeleteLoginProfile', on: userArn }],
  state: User,

  async read(target, aws) {
    const user = userOf(target);
    const profile = (await aws('iam:GetLoginProfile', { UserName: user }))?.LoginProfile;
    if (profile === undefined) {
      return { user, password: null };
    }
    const { PasswordLastUsed } = (await aws('iam:GetUser', { UserName: user }))?.User ?? {};
    return {
      user,
      password: {
        createdAt: timeOf(profile.CreateDate),
        lastUsedAt: PasswordLastUsed === undefined ? null : PasswordLastUsed.toISOString(),
      },
    };
  },

  plan({ user, password }, { days }, now) {
    if (password === null || !isUnused(password, days, now)) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'irreversible', because: `nobody can set the same password again; ${said(user, password)}` },
      apply: [remove(user)],
      after: { user, password: null },
    };
  },

  examples: [
    {
      name: 'a user who signed in last week',
      state: { user: 'anna', password: { ...made, lastUsedAt: '2025-12-25T08:00:00.000Z' } },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user who cannot sign in',
      state: { user: 'backup', password: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a new user who did not sign in yet',
      state: { user: 'ben', password: { createdAt: '2025-12-30T09:00:00.000Z', lastUsedAt: null } },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a new password of a user who had one before and used it',
      state: {
        user: 'ben',
        password: { createdAt: '2025-12-30T09:00:00.000Z', lastUsedAt: '2024-05-01T08:00:00.000Z' },
      },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user who no longer signs in',
      state: { user: 'clara', password: { ...made, lastUsedAt: '2025-06-01T08:00:00.000Z' } },
      plan: {
        outcome: 'change',
        risk: {
          level: 'irreversible',
          because: 'nobody can set the same password again; clara last signed in on 2025-06-01',
        },
        apply: [remove('clara')],
        after: { user: 'clara', password: null },
      },
    },
    {
      name: 'a user who never signed in',
      state: { user: 'dora', password: { ...made, lastUsedAt: null } },
      plan: {
        outcome: 'change',
        risk: {
          level: 'irreversible',
          because:
            'nobody can set the same password again; dora never signed in with the password that was made on 2024-03-04',
        },
        apply: [remove('dora')],
        after: { user: 'dora', password: null },
      },
    },
  ],
});

function said(user: string, { createdAt, lastUsedAt }: NonNullable<User['password']>): string {
  return lastUsedAt === null
    ? `${user} never signed in with the password that was made on ${dayOf(createdAt)}`
    : `${user} last signed in on ${dayOf(lastUsedAt)}`;
}

function remove(UserName: string): Change<'iam:DeleteLoginProfile'> {
  return {
    call: 'iam:DeleteLoginProfile',
    input: { UserName },
    says: `Remove the password of ${UserName} for the console`,
  };
}
