import { type Statement, statementsOf } from '../policy/document.ts';
import { type ActionSet, difference, expand, isSubset } from './action-set.ts';

/**
 * What speaks against a trimmed policy: nothing, where each of its statements is one of the old ones, in their order, with
 * fewer actions, and every used action is allowed by what allowed it before. Judged from the two texts alone, and by none of
 * the steps that made the new one.
 */
export function flawsOf(old: string, trimmed: string, used: ActionSet): readonly string[] {
  const before = statementsOf(old);
  const after = statementsOf(trimmed);
  const origins = originsOf(before, after);
  if (origins === undefined) {
    return ['a statement of the new policy is none of the old ones, or they stand in another order'];
  }
  return before.flatMap((statement, index) => {
    const name = statement.Sid ?? `${index + 1}`;
    const now = after[origins.indexOf(index)];
    return now === undefined ? flawsOfGone(statement, name, used) : flawsOfChanged(statement, now, { name, used });
  });
}

/** Which old statement each new one is: the first that follows in order and differs in its actions alone. */
function originsOf(before: readonly Statement[], after: readonly Statement[]): readonly number[] | undefined {
  const origins: number[] = [];
  for (const statement of after) {
    const from = (origins.at(-1) ?? -1) + 1;
    const found = before.findIndex(
      (old, index) => index >= from && isSameBut(old, statement) && grants(old, statement),
    );
    if (found < 0) {
      return undefined;
    }
    origins.push(found);
  }
  return origins;
}

function isSameBut({ Action: _, ...old }: Statement, { Action: __, ...now }: Statement): boolean {
  return JSON.stringify(old) === JSON.stringify(now);
}

/** Whether an old statement allows, or denies, all that a new one does. */
function grants(old: Statement, now: Statement): boolean {
  const [was, is] = [expand(old.Action ?? []), expand(now.Action ?? [])];
  return isSubset(is.actions, was.actions) && is.unknown.every((pattern) => was.unknown.includes(pattern));
}

function flawsOfGone(statement: Statement, name: string, used: ActionSet): readonly string[] {
  if (statement.Effect === 'Deny' || statement.Action === undefined) {
    return [`statement ${name} is gone, which denies or names by exception`];
  }
  return lost(expand(statement.Action).actions, new Set(), { name, used });
}

function flawsOfChanged(old: Statement, now: Statement, of: Of): readonly string[] {
  const [was, is] = [expand(old.Action ?? []), expand(now.Action ?? [])];
  const isTouched = !isSubset(was.actions, is.actions) || was.unknown.length !== is.unknown.length;
  if (old.Effect === 'Deny' && isTouched) {
    return [`statement ${of.name} denies less than before`];
  }
  const wider = (now.Action ?? []).filter((pattern) => /[*?]/.test(pattern) && !old.Action?.includes(pattern));
  return [
    ...wider.map((pattern) => `statement ${of.name} has the wildcard ${pattern}, which was not there`),
    ...lost(was.actions, is.actions, of),
  ];
}

interface Of {
  readonly name: string;
  readonly used: ActionSet;
}

function lost(was: ActionSet, is: ActionSet, { name, used }: Of): readonly string[] {
  return [...difference(was, is)]
    .filter((action) => used.has(action))
    .map((action) => `statement ${name} no longer grants ${action}, which is used`);
}
