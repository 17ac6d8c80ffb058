import * as z from 'zod';
import { type Caller, type Change, defineControl } from '../../control.ts';
import { everyPage } from '../../iam/pages.ts';
import { Days, dayOf, isUnused, timeOf } from '../../iam/unused.ts';
import { userArn, userOf, userReads, users, userTarget } from '../../iam/user.ts';

const Key = z.object({
  id: z.string(),
  isActive: z.boolean(),
  createdAt: z.string(),
  /**
   * `null` where it was never used, and not read of a key that is inactive anyway. `lately` within the days that the
   * settings name: which time exactly would make every plan for the user’s other key stale.
   */
  lastUsed: z.union([
    z.literal('lately'),
    z.object({ at: z.string(), service: z.string(), region: z.string() }),
    z.null(),
  ]),
});
type Key = z.infer<typeof Key>;

const User = z.object({ user: z.string(), keys: z.array(Key) });

const Settings = z.object({
  days: Days.describe('For how many days nobody may use a key before it is deactivated'),
});

export const accessKeyInUse = defineControl({
  id: 'iam.access-key-in-use',
  title: 'Access keys that nobody uses are inactive',
  practice: 'least privilege',
  severity: 'medium',
  standards: {
    'Security Hub': ['IAM.8', 'IAM.22'],
    'CIS AWS Foundations 3.0': ['1.12'],
    Prowler: ['iam_user_accesskey_unused'],
  },
  why: 'A key that nobody uses is a key that nobody misses: when it leaks, its owner does not notice, and it opens whatever it opened on its best day.',
  impact:
    'Calls with the key are refused from then on. The key stays, and can be made active again at any time. What runs less often than the days that the settings name, a restore or a yearly report, loses its key; put keys for emergencies under “protect”.',
  triggers: [
    {
      kind: 'api-call',
      service: 'iam',
      events: ['CreateAccessKey'],
      target: 'arn:{partition}:iam::{account}:user/{responseElements.accessKey.userName}',
    },
    { kind: 'api-call', service: 'iam', events: ['UpdateAccessKey'], target: userTarget },
    { kind: 'config-rule', rule: 'iam-user-unused-credentials-check' },
    { kind: 'security-hub', control: 'IAM.8' },
    { kind: 'security-hub', control: 'IAM.22' },
  ],
  settings: Settings,
  ...users,
  reads: [{ call: 'iam:ListAccessKeys', on: userArn }, { call: 'iam:GetAccessKeyLastUsed', on: userArn }, ...userReads],
  writes: [{ call: 'iam:UpdateAccessKey', on: userArn }],
  state: User,

  async read(target, aws, { days }) {
    const user = userOf(target);
    const pages = await everyPage((Marker) => aws('iam:ListAccessKeys', { UserName: user, Marker }));
    const keys = pages.flatMap(({ AccessKeyMetadata = [] }) => AccessKeyMetadata);
    return {
      user,
      keys: await Promise.all(
        keys.map(async ({ AccessKeyId: id = '', Status, CreateDate }) => ({
          id,
          isActive: Status === 'Active',
          createdAt: timeOf(CreateDate),
          lastUsed: Status === 'Active' ? await lastUse(id, days, aws) : null,
        })),
      ),
    };
  },

  plan({ user, keys }, { days }, now) {
    const unused = keys.filter(
      ({ isActive, createdAt, lastUsed }) =>
        isActive && lastUsed !== 'lately' && isUnused({ createdAt, lastUsedAt: lastUsed?.at ?? null }, days, now),
    );
    const [first, ...others] = unused.map((key) => set(user, key, 'Inactive', `Deactivate ${nameOf(user, key)}`));
    const [last, ...more] = unused.map((key, undoes) => ({
      ...set(user, key, 'Active', `Activate ${nameOf(user, key)} again`),
      undoes,
    }));
    if (first === undefined || last === undefined) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: `whatever still calls with it is refused: ${unused.map(said).join('; ')}` },
      apply: [first, ...others],
      undo: [last, ...more],
      after: {
        user,
        keys: keys.map((key) => (unused.includes(key) ? { ...key, isActive: false, lastUsed: null } : key)),
      },
    };
  },

  /** A key that was used meanwhile is the same key. */
  restores({ user, keys }) {
    return { user, keys: keys.map(({ id, isActive }) => ({ id, isActive })) };
  },

  examples: [
    {
      name: 'a user with a key in use',
      state: { user: 'backup', keys: [key('1', 'lately')] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user without keys',
      state: { user: 'anna', keys: [] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user with a new key that was not used yet, and an old one that is inactive',
      state: {
        user: 'backup',
        keys: [
          { ...key('1', null), createdAt: '2025-12-30T09:00:00.000Z' },
          { ...key('2', null), isActive: false },
        ],
      },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user with a key in use, and one that is used no more',
      state: { user: 'backup', keys: [key('1', 'lately'), key('2', '2025-06-01')] },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whatever still calls with it is refused: AKIAIOSFODNN7EXAMPL2 was last used on 2025-06-01, with s3 in eu-central-1',
        },
        apply: [set('backup', key('2', null), 'Inactive', 'Deactivate the access key AKIAIOSFODNN7EXAMPL2 of backup')],
        undo: [
          {
            ...set('backup', key('2', null), 'Active', 'Activate the access key AKIAIOSFODNN7EXAMPL2 of backup again'),
            undoes: 0,
          },
        ],
        after: { user: 'backup', keys: [key('1', 'lately'), { ...key('2', null), isActive: false }] },
      },
    },
    {
      name: 'a user with a key that was never used',
      state: { user: 'setup', keys: [key('3', null)] },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whatever still calls with it is refused: AKIAIOSFODNN7EXAMPL3 was never used since it was made on 2024-03-04',
        },
        apply: [set('setup', key('3', null), 'Inactive', 'Deactivate the access key AKIAIOSFODNN7EXAMPL3 of setup')],
        undo: [
          {
            ...set('setup', key('3', null), 'Active', 'Activate the access key AKIAIOSFODNN7EXAMPL3 of setup again'),
            undoes: 0,
          },
        ],
        after: { user: 'setup', keys: [{ ...key('3', null), isActive: false }] },
      },
    },
    {
      name: 'a key that was never used, where that may be so for two years',
      settings: { days: 730 },
      state: { user: 'setup', keys: [key('3', null)] },
      plan: { outcome: 'compliant' },
    },
  ],
});

async function lastUse(
  AccessKeyId: string,
  days: number,
  aws: Caller<'iam:GetAccessKeyLastUsed'>,
): Promise<Key['lastUsed']> {
  const {
    LastUsedDate,
    ServiceName: service = '',
    Region: region = '',
  } = (await aws('iam:GetAccessKeyLastUsed', { AccessKeyId }))?.AccessKeyLastUsed ?? {};
  if (LastUsedDate === undefined) {
    return null;
  }
  const at = LastUsedDate.toISOString();
  return isUnused({ createdAt: at, lastUsedAt: at }, days, new Date()) ? { at, service, region } : 'lately';
}

function said({ id, createdAt, lastUsed }: Key): string {
  return lastUsed === null || lastUsed === 'lately'
    ? `${id} was never used since it was made on ${dayOf(createdAt)}`
    : `${id} was last used on ${dayOf(lastUsed.at)}, with ${lastUsed.service} in ${lastUsed.region}`;
}

function nameOf(user: string, { id }: Key): string {
  return `the access key ${id} of ${user}`;
}

function set(
  UserName: string,
  { id }: Key,
  Status: 'Active' | 'Inactive',
  says: string,
): Change<'iam:UpdateAccessKey'> {
  return { call: 'iam:UpdateAccessKey', input: { UserName, AccessKeyId: id, Status }, says };
}

/** In the examples. */
function key(last: string, usedOn: string | null): Key {
  return {
    id: `AKIAIOSFODNN7EXAMPL${last}`,
    isActive: true,
    createdAt: '2024-03-04T05:06:07.000Z',
    lastUsed:
      usedOn === null || usedOn === 'lately'
        ? usedOn
        : { at: `${usedOn}T08:00:00.000Z`, service: 's3', region: 'eu-central-1' },
  };
}
