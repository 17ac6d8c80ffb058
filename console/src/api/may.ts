import type { RouteName, routes } from '../../../functions/api/routes.ts';
import type { Me } from '../../../functions/api/shapes.ts';

type Roles<Name extends RouteName> = { readonly [N in Name]: (typeof routes)[N]['roles'] };

/** Who may do what, as the API's routes say it; the compiler holds the two together. */
const allowed = {
  undo: ['operator', 'admin'],
  vote: ['approver'],
  exempt: ['operator', 'admin'],
  endExemption: ['operator', 'admin'],
  setMode: ['admin'],
  pause: ['operator', 'admin'],
  resume: ['admin'],
} as const satisfies Roles<'undo' | 'vote' | 'exempt' | 'endExemption' | 'setMode' | 'pause' | 'resume'>;
export type Deed = keyof typeof allowed;

/** Why somebody may not do something; undefined where they may. */
export function whyNot(deed: Deed, me: Pick<Me, 'roles'>): string | undefined {
  const roles: readonly string[] = allowed[deed];
  return me.roles.some((role) => roles.includes(role))
    ? undefined
    : `This takes the role ${roles.join(' or ')}. You have ${me.roles.join(', ') || 'none'}.`;
}
