import type { Caller, Permission, Target } from '../control.ts';
import { tagsOf } from '../tags.ts';
import { partsOf } from './arn.ts';
import { missing } from './calls.ts';
import { everyPage } from './pages.ts';

export const roleArn = 'arn:{partition}:iam::{account}:role/*';

/** What every control of roles reads besides its own: their full ARN, their tags, and which there are. */
export const roleReads = [
  { call: 'iam:GetRole', on: roleArn },
  { call: 'iam:ListRoleTags', on: roleArn },
  { call: 'iam:ListRoles', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of roles share: each spreads it, and `roleReads` into its reads. */
export const roles = {
  resources: { 'AWS::IAM::Role': 'by-arn' },
  gone: missing,
  list: listRoles,
  locate: locateRole,
  tags: roleTags,
} as const;

async function locateRole({ arn }: Target, aws: Caller<'iam:GetRole'>): Promise<string> {
  return (await aws('iam:GetRole', { RoleName: partsOf(arn).name }))?.Role?.Arn ?? arn;
}

async function roleTags({ arn }: Target, aws: Caller<'iam:ListRoleTags'>): Promise<Readonly<Record<string, string>>> {
  const pages = await everyPage((Marker) => aws('iam:ListRoleTags', { RoleName: partsOf(arn).name, Marker }));
  return tagsOf(pages.flatMap(({ Tags = [] }) => Tags));
}

async function* listRoles(_: unknown, aws: Caller<'iam:ListRoles'>): AsyncGenerator<string> {
  const pages = await everyPage((Marker) => aws('iam:ListRoles', { Marker }));
  yield* pages.flatMap(({ Roles = [] }) => Roles).flatMap(({ Arn }) => Arn ?? []);
}
