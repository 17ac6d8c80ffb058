import { demandsPresence, holdsWithout, type Test } from './condition.ts';
import { isOfServiceCalls, kindOf } from './condition-keys.ts';
import { namedBy } from './named.ts';
import { type Place, takesFixedValuesOnly } from './place.ts';
import { type Extent, isWithin } from './reach.ts';

/** To whom one test of a condition limits a statement; `public` where it limits nobody. */
export function restrictionOf(test: Test, all: readonly Test[], place: Place): Extent {
  const { key, operator, comparison, negated } = test;
  const kind = kindOf(key);
  if (kind === 'unknown') {
    return { reach: 'unclear', because: `what ${operator} of ${key} limits is not known here` };
  }
  if (kind === 'manner' || kind === 'circumstance') {
    return { reach: 'public', because: `${key} says nothing about who calls` };
  }
  if (comparison === 'presence') {
    return presence(test);
  }
  if (negated) {
    return isWithin(namedBy(test, place).reach, 'limited')
      ? { reach: 'public', because: `${operator} lets in everybody but whom ${key} names` }
      : { reach: 'unclear', because: `whom ${operator} of ${key} leaves cannot be told` };
  }
  if (holdsWithout(test, all)) {
    return optional(test, all, place);
  }
  if (kind === 'secret') {
    return { reach: 'public', because: `${key} has to be shown, by whoever knows it` };
  }
  return namedBy(test, place);
}

/** Whether a test asks for a secret that only those know with whom it was agreed: one value, or several, none a pattern. */
export function asksForSecret(test: Test, all: readonly Test[], place: Place): boolean {
  return (
    kindOf(test.key) === 'secret' &&
    test.comparison !== 'presence' &&
    !test.negated &&
    !holdsWithout(test, all) &&
    namedBy(test, place).reach === 'limited'
  );
}

function presence(test: Test): Extent {
  return demandsPresence(test) && isOfServiceCalls(test.key)
    ? { reach: 'limited', because: `${test.key} is only there where an AWS service calls, on whose behalf is not said` }
    : { reach: 'public', because: `${test.operator} of ${test.key} names nobody` };
}

/**
 * A test that holds where its key is missing limits nobody, save a pair: a call comes either from an address or through
 * a VPC endpoint, so optional tests on both leave no other way in.
 * Source: IAM user guide, "AWS global condition context keys", the note on `IpAddressIfExists` with `StringEqualsIfExists`.
 */
function optional(test: Test, all: readonly Test[], place: Place): Extent {
  const { key, operator } = test;
  const way = wayOf(test, place);
  if (way !== undefined && all.some((other) => ![undefined, way].includes(wayOf(other, place)))) {
    return takesFixedValuesOnly(place)
      ? { reach: 'unclear', because: `the service may not count that ${operator} of ${key} limits with another test` }
      : { reach: 'limited', because: `${operator} of ${key} limits together with another test` };
  }
  return way === 'address'
    ? { reach: 'unclear', because: `${operator} of ${key} also holds for every VPC endpoint` }
    : { reach: 'public', because: `${operator} also holds where ${key} is missing` };
}

/** Which of the two ways to come a test limits to fixed places. */
function wayOf(test: Test, place: Place): 'address' | 'endpoint' | undefined {
  const way = /^aws:sourceip$/i.test(test.key)
    ? 'address'
    : /^aws:sourcevpce?$/i.test(test.key)
      ? 'endpoint'
      : undefined;
  const limits = !test.negated && test.comparison !== 'presence' && namedBy(test, place).reach === 'limited';
  return limits ? way : undefined;
}
