import type { Control } from '../../catalogue/control.ts';
import { fill, partitionOf } from '../../catalogue/derive/place.ts';
import { iamAction } from '../../catalogue/derive/statements.ts';
import type { Change, Target } from './finding.ts';
import { matches } from './glob.ts';

/** STS takes no more for a session policy: AWS STS API reference, AssumeRole, "Policy". */
const mostCharacters = 2_048;

/**
 * The session policy of one plan: its own calls and the calls that undo them, on its own resource. A call that acts on
 * another resource than the target keeps the pattern that the control declared for it.
 * @throws {UndeclaredChange} when the plan holds a call that the control did not declare.
 * @throws {SessionPolicyTooLarge} when the plan makes more kinds of calls than one session can be cut down to.
 */
export function sessionPolicy(control: Control, target: Target, changes: readonly Change[]): string {
  const actions = new Map<string, Set<string>>();
  for (const call of new Set(changes.map((change) => change.call))) {
    for (const [resource, action] of grantsOf(control, target, call)) {
      actions.set(resource, (actions.get(resource) ?? new Set()).add(action));
    }
  }
  const Statement = [...actions].map(([resource, some]) => ({
    Effect: 'Allow',
    Action: [...some].toSorted(),
    Resource: [resource],
  }));
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  if (policy.length > mostCharacters) {
    throw new SessionPolicyTooLarge(`the session policy of the plan takes ${policy.length} characters`);
  }
  return policy;
}

/** What a call takes: resources with the IAM action on each. */
function grantsOf(control: Control, target: Target, call: string): readonly (readonly [string, string])[] {
  const place = { ...target, partition: partitionOf(target.region) };
  const permissions = control.writes.filter((write) => write.call === call);
  if (permissions.length === 0) {
    throw new UndeclaredChange(`${control.id} does not declare the write ${call}`);
  }
  // Where IAM knows no resource for an action, nothing narrower than `*` allows it.
  const grants = permissions.map(
    (permission) =>
      [fill(permission.on, place), iamAction(permission), permission.besides ?? permission.on === '*'] as const,
  );
  const onTarget = grants.flatMap(([pattern, action, besides]) => {
    const name = besides ? undefined : nameUnder(pattern, target.arn);
    return name === undefined ? [] : [[name, action] as const];
  });
  return onTarget.length === 0
    ? grants.map(([pattern, action]) => [pattern, action])
    : [...onTarget, ...grants.flatMap(([pattern, action, besides]) => (besides ? [[pattern, action] as const] : []))];
}

/**
 * What a pattern calls the target: its ARN, or its ARN with `:*` behind, as CloudWatch Logs wants it in policies.
 * Source: CloudWatch Logs API reference, LogGroup, "arn".
 */
function nameUnder(pattern: string, arn: string): string | undefined {
  return [arn, `${arn}:*`].find((name) => matches(pattern, name));
}

/** A plan holds a call that its control did not declare; none of it is made. */
export class UndeclaredChange extends Error {
  override readonly name = 'UndeclaredChange';
}

/** A plan's calls do not fit into one session's policy; none of it is made. */
class SessionPolicyTooLarge extends Error {
  override readonly name = 'SessionPolicyTooLarge';
}
