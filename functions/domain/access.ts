import * as z from 'zod';

export const Role = z.enum(['viewer', 'operator', 'approver', 'admin']);
export type Role = z.infer<typeof Role>;

/** What one group gives to whoever is in it: roles, in accounts. `*` stands for all. */
export interface Grant {
  readonly roles: readonly Role[];
  readonly accounts: readonly string[];
}

/** What the groups of a person give, each by itself: a role in one account is none in another. */
export function grantsOf(
  groups: readonly string[],
  access: readonly (Grant & { readonly group: string })[],
): readonly Grant[] {
  return access.filter(({ group }) => groups.includes(group)).map(({ roles, accounts }) => ({ roles, accounts }));
}

export function rolesIn(grants: readonly Grant[]): readonly Role[] {
  return Role.options.filter((role) => grants.some(({ roles }) => roles.includes(role)));
}

/** The accounts in which one of some roles is given; none where nothing gives it. */
export function accountsWith(wanted: readonly Role[], grants: readonly Grant[]): readonly string[] {
  const given = grants.filter(({ roles }) => roles.some((role) => wanted.includes(role)));
  const accounts = [...new Set(given.flatMap((grant) => grant.accounts))];
  return accounts.includes('*') ? ['*'] : accounts;
}
