import type { Output } from '../calls.ts';
import { tagsOf } from '../tags.ts';
import type { Aws } from './calls.ts';
import type { Kind } from './grants.ts';
import { everyPage } from './pages.ts';
import { timeOf } from './unused.ts';

/** A role or user that holds a policy. */
export interface Holder {
  /** With its path. */
  readonly arn: string;
  readonly createdAt: string;
  /** The ARN of the managed policy that bounds it. */
  readonly boundary: string | null;
  /** Whether Lambda may run functions as it. */
  readonly runsFunctions: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

interface Named {
  readonly type: Kind;
  readonly name: string;
}

const readsAtOnce = 8;

/** Whoever holds a managed policy, members of groups one by one. */
export async function holdersOf(PolicyArn: string, aws: Aws): Promise<readonly Holder[]> {
  const pages = await everyPage((Marker) =>
    aws('iam:ListEntitiesForPolicy', { PolicyArn, PolicyUsageFilter: 'PermissionsPolicy', Marker }),
  );
  const named = pages.flatMap(({ PolicyRoles = [], PolicyUsers = [], PolicyGroups = [] }): readonly Named[] => [
    ...PolicyRoles.map(({ RoleName = '' }) => ({ type: 'role' as const, name: RoleName })),
    ...PolicyUsers.map(({ UserName = '' }) => ({ type: 'user' as const, name: UserName })),
    ...PolicyGroups.map(({ GroupName = '' }) => ({ type: 'group' as const, name: GroupName })),
  ]);
  return holdersBehind(named, aws);
}

/** A role or user itself; of a group its members, each once. */
export async function holdersBehind(named: readonly Named[], aws: Aws): Promise<readonly Holder[]> {
  const groups = named.filter(({ type }) => type === 'group');
  const members = (await Promise.all(groups.map(({ name }) => membersOf(name, aws)))).flat();
  const others = named.filter(({ type }) => type !== 'group');
  const each = [...new Map([...others, ...members].map((one) => [`${one.type} ${one.name}`, one])).values()];
  const holders: Holder[] = [];
  for (let start = 0; start < each.length; start += readsAtOnce) {
    holders.push(...(await Promise.all(each.slice(start, start + readsAtOnce).map((one) => holder(one, aws)))));
  }
  return holders.toSorted((a, b) => (a.arn < b.arn ? -1 : 1));
}

async function membersOf(GroupName: string, aws: Aws): Promise<readonly Named[]> {
  const pages = await everyPage((Marker) => aws('iam:GetGroup', { GroupName, Marker }));
  return pages.flatMap(({ Users = [] }) => Users).map(({ UserName = '' }) => ({ type: 'user', name: UserName }));
}

async function holder({ type, name }: Named, aws: Aws): Promise<Holder> {
  return type === 'role'
    ? holderOf((await aws('iam:GetRole', { RoleName: name }))?.Role)
    : holderOf((await aws('iam:GetUser', { UserName: name }))?.User);
}

type Role = NonNullable<Output<'iam:GetRole'>['Role']>;
type User = NonNullable<Output<'iam:GetUser'>['User']>;

function holderOf(found: Role | User | undefined): Holder {
  if (found?.Arn === undefined) {
    throw new TypeError('IAM does not say whose policy it is');
  }
  const trust = 'AssumeRolePolicyDocument' in found ? decodeURIComponent(found.AssumeRolePolicyDocument ?? '') : '';
  return {
    arn: found.Arn,
    createdAt: timeOf(found.CreateDate),
    boundary: found.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    runsFunctions: /"(edge)?lambda\.amazonaws\.com(\.cn)?"/.test(trust),
    tags: tagsOf(found.Tags),
  };
}
