import { isVariable, isWild, type Test, testsOf } from './condition.ts';
import type { Statement } from './document.ts';
import { extentOfProvider, isClaim } from './federation.ts';
import { extentOfAccount, type Place } from './place.ts';
import { type Extent, isWithin, narrowest, type Reach } from './reach.ts';
import { asksForSecret, restrictionOf } from './restriction.ts';

/** One principal that an `Allow` names, and how far it is let in. */
export interface Party {
  /** Where it stands: a kind of principal such as `AWS`, `*` for everybody, or `NotPrincipal`. */
  readonly element: string;
  /** As the policy spells it. */
  readonly value: string;
  readonly reach: Reach;
  /** Every clause that counted: who it is, what each condition and each `Deny` makes of it. */
  readonly because: readonly string[];
}

/** The principals of an `Allow`. `denials` are what its policy denies again; each can only take away. */
export function partiesOf(statement: Statement, place: Place, denials: readonly Denial[]): readonly Party[] {
  const tests = testsOf(statement);
  return namesOf(statement).map(({ element, value }) => {
    const base = extentOfPrincipal(element, value, tests, place);
    const restrictions = tests
      .filter((test) => element !== 'Federated' || !isClaim(test, value))
      .map((test) => restrictionOf(test, tests, place));
    const limits = [base, ...restrictions, ...denials.filter((denial) => element !== 'Service' || denial.ofServices)];
    const reach = narrowest(limits.map((extent) => extent.reach));
    const secret = tests.find((test) => asksForSecret(test, tests, place));
    return {
      element,
      value,
      reach: secret === undefined ? reach : behindSecret(reach),
      because: limits.map(({ because }) => because),
    };
  });
}

/** What a `Deny` leaves, and whether AWS services are denied too. */
export interface Denial extends Extent {
  readonly ofServices: boolean;
}

interface Name {
  readonly element: string;
  readonly value: string;
}

/** Whom a statement names. `NotPrincipal` is everybody but the named, so all of it is one name. */
export function namesOf({ Principal, NotPrincipal }: Statement): readonly Name[] {
  if (NotPrincipal !== undefined) {
    return [{ element: 'NotPrincipal', value: JSON.stringify(NotPrincipal) }];
  }
  if (Principal === '*') {
    return [{ element: '*', value: '*' }];
  }
  return Object.entries(Principal ?? {}).flatMap(([element, values]) => values.map((value) => ({ element, value })));
}

/** A secret guards whoever is named; where anybody is let in who knows it, it may be known to many: AWS keeps no external id secret. */
function behindSecret(reach: Reach): Reach {
  return isWithin(reach, 'limited') ? narrowest([reach, 'guarded']) : narrowest([reach, 'unclear']);
}

/** Who a principal is, before any condition. */
export function extentOfPrincipal(element: string, value: string, tests: readonly Test[], place: Place): Extent {
  switch (element) {
    case '*':
      return { reach: 'public', because: 'it names everybody' };
    case 'NotPrincipal':
      return { reach: 'public', because: 'NotPrincipal names everybody but a few' };
    case 'AWS':
      return extentOfIdentity(value, place);
    case 'Service':
      return extentOfService(value, place);
    case 'Federated':
      return extentOfProvider(value, tests, place);
    case 'CanonicalUser':
      return value === '*'
        ? { reach: 'public', because: 'it names every canonical user' }
        : { reach: 'limited', because: `whose canonical user ${value} is, is not known` };
    default:
      return { reach: 'unclear', because: `the kind of principal ${element} is not known` };
  }
}

function extentOfIdentity(value: string, place: Place): Extent {
  if (value === '*') {
    return { reach: 'public', because: 'it names everybody' };
  }
  if (/^\d{12}$/.test(value)) {
    return extentOfAccount(value, place);
  }
  const [, owner = ''] = /^arn:[^:]+:(?:iam|sts):[^:]*:([^:]*):/.exec(value) ?? [];
  if (/^[*?]+$/.test(owner)) {
    return { reach: 'public', because: `${value} names every account` };
  }
  if (isWild(value) || isVariable(value)) {
    return { reach: 'unclear', because: `AWS takes no wildcard or variable within a principal such as ${value}` };
  }
  if (/^\d{12}$/.test(owner)) {
    return extentOfAccount(owner, place);
  }
  if (/^A(ROA|IDA)[A-Z0-9]+$/.test(value) || owner === 'cloudfront') {
    return { reach: 'limited', because: `${value} is one identity, whose account is not said` };
  }
  return { reach: 'unclear', because: `${value} is no principal that is known here` };
}

/**
 * A service does what its customers ask of it, whoever they are; conditions have to say for whom it may. A role is
 * different: a service takes it only after somebody of the role's own account has passed it on.
 * Sources: IAM user guide, "The confused deputy problem"; "Grant a user permissions to pass a role to an AWS service":
 * roles can be passed only to services that share the account.
 */
function extentOfService(value: string, place: Place): Extent {
  if (!/^[a-z0-9.-]+\.(amazonaws\.com(\.cn)?|amazon\.com)$/.test(value)) {
    return { reach: 'unclear', because: `${value} is no AWS service that is known here` };
  }
  return place.service === 'iam'
    ? { reach: 'own', because: `${value} takes a role only when the role’s own account passes it on` }
    : { reach: 'limited', because: `${value} acts for any of its customers, as nothing says on whose behalf it may` };
}
