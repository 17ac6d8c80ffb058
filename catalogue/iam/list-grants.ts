import type { Aws } from './calls.ts';
import { everyPage } from './pages.ts';

/** The ARNs of all principals, and of all managed policies that are the account's own. */
export async function* listGrants(aws: Aws): AsyncGenerator<string> {
  const lists = await Promise.all([
    everyPage((Marker) => aws('iam:ListRoles', { Marker })).then((pages) => pages.flatMap(({ Roles = [] }) => Roles)),
    everyPage((Marker) => aws('iam:ListUsers', { Marker })).then((pages) => pages.flatMap(({ Users = [] }) => Users)),
    everyPage((Marker) => aws('iam:ListGroups', { Marker })).then((pages) =>
      pages.flatMap(({ Groups = [] }) => Groups),
    ),
    everyPage((Marker) => aws('iam:ListPolicies', { Scope: 'Local', Marker })).then((pages) =>
      pages.flatMap(({ Policies = [] }) => Policies),
    ),
  ]);
  for (const { Arn } of lists.flat()) {
    if (Arn !== undefined) {
      yield Arn;
    }
  }
}
