import { type Grant, Role } from '../../../functions/domain/access.ts';
import type { Person } from '../../../functions/domain/person.ts';
import { account } from '../environment.ts';

const until = '2099-01-01T00:00:00.000Z';

/** Ann, who is an approver by the configuration, with some roles in some accounts. */
export function ann(roles: readonly Role[], accounts: readonly string[] = ['*']): Person {
  return withGrants([{ roles, accounts }]);
}

export function withGrants(grants: readonly Grant[]): Person {
  return { name: 'Ann', mail: 'ann@example.com', grants, until };
}

/** Every role, in the first of the two accounts. */
export const scoped = ann(Role.options, [account]);
export const everywhere = ann(Role.options);
