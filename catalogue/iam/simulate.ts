import type { Caller, Permission } from '../control.ts';
import { missing } from './calls.ts';
import { everyPage } from './pages.ts';

/** What asking whether a role may do something takes. */
export const simulation = {
  call: 'iam:SimulatePrincipalPolicy',
  on: 'arn:{partition}:iam::{account}:role/*',
  absent: missing,
} as const satisfies Permission;

export interface Wanted {
  /** The role's ARN. */
  readonly role: string;
  readonly actions: readonly string[];
  /** `*` where it has to be allowed on everything. */
  readonly resource: string;
}

/**
 * Which of the actions a role may not take, as IAM's own simulator sees it: its policies, its boundary and the
 * organization's. All of them where the role is no more. Policies of the resource are not part of it.
 */
export async function notAllowed(
  { role, actions, resource }: Wanted,
  aws: Caller<'iam:SimulatePrincipalPolicy'>,
): Promise<string[]> {
  const pages = await everyPage((Marker) =>
    aws('iam:SimulatePrincipalPolicy', {
      PolicySourceArn: role,
      ActionNames: [...actions],
      ResourceArns: [resource],
      ...(Marker && { Marker }),
    }),
  );
  const allowed = new Set(
    pages
      .flatMap(({ EvaluationResults = [] }) => EvaluationResults)
      .flatMap(({ EvalActionName, EvalDecision }) => (EvalDecision === 'allowed' ? [EvalActionName] : [])),
  );
  return actions.filter((action) => !allowed.has(action));
}
