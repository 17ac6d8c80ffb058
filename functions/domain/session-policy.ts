import type { Control } from '../../catalogue/control.ts';
import { fill, partitionOf } from '../../catalogue/derive/place.ts';
import { iamAction } from '../../catalogue/derive/statements.ts';
import type { Change, Target } from './finding.ts';
import { matches } from './glob.ts';

/**
 * The session policy of one plan: its own calls and the calls that undo them, on its own resource. A call that acts on
 * another resource than the target keeps the pattern that the control declared for it.
 * @throws {UndeclaredChange} when the plan holds a call that the control did not declare.
 */
export function sessionPolicy(control: Control, target: Target, changes: readonly Change[]): string {
  const place = { ...target, partition: partitionOf(target.region) };
  const statements = [...new Set(changes.map(({ call }) => call))].map((call) => {
    const permissions = control.writes.filter((write) => write.call === call);
    if (permissions.length === 0) {
      throw new UndeclaredChange(`${control.id} does not declare the write ${call}`);
    }
    const patterns = permissions.map(({ on }) => fill(on, place));
    const isOnTarget = patterns.some((pattern) => matches(pattern, target.arn));
    return {
      Effect: 'Allow',
      Action: [...new Set(permissions.map(iamAction))],
      Resource: isOnTarget ? [target.arn] : patterns,
    };
  });
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A plan holds a call that its control did not declare; none of it is made. */
export class UndeclaredChange extends Error {
  override readonly name = 'UndeclaredChange';
}
