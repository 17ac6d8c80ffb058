import * as z from 'zod';
import { type Caller, defineControl, type Target } from '../../control.ts';
import { partsOf } from '../../iam/arn.ts';
import { missing } from '../../iam/calls.ts';
import { deactivation } from '../../iam/deactivation.ts';
import { keeperOf } from '../../iam/plan-grants.ts';
import { roleArn, roleReads, roles } from '../../iam/role.ts';
import { spelling } from '../../iam/spelling.ts';
import { dayOf, isUnused, timeOf } from '../../iam/unused.ts';
import { tagsOf } from '../../tags.ts';
import { type Evidence, usesIn } from '../../trim/evidence.ts';
import { optedOutByTag } from '../../trim/opt-out.ts';
import { TrimSettings } from '../../trim/settings.ts';

const Role = z.object({
  role: z.string(),
  arn: z.string(),
  createdAt: z.string(),
  /** `null` where neither IAM, which looks back 400 days, nor what Homeostat gathered tells of a use. */
  lastUsed: z.object({ at: z.string(), says: z.string() }).nullable(),
  /** Why it is left as it is, used or not, each a clause. */
  kept: z.array(z.string()),
  /** The text of the inline policy that deactivates it; `null` where it has none of that name. */
  deactivation: z.string().nullable(),
});
type Role = z.infer<typeof Role>;

const Settings = TrimSettings.pick({ windowDays: true });

/** In the examples. */
const made = { createdAt: '2024-03-04T05:06:07.000Z', kept: [], deactivation: null };
const account = 'arn:aws:iam::111122223333';

/**
 * Its drift is made by no call, but by time: Homeostat's sweep over what principals use wakes it up. Deleting an unused role
 * would be for good, and detaching its policies hard to take back; one policy that denies everything is neither.
 */
export const roleUnused = defineControl({
  id: 'iam.role-unused',
  title: 'Roles that nobody uses are deactivated',
  practice: 'least privilege',
  severity: 'medium',
  standards: { 'IAM Access Analyzer': ['UnusedIAMRole'] },
  why: 'A role that nobody uses is watched by nobody: whoever finds a way into it has all that it was once given, and no one to wonder.',
  impact:
    'Whoever takes the role is refused everything from then on, by one inline policy that denies. Nothing else of the role changes: its policies, its trust and its tags stay. Whoever is refused something gets it back at once. Put roles for emergencies, which hardly anybody ever takes, under “protect”, or tag them.',
  triggers: [{ kind: 'sweep' }],
  settings: Settings,
  ...roles,
  reads: [
    ...roleReads,
    { call: 'iam:GetRolePolicy', on: roleArn, absent: missing },
    { call: 'homeostat:GetUsage', on: '*', absent: ['NoUsage'] },
  ],
  writes: [
    { call: 'iam:PutRolePolicy', on: roleArn },
    { call: 'iam:DeleteRolePolicy', on: roleArn },
  ],
  watches: true,
  state: Role,

  async read(target, aws) {
    const { name, path } = partsOf(target.arn);
    const [found, text, evidence] = await Promise.all([
      aws('iam:GetRole', { RoleName: name }),
      aws('iam:GetRolePolicy', { RoleName: name, PolicyName: deactivation.name }),
      gatheredOf(target, aws),
    ]);
    const now = new Date();
    return {
      role: name,
      arn: target.arn,
      createdAt: timeOf(found?.Role?.CreateDate),
      lastUsed: lastUse(found?.Role?.RoleLastUsed?.LastUsedDate, evidence),
      kept: [
        keeperOf({ type: 'role', name, path }),
        optedOutByTag(`role ${name}`, tagsOf(found?.Role?.Tags), now),
        ...evidence.map(({ isComplete }) => (isComplete ? undefined : 'what it was used for is not known completely')),
      ].filter((reason) => reason !== undefined),
      deactivation: text?.PolicyDocument === undefined ? null : decodeURIComponent(text.PolicyDocument),
    };
  },

  plan(state, { windowDays }, now) {
    const { role, arn, createdAt, lastUsed, kept } = state;
    const lastUsedAt = lastUsed?.at ?? null;
    if (state.deactivation === deactivation.document || !isUnused({ createdAt, lastUsedAt }, windowDays, now)) {
      return { outcome: 'compliant' };
    }
    if (state.deactivation !== null) {
      return {
        outcome: 'leave',
        because: `role ${role} has an inline policy ${deactivation.name} that somebody else wrote`,
      };
    }
    if (kept.length > 0) {
      return { outcome: 'leave', because: `${said(state)}, and it stays: ${kept.join('; ')}` };
    }
    const says = `Deactivate role ${role} with inline policy ${deactivation.name}, which denies everything`;
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: `whoever takes the role is refused everything; ${said(state)}` },
      apply: [spelling.role.put(role, deactivation, says)],
      undo: [
        {
          ...spelling.role.remove(role, deactivation.name, `Delete inline policy ${deactivation.name} of role ${role}`),
          undoes: 0,
        },
      ],
      watch: [{ principal: arn, actions: ['*'], days: 90 }],
      asks: true,
      after: { ...state, deactivation: deactivation.document },
    };
  },

  restores: (state) => state.deactivation,

  fixed: (state) => state.deactivation,

  examples: [
    {
      name: 'a role that was used last week',
      state: role('app', { lastUsed: { at: '2025-12-24T08:00:00.000Z', says: 'IAM' } }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a new role that nobody used yet',
      state: role('app', { createdAt: '2025-12-24T08:00:00.000Z', lastUsed: null }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a role that is deactivated',
      state: role('app', { lastUsed: null, deactivation: deactivation.document }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a role that nobody used for half a year',
      state: role('app', { lastUsed: { at: '2025-06-01T08:00:00.000Z', says: 'IAM' } }),
      plan: drift('app', 'role app was last used on 2025-06-01, says IAM', {
        lastUsed: { at: '2025-06-01T08:00:00.000Z', says: 'IAM' },
      }),
    },
    {
      name: 'a role that nobody ever used',
      state: role('app', { lastUsed: null }),
      plan: drift('app', 'nobody was ever seen to use role app, which was made on 2024-03-04', { lastUsed: null }),
    },
    {
      name: 'a role that nobody used for half a year, where that may be so for a year',
      settings: { windowDays: 365 },
      state: role('app', { lastUsed: { at: '2025-06-01T08:00:00.000Z', says: 'IAM' } }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a role that somebody keeps for a while',
      state: role('restore', {
        lastUsed: null,
        kept: ['ann@example.com keeps the permissions of role restore until 2026-06-30, says its tag'],
      }),
      plan: {
        outcome: 'leave',
        because:
          'nobody was ever seen to use role restore, which was made on 2024-03-04, and it stays: ann@example.com keeps the permissions of role restore until 2026-06-30, says its tag',
      },
    },
    {
      name: 'a role of an AWS service',
      state: role('AWSServiceRoleForSupport', {
        lastUsed: null,
        kept: [
          'role AWSServiceRoleForSupport is kept by AWS (path /aws-service-role/support.amazonaws.com/), which alone can change it',
        ],
      }),
      plan: {
        outcome: 'leave',
        because:
          'nobody was ever seen to use role AWSServiceRoleForSupport, which was made on 2024-03-04, and it stays: role AWSServiceRoleForSupport is kept by AWS (path /aws-service-role/support.amazonaws.com/), which alone can change it',
      },
    },
    {
      name: 'a role with a policy of that name that somebody else wrote',
      state: role('app', { lastUsed: null, deactivation: '{"Version":"2012-10-17","Statement":[]}' }),
      plan: {
        outcome: 'leave',
        because: 'role app has an inline policy HomeostatDeactivated that somebody else wrote',
      },
    },
  ],
});

/** What Homeostat's sweeps gathered of its use; nothing where there is no deployment. */
async function gatheredOf({ account, arn }: Target, aws: Caller<'homeostat:GetUsage'>): Promise<readonly Evidence[]> {
  return (await aws('homeostat:GetUsage', { account, subject: arn, principals: [arn] }))?.evidence ?? [];
}

/** The later of what IAM and the sweeps know. */
function lastUse(byIam: Date | undefined, evidence: readonly Evidence[]): Role['lastUsed'] {
  const gathered = usesIn(evidence).latest;
  const known = [
    ...(byIam === undefined ? [] : [{ at: byIam.toISOString(), says: 'IAM' }]),
    ...(gathered === undefined ? [] : [{ at: gathered.at, says: gathered.source }]),
  ];
  return known.toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

function said({ role: name, createdAt, lastUsed }: Role): string {
  return lastUsed === null
    ? `nobody was ever seen to use role ${name}, which was made on ${dayOf(createdAt)}`
    : `role ${name} was last used on ${dayOf(lastUsed.at)}, says ${lastUsed.says}`;
}

/** In the examples. */
function role(name: string, state: Partial<Role> & Pick<Role, 'lastUsed'>): Role {
  return { role: name, arn: `${account}:role/${name}`, ...made, ...state };
}

/** In the examples. */
function drift(name: string, because: string, state: Pick<Role, 'lastUsed'>) {
  const says = `Deactivate role ${name} with inline policy HomeostatDeactivated, which denies everything`;
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever takes the role is refused everything; ${because}` },
    apply: [spelling.role.put(name, deactivation, says)],
    undo: [
      {
        ...spelling.role.remove(
          name,
          'HomeostatDeactivated',
          `Delete inline policy HomeostatDeactivated of role ${name}`,
        ),
        undoes: 0,
      },
    ],
    watch: [{ principal: `${account}:role/${name}`, actions: ['*'], days: 90 }],
    asks: true,
    after: role(name, { ...state, deactivation: deactivation.document }),
  } as const;
}
