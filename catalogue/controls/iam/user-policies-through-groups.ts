import * as z from 'zod';
import { type Caller, type Change, defineControl } from '../../control.ts';
import { missing } from '../../iam/calls.ts';
import { everyPage } from '../../iam/pages.ts';
import { userArn, userOf, userReads, users, userTarget } from '../../iam/user.ts';

const Attached = z.object({
  arn: z.string(),
  /** The user's groups that the same policy is attached to. */
  groups: z.array(z.string()),
});
type Attached = z.infer<typeof Attached>;

const User = z.object({ user: z.string(), attached: z.array(Attached), inline: z.array(z.string()) });
type User = z.infer<typeof User>;

const groupArn = 'arn:{partition}:iam::{account}:group/*';

export const userPoliciesThroughGroups = defineControl({
  id: 'iam.user-policies-through-groups',
  title: 'Users get their policies through groups',
  practice: 'least privilege',
  severity: 'low',
  standards: {
    'Security Hub': ['IAM.2'],
    'CIS AWS Foundations 3.0': ['1.15'],
    Prowler: ['iam_policy_attached_only_to_group_or_roles'],
  },
  why: 'What is given person by person is forgotten person by person: nobody sees everybody who may do something, and who changes jobs keeps what the old one took.',
  impact:
    'A policy that the user has both directly and through a group is detached from the user and stays with the group: the user may do exactly what they might before. Whatever comes through no group is only named, never taken away. From then on, who leaves the group loses the policy.',
  triggers: [
    {
      kind: 'api-call',
      service: 'iam',
      events: ['AddUserToGroup', 'AttachUserPolicy', 'PutUserPolicy'],
      target: userTarget,
    },
    { kind: 'config-rule', rule: 'iam-user-no-policies-check' },
    { kind: 'security-hub', control: 'IAM.2' },
  ],
  ...users,
  reads: [
    { call: 'iam:ListAttachedUserPolicies', on: userArn },
    { call: 'iam:ListUserPolicies', on: userArn },
    { call: 'iam:ListGroupsForUser', on: userArn },
    // A group may go while it is read; its policies are then no longer the user's.
    { call: 'iam:ListAttachedGroupPolicies', on: groupArn, absent: missing },
    ...userReads,
  ],
  writes: [
    { call: 'iam:DetachUserPolicy', on: userArn },
    { call: 'iam:AttachUserPolicy', on: userArn },
  ],
  state: User,

  async read(target, aws) {
    const UserName = userOf(target);
    const [direct, inline] = await Promise.all([
      everyPage((Marker) => aws('iam:ListAttachedUserPolicies', { UserName, Marker })),
      everyPage((Marker) => aws('iam:ListUserPolicies', { UserName, Marker })),
    ]);
    const arns = arnsOf(direct);
    const groups = arns.length === 0 ? [] : await groupsOf(UserName, aws);
    return {
      user: UserName,
      attached: arns.map((arn) => ({
        arn,
        groups: groups.filter(({ policies }) => policies.includes(arn)).map(({ name }) => name),
      })),
      inline: inline.flatMap(({ PolicyNames = [] }) => PolicyNames).toSorted(),
    };
  },

  plan({ user, attached, inline }) {
    const twice = attached.filter(({ arn, groups }) => groups.length > 0 && !isQuarantine(arn));
    const [first, ...others] = twice.map((policy) => detach(user, policy));
    const [last, ...more] = twice.map((policy, undoes) => ({ ...attach(user, policy), undoes }));
    if (first === undefined || last === undefined) {
      return attached.length + inline.length === 0
        ? { outcome: 'compliant' }
        : { outcome: 'leave', because: leaving({ user, attached, inline }) };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: `${user} may do what they might before: ${twice.map(stillThere).join('; ')}`,
      },
      apply: [first, ...others],
      undo: [last, ...more],
      after: { user, attached: attached.filter((policy) => !twice.includes(policy)), inline },
    };
  },

  examples: [
    {
      name: 'a user whose policies come through groups',
      state: { user: 'anna', attached: [], inline: [] },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a user with a policy that a group brings as well, and one that none brings',
      state: {
        user: 'anna',
        attached: [of('Deploy'), of('ReadLogs', 'developers', 'operators')],
        inline: [],
      },
      plan: {
        outcome: 'change',
        risk: {
          level: 'safe',
          because: 'anna may do what they might before: ReadLogs comes through developers, operators',
        },
        apply: [detach('anna', of('ReadLogs', 'developers', 'operators'))],
        undo: [{ ...attach('anna', of('ReadLogs')), undoes: 0 }],
        after: { user: 'anna', attached: [of('Deploy')], inline: [] },
      },
    },
    {
      name: 'a user with policies that come through no group',
      state: { user: 'anna', attached: [of('Deploy')], inline: ['debug'] },
      plan: {
        outcome: 'leave',
        because:
          'anna has policies that come through no group, and whom else to give them to is for a person: Deploy, debug',
      },
    },
    {
      name: 'a user whom AWS put under quarantine, since a key was found in public',
      state: { user: 'anna', attached: [of('AWSCompromisedKeyQuarantineV3', 'developers')], inline: [] },
      plan: {
        outcome: 'leave',
        because: 'AWS put AWSCompromisedKeyQuarantineV3 on anna, since a key of theirs was found in public',
      },
    },
  ],
});

type Read = 'iam:ListGroupsForUser' | 'iam:ListAttachedGroupPolicies';

interface Group {
  readonly name: string;
  readonly policies: readonly string[];
}

async function groupsOf(UserName: string, aws: Caller<Read>): Promise<readonly Group[]> {
  const pages = await everyPage((Marker) => aws('iam:ListGroupsForUser', { UserName, Marker }));
  const names = pages.flatMap(({ Groups = [] }) => Groups).map(({ GroupName: name = '' }) => name);
  return Promise.all(
    names.toSorted().map(async (name) => ({
      name,
      policies: arnsOf(await everyPage((Marker) => aws('iam:ListAttachedGroupPolicies', { GroupName: name, Marker }))),
    })),
  );
}

interface Page {
  readonly AttachedPolicies?: readonly { readonly PolicyArn?: string | undefined }[] | undefined;
}

function arnsOf(pages: readonly Page[]): readonly string[] {
  return pages
    .flatMap(({ AttachedPolicies = [] }) => AttachedPolicies)
    .flatMap(({ PolicyArn }) => (PolicyArn === undefined ? [] : [PolicyArn]))
    .toSorted();
}

/** AWS attaches it to a user whose key it finds in public. Source: AWS managed policy reference, AWSCompromisedKeyQuarantineV3. */
function isQuarantine(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\/AWSCompromisedKeyQuarantine/.test(arn);
}

function leaving({ user, attached, inline }: User): string {
  const quarantine = attached.find(({ arn }) => isQuarantine(arn));
  return quarantine === undefined
    ? `${user} has policies that come through no group, and whom else to give them to is for a person: ${[...attached.map(nameOf), ...inline].join(', ')}`
    : `AWS put ${nameOf(quarantine)} on ${user}, since a key of theirs was found in public`;
}

function stillThere(policy: Attached): string {
  return `${nameOf(policy)} comes through ${policy.groups.join(', ')}`;
}

function nameOf({ arn }: Attached): string {
  return arn.split('/').at(-1) ?? arn;
}

function detach(UserName: string, policy: Attached): Change<'iam:DetachUserPolicy'> {
  return {
    call: 'iam:DetachUserPolicy',
    input: { UserName, PolicyArn: policy.arn },
    says: `Detach ${nameOf(policy)} from ${UserName}, who has it through ${policy.groups.join(', ')}`,
  };
}

function attach(UserName: string, policy: Attached): Change<'iam:AttachUserPolicy'> {
  return {
    call: 'iam:AttachUserPolicy',
    input: { UserName, PolicyArn: policy.arn },
    says: `Attach ${nameOf(policy)} to ${UserName} again`,
  };
}

/** In the examples. */
function of(name: string, ...groups: string[]): Attached {
  return { arn: `arn:aws:iam::${name.startsWith('AWS') ? 'aws' : '111122223333'}:policy/${name}`, groups };
}
