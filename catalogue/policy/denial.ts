import { demandsPresence, type Test, testsOf } from './condition.ts';
import { isOfServiceCalls, kindOf } from './condition-keys.ts';
import { coverageOf } from './coverage.ts';
import type { Statement } from './document.ts';
import { namedBy } from './named.ts';
import { type Denial, extentOfPrincipal, namesOf } from './party.ts';
import type { Place } from './place.ts';
import { type Extent, isWithin, widest } from './reach.ts';

/**
 * What the `Deny` statements of a policy leave of one `Allow`. A `Deny` that any outsider gets around, such as one for
 * calls without TLS, takes nothing away; one that may take something away makes it unclear.
 */
export function denialsOf(allowance: Statement, denials: readonly Named[], place: Place): readonly Denial[] {
  return denials.flatMap(({ statement, name }) => {
    const left = leftBy(statement, name, allowance, place);
    return left === undefined ? [] : [left];
  });
}

interface Named {
  readonly statement: Statement;
  /** How the statement is called in a clause. */
  readonly name: string;
}

function leftBy(denial: Statement, name: string, allowance: Statement, place: Place): Denial | undefined {
  const exempted = exemptedNames(denial, place);
  const coverage = coverageOf(denial, allowance);
  if (exempted === undefined || coverage === 'none') {
    return undefined;
  }
  const tests = testsOf(denial);
  const ways = tests.map((test) => wayAround(test, place));
  if (ways.includes('open to anybody')) {
    return undefined;
  }
  const ofServices = denial.Principal === '*' || denial.NotPrincipal !== undefined;
  const known = ways.filter((way) => typeof way === 'object');
  if (coverage === 'some' || known.length < ways.length) {
    return { reach: 'unclear', because: `${name} may deny it, which cannot be told`, ofServices };
  }
  const spared = [...exempted, ...known];
  return {
    reach: widest(spared.map(({ reach }) => reach)),
    because: `${name} denies it to everybody${spared.map(({ because }) => `, except: ${because}`).join('')}`,
    ofServices,
  };
}

/** Whom a `Deny` for everybody spares by name; `undefined` where it is only for some, which keeps no outsider out. */
function exemptedNames(denial: Statement, place: Place): readonly Extent[] | undefined {
  if (denial.NotPrincipal !== undefined) {
    const spared = namesOf({ ...denial, Principal: denial.NotPrincipal, NotPrincipal: undefined });
    const extents = spared.map(({ element, value }) => extentOfPrincipal(element, value, [], place));
    return extents.some(({ reach }) => reach === 'public') ? undefined : extents;
  }
  return namesOf(denial).some(({ element, value }) => value === '*' && (element === '*' || element === 'AWS'))
    ? []
    : undefined;
}

/**
 * How an outsider gets around a `Deny`, by one of its tests that does not hold for them: anybody does, only those whom
 * the test names do, or it cannot be told.
 */
function wayAround(test: Test, place: Place): Extent | 'open to anybody' | 'unclear' {
  const kind = kindOf(test.key);
  if (kind === 'manner') {
    return leavesAChoice(test) ? 'open to anybody' : 'unclear';
  }
  if (kind === 'unknown' || kind === 'circumstance' || kind === 'secret') {
    return 'unclear';
  }
  if (test.comparison === 'presence') {
    return wayAroundAbsence(test);
  }
  if (kind === 'is service') {
    return wayAroundService(test, place);
  }
  if (test.negated) {
    const spared = namedBy(test, place);
    return test.quantifier !== 'any' && isWithin(spared.reach, 'limited') ? spared : 'unclear';
  }
  const isFew = isWithin(namedBy(test, place).reach, 'limited');
  return isFew && !test.ifExists && test.quantifier !== 'all' ? 'open to anybody' : 'unclear';
}

/** Whether a caller may choose otherwise: not where any value, or that there is one, is denied. */
function leavesAChoice(test: Test): boolean {
  const leavesNone = test.values.some((value) => /^\*+$/.test(value)) || ['true', 'false'].every(isValueOf(test));
  return !demandsPresence(test) && (test.negated || !leavesNone);
}

function isValueOf({ values }: Test): (value: string) => boolean {
  return (value) => values.some((each) => each.toLowerCase() === value);
}

/** Whoever has an organization or an endpoint of their own gets around a `Deny` for those without. */
function wayAroundAbsence(test: Test): Extent | 'open to anybody' | 'unclear' {
  if (demandsPresence(test)) {
    return 'unclear';
  }
  return isOfServiceCalls(test.key)
    ? { reach: 'limited', because: `it has ${test.key}, as calls of AWS services have` }
    : 'open to anybody';
}

/**
 * Only with `IfExists` does it hold for anonymous calls, which do not say whether a service makes them.
 * Source: IAM user guide, "AWS global condition context keys", aws:PrincipalIsAWSService, Availability.
 */
function wayAroundService(test: Test, place: Place): Extent | 'open to anybody' | 'unclear' {
  const isForOthers = test.values.length > 0 && test.values.every((value) => value.toLowerCase() === 'false');
  const isCertain = test.comparison === 'exact' && !test.negated && test.quantifier === undefined && test.ifExists;
  return isForOthers && isCertain ? namedBy({ ...test, values: ['true'] }, place) : 'unclear';
}
