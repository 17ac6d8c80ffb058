import { testsOf } from './condition.ts';
import { type Statement, statementsOf } from './document.ts';
import { contains, overlaps } from './glob.ts';
import { namesOf, partiesOf } from './party.ts';
import type { Place } from './place.ts';
import { restrictionOf } from './restriction.ts';

const changingThePolicy = 'kms:putkeypolicy';

/**
 * Whether a key policy leaves somebody of the own account who may change it: without one, only AWS Support gets the key
 * back. Source: AWS KMS developer guide, "Default key policy".
 */
export function hasAdministrator(text: string, { service, account }: Place): boolean {
  const statements = statementsOf(text);
  const denials = statements.filter(isFlatDenial);
  const place = { service, account };
  return statements.some((statement) => grantsIt(statement, place) && hasOwn(statement, place, denials));
}

function grantsIt({ Effect, Action = [], NotAction, Resource = [], ...rest }: Statement, place: Place): boolean {
  const isGranted =
    NotAction === undefined
      ? Action.some((action) => contains(action.toLowerCase(), changingThePolicy))
      : !NotAction.some((action) => overlaps(action.toLowerCase(), changingThePolicy));
  const tests = testsOf({ Effect, ...rest });
  return (
    Effect === 'Allow' &&
    isGranted &&
    Resource.some((resource) => /^\*+$/.test(resource)) &&
    tests.every((test) => restrictionOf(test, tests, place).reach === 'own')
  );
}

function hasOwn(statement: Statement, place: Place, denials: readonly Statement[]): boolean {
  return partiesOf(statement, place, []).some(
    ({ reach, value }) => reach === 'own' && !denials.some((denial) => isDenied(value, denial, place)),
  );
}

function isFlatDenial({ Effect, Action = [], NotAction, Condition = {} }: Statement): boolean {
  const isDenied =
    NotAction === undefined
      ? Action.some((action) => overlaps(action.toLowerCase(), changingThePolicy))
      : !NotAction.some((action) => contains(action.toLowerCase(), changingThePolicy));
  return Effect === 'Deny' && isDenied && Object.keys(Condition).length === 0;
}

/** A `Deny` for an account, named by its id or its root, is for everybody in it. */
function isDenied(value: string, denial: Statement, { account }: Place): boolean {
  const isMeant = ({ value: name }: { value: string }) =>
    name === '*' || name === value || name === account || name.endsWith(`:iam::${account}:root`);
  return denial.NotPrincipal === undefined
    ? namesOf(denial).some(isMeant)
    : !namesOf({ ...denial, Principal: denial.NotPrincipal, NotPrincipal: undefined }).some(isMeant);
}
