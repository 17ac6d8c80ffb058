import { widthOf } from './address.ts';
import { isVariable, isWild, type Test } from './condition.ts';
import { kindOf } from './condition-keys.ts';
import { extentOfAccount, extentOfOrganization, type Place, takesFixedValuesOnly } from './place.ts';
import { type Extent, type Reach, widest } from './reach.ts';

/** Whom a test's values name, when its key is there and equals one of them. `public` where that is everybody. */
export function namedBy(test: Test, place: Place): Extent {
  if (test.values.length === 0 || !compares(test)) {
    return { reach: 'unclear', because: `${test.operator} of ${test.key} cannot be judged` };
  }
  if (kindOf(test.key) === 'address') {
    return addresses(test);
  }
  const extents = test.values.map((value) => extentOf(value, test, place));
  const reach = widest(extents.map((extent) => extent.reach));
  return {
    reach,
    because: `${test.key}: ${extents.find((extent) => extent.reach === reach)?.because ?? test.values.join(' or ')}`,
  };
}

/** Whether an operator compares what the key holds: one for ARNs meets nothing but ARNs, one for addresses only those. */
function compares({ key, comparison }: Test): boolean {
  const kind = kindOf(key);
  switch (comparison) {
    case 'exact':
    case 'glob':
      return true;
    case 'arn':
      return kind === 'arn' || kind === 'access point' || kind === 'key';
    case 'address':
      return kind === 'address';
    case 'presence':
    case 'other':
      return false;
    default:
      return comparison satisfies never;
  }
}

function addresses({ key, values, comparison }: Test): Extent {
  if (comparison !== 'address' && values.some(isWild)) {
    return { reach: 'public', because: `${key}: a wildcard stands for addresses` };
  }
  const width = widthOf(values);
  switch (width) {
    case 'narrow':
      return { reach: 'limited', because: `${key}: ${values.join(', ')} limits to these addresses` };
    case 'broad':
      return {
        reach: 'public',
        because: `${key}: a range of ${values.join(', ')} is so broad that AWS calls it public`,
      };
    case 'broad together':
      return { reach: 'unclear', because: `${key}: so many ranges are broad together` };
    case 'not addresses':
      return { reach: 'unclear', because: `${key}: ${values.join(', ')} are not all addresses` };
    default:
      return width satisfies never;
  }
}

function extentOf(value: string, test: Test, place: Place): Extent {
  if (isOwnerVariable(value)) {
    return takesFixedValuesOnly(place)
      ? {
          reach: 'unclear',
          because: `${value} is the resource’s own owner, yet the service counts a variable as public`,
        }
      : { reach: 'own', because: `${value} is the resource’s own owner` };
  }
  if (isVariable(value)) {
    return { reach: 'unclear', because: `${value} is a variable` };
  }
  if (test.comparison === 'exact' && isWild(value)) {
    return takesFixedValuesOnly(place)
      ? { reach: 'public', because: `${value} has a wildcard, which the service counts as public` }
      : { reach: 'unclear', because: `${test.operator} takes the wildcard of ${value} literally` };
  }
  return extentByKind(value, test, place);
}

function extentByKind(value: string, test: Test, place: Place): Extent {
  const kind = kindOf(test.key);
  switch (kind) {
    case 'account':
      return account(value, place);
    case 'arn':
      return fixedOnly(arn(value, test, place), value, place);
    case 'access point':
      return arn(value, test, place);
    case 'organization':
      return isWild(value) ? wildcard(value) : extentOfOrganization(value, place);
    case 'organization path':
      return fixedOnly(organizationPath(value, place), value, place);
    case 'user id':
      return userId(value, place);
    case 'service':
      return { reach: 'limited', because: `${value} is an AWS service, on whose behalf is not said` };
    case 'is service':
      return value.toLowerCase() === 'true'
        ? { reach: 'limited', because: 'it has to be an AWS service, on whose behalf is not said' }
        : { reach: 'public', because: 'it may be anybody but an AWS service' };
    case 'network':
    case 'key':
    case 'secret':
      return isWild(value) ? wildcard(value) : { reach: 'limited', because: `it has to be ${value}` };
    case 'address':
    case 'manner':
    case 'circumstance':
      return { reach: 'public', because: 'it says nothing about who calls' };
    case 'unknown':
      return { reach: 'unclear', because: 'what it limits is not known here' };
    default:
      return kind satisfies never;
  }
}

/** The account or organization of the resource itself. */
function isOwnerVariable(value: string): boolean {
  return /^\$\{\s*aws:Resource(Account|OrgID)\s*\}$/i.test(value);
}

function wildcard(value: string): Extent {
  return { reach: 'public', because: `${value} has a wildcard, so it names nobody in particular` };
}

/** What some services call public although the owner of whatever it matches is fixed is for a person to decide. */
function fixedOnly(extent: Extent, value: string, place: Place): Extent {
  return extent.reach !== 'public' && isWild(value) && takesFixedValuesOnly(place)
    ? { reach: 'unclear', because: `${extent.because}, yet the service counts the wildcard of ${value} as public` }
    : extent;
}

function account(value: string, place: Place): Extent {
  if (isWild(value)) {
    return wildcard(value);
  }
  return /^\d{12}$/.test(value) ? extentOfAccount(value, place) : unclear(`${value} is no account`);
}

/** In ARN comparisons a wildcard stays within its part; in `StringLike` it may run over the colons into an account. */
function arn(value: string, { comparison, operator }: Test, place: Place): Extent {
  const [prefix, partition = '', service = '', region = '', owner = '', ...resource] = value.split(':');
  if (prefix !== 'arn' || resource.length === 0) {
    const isAny = isWild(value) && (comparison !== 'arn' || takesFixedValuesOnly(place));
    return isAny ? wildcard(value) : unclear(`${value} is no ARN`);
  }
  if (/^\d{12}$/.test(owner)) {
    return comparison === 'glob' && [partition, service, region].some(isWild)
      ? unclear(`${operator} lets the wildcard before the account in ${value} match more than one part`)
      : extentOfAccount(owner, place);
  }
  const isOneBucket = comparison === 'arn' && service === 's3' && !resource.some(isWild);
  if (isOneBucket || !isWild(value)) {
    return { reach: 'limited', because: `${value} is one resource, whose account is not said` };
  }
  return wildcard(value);
}

function organizationPath(value: string, place: Place): Extent {
  const [organization = '', ...path] = value.split('/');
  if (isWild(organization)) {
    return wildcard(value);
  }
  return path.length === 0
    ? unclear(`${value} is no path in an organization`)
    : extentOfOrganization(organization, place);
}

/**
 * A role's id with any session, a user's id, or an account's id with any name of a federated user.
 * Source: IAM user guide, "IAM policy elements: Variables and tags", the values of `aws:userid`.
 */
function userId(value: string, place: Place): Extent {
  const [owner = '', ...session] = value.split(':');
  if (/^\d{12}$/.test(owner)) {
    return fixedOnly(extentOfAccount(owner, place), value, place);
  }
  const isOneRole = /^AROA[A-Z0-9]+$/.test(owner) && session.join(':') === '*';
  const reach: Reach = isOneRole || !isWild(value) ? 'limited' : 'public';
  return reach === 'public' ? wildcard(value) : { reach, because: `it has to be ${value}, whose account is not said` };
}

function unclear(because: string): Extent {
  return { reach: 'unclear', because };
}
