import type { Permission } from '../control.ts';

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Least-privilege statements: one for each set of actions on the same resources; actions and resources sorted, none twice. */
export function statements(permissions: readonly Permission[]): readonly Statement[] {
  const resources = [...new Set(permissions.map(({ on }) => on))].toSorted();
  return resources.map((on) => ({
    actions: [...new Set(permissions.filter((permission) => permission.on === on).map(iamAction))].toSorted(),
    resources: [on],
  }));
}

export function iamAction({ call, action }: Permission): string {
  return action ?? call;
}
