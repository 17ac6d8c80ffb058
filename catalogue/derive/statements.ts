import type { Permission } from '../control.ts';
import { isOwnCall } from '../trim/own-call.ts';
import { chunked } from './chunks.ts';

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Least-privilege statements: one for each set of actions on the same resources; actions and resources sorted, none twice. */
export function statements(permissions: readonly Permission[]): readonly Statement[] {
  const asked = permissions.filter(isAskedOfIam);
  const resources = [...new Set(asked.map(({ on }) => on))].toSorted();
  return resources.map((on) => ({
    actions: [...new Set(asked.filter((permission) => permission.on === on).map(iamAction))].toSorted(),
    resources: [on],
  }));
}

/** Whether IAM decides about a call; what Homeostat answers itself, it does not. */
export function isAskedOfIam({ call }: Permission): boolean {
  return !isOwnCall(call);
}

/**
 * A managed policy takes 6,144 characters and a role ten such policies, where nobody asked for more (IAM user guide, "IAM
 * and AWS STS quotas"). All inline policies of a role together take 10,240, which the whole catalogue outgrows.
 */
export const mostCharacters = 6_144;
export const mostPolicies = 10;

/** Statements for several managed policies of a role, each of which fits when `place` gives the placeholders their length. */
export function policies(
  permissions: readonly Permission[],
  place: (pattern: string) => string,
): readonly (readonly Statement[])[] {
  const fits = (some: readonly Permission[]) => lengthOf(statements(some), place) <= mostCharacters;
  const inOrder = permissions.filter(isAskedOfIam).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  return chunked(inOrder, fits).map(statements);
}

function lengthOf(all: readonly Statement[], place: (pattern: string) => string): number {
  const Statement = all.map(({ actions, resources }) => ({
    Action: actions,
    Effect: 'Allow',
    Resource: resources.map(place),
  }));
  return JSON.stringify({ Version: '2012-10-17', Statement }).length;
}

function keyOf(permission: Permission): string {
  return `${permission.on} ${iamAction(permission)}`;
}

export function iamAction({ call, action }: Permission): string {
  return action ?? call;
}
