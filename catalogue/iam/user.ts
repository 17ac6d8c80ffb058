import type { Caller, Permission, Target } from '../control.ts';
import { tagsOf } from '../tags.ts';
import { partsOf } from './arn.ts';
import { missing } from './calls.ts';
import { everyPage } from './pages.ts';

export const userArn = 'arn:{partition}:iam::{account}:user/*';

/** Where CloudTrail's calls of IAM name their user; without the user's path. */
export const userTarget = 'arn:{partition}:iam::{account}:user/{userName}';

/** What every control of users reads besides its own: their full ARN, their tags, and which there are. */
export const userReads = [
  { call: 'iam:GetUser', on: userArn },
  { call: 'iam:ListUserTags', on: userArn },
  { call: 'iam:ListUsers', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of users share: each spreads it, and `userReads` into its reads. */
export const users = {
  resources: { 'AWS::IAM::User': 'by-arn' },
  gone: missing,
  list: listUsers,
  locate: locateUser,
  tags: userTags,
} as const;

export function userOf({ arn }: Target): string {
  return partsOf(arn).name;
}

async function locateUser(target: Target, aws: Caller<'iam:GetUser'>): Promise<string> {
  return (await aws('iam:GetUser', { UserName: userOf(target) }))?.User?.Arn ?? target.arn;
}

async function userTags(target: Target, aws: Caller<'iam:ListUserTags'>): Promise<Readonly<Record<string, string>>> {
  const pages = await everyPage((Marker) => aws('iam:ListUserTags', { UserName: userOf(target), Marker }));
  return tagsOf(pages.flatMap(({ Tags = [] }) => Tags));
}

async function* listUsers(_: unknown, aws: Caller<'iam:ListUsers'>): AsyncGenerator<string> {
  const pages = await everyPage((Marker) => aws('iam:ListUsers', { Marker }));
  for (const { Arn } of pages.flatMap(({ Users = [] }) => Users)) {
    if (Arn !== undefined) {
      yield Arn;
    }
  }
}
