import { holdsWithout, isWild, type Test } from './condition.ts';
import type { Place } from './place.ts';
import { type Extent, narrowest } from './reach.ts';

/**
 * The claim that tells one customer of a shared identity provider from another: without it, everybody who has an account
 * there is let in. Of other providers it is not known whether they are shared.
 * Sources: IAM user guide, "Create a role for OpenID Connect federation" and "Identity-provider controls for shared OIDC
 * providers"; GitHub, "Configuring OpenID Connect in Amazon Web Services".
 */
const tenantClaims: ReadonlyMap<string, string> = new Map([
  ['accounts.google.com', 'aud'],
  ['cognito-identity.amazonaws.com', 'aud'],
  ['graph.facebook.com', 'app_id'],
  ['token.actions.githubusercontent.com', 'sub'],
  ['www.amazon.com', 'app_id'],
]);

/** How far a `Federated` principal is let in by what the conditions ask of its claims. */
export function extentOfProvider(provider: string, tests: readonly Test[], place: Place): Extent {
  if (isWild(provider)) {
    return { reach: 'public', because: `${provider} stands for any identity provider` };
  }
  const [, account, kind, name] = /^arn:[^:]+:iam::(\d{12}):(oidc|saml)-provider\/(.+)$/.exec(provider) ?? [];
  if (kind === 'saml') {
    return saml(provider, account === place.account, tests);
  }
  const issuer = (name ?? provider).toLowerCase();
  const claims = tests.filter((test) => isClaim(test, provider));
  return tenantClaims.has(issuer) ? shared(issuer, claims, tests) : other(issuer, claims, tests);
}

/** Whether a test asks for a claim of that provider, which says nothing of anybody else. */
export function isClaim({ key }: Test, provider: string): boolean {
  const issuer = /:oidc-provider\/(.+)$/.exec(provider)?.[1] ?? provider;
  const prefix = /:saml-provider\//.test(provider) ? 'saml:' : `${issuer.toLowerCase()}:`;
  return key.toLowerCase().startsWith(prefix);
}

function saml(provider: string, isOwn: boolean, tests: readonly Test[]): Extent {
  if (!isOwn) {
    return { reach: 'foreign', because: `${provider} is another account’s identity provider` };
  }
  return tests.some((test) => isClaim(test, provider) && isFixed(test, tests))
    ? { reach: 'guarded', because: `${provider} is the account’s own, and the conditions ask for what it asserts` }
    : { reach: 'unclear', because: `no condition asks for anything that ${provider} asserts, such as SAML:aud` };
}

/** Each test of a claim can only narrow: the narrowest counts. */
function shared(issuer: string, claims: readonly Test[], tests: readonly Test[]): Extent {
  const claim = tenantClaims.get(issuer) ?? '';
  const everybody: Extent = { reach: 'public', because: `without ${issuer}:${claim}, every customer of it is let in` };
  const extents = claims.map((test): Extent => {
    const name = nameOf(test, issuer);
    if (name === claim) {
      return extentOfTenant(issuer, test, tests);
    }
    return name === 'aud'
      ? { reach: 'public', because: `${test.key} is the same for every customer` }
      : { reach: 'unclear', because: `${test.key} may not tell customers apart` };
  });
  const all = [everybody, ...extents];
  const reach = narrowest(all.map((extent) => extent.reach));
  return all.findLast((extent) => extent.reach === reach) ?? everybody;
}

function extentOfTenant(issuer: string, test: Test, tests: readonly Test[]): Extent {
  if (issuer === 'token.actions.githubusercontent.com') {
    return extentOfRepository(test, tests);
  }
  if (!isFixed(test, tests)) {
    return { reach: 'unclear', because: `what is asked of ${test.key} is not one fixed value` };
  }
  return issuer === 'cognito-identity.amazonaws.com' && !tests.some((each) => asksForSignIn(each, tests))
    ? { reach: 'unclear', because: `guests of the identity pool ${test.values.join(' or ')} may be let in` }
    : { reach: 'guarded', because: `${test.key} has to be ${test.values.join(' or ')}` };
}

/**
 * A pool gives its guests tokens too; only this claim, which also names the provider they signed in with, tells them apart.
 * Source: Amazon Cognito developer guide, "Security best practices for Amazon Cognito identity pools".
 */
function asksForSignIn(test: Test, tests: readonly Test[]): boolean {
  return (
    test.key.toLowerCase() === 'cognito-identity.amazonaws.com:amr' &&
    isFixed(test, tests) &&
    !test.values.includes('unauthenticated')
  );
}

/** A subject of GitHub Actions begins with its repository, unless its owner chose another form. */
function extentOfRepository(test: Test, tests: readonly Test[]): Extent {
  const { values } = test;
  if (!isCertain(test, tests)) {
    return { reach: 'unclear', because: `what is asked of the subject (${values.join(', ')}) cannot be judged` };
  }
  const open = values.find((value) => /^(\*+|repo:\*+([/:].*)?)$/.test(value));
  if (open !== undefined && test.comparison === 'glob') {
    return { reach: 'public', because: `${open} is any repository of GitHub` };
  }
  const odd = values.find((value) => !/^repo:[^*?/:$]+\//.test(value));
  return odd === undefined
    ? { reach: 'guarded', because: `the repository has to be ${values.join(' or ')}` }
    : { reach: 'unclear', because: `${odd} does not name the owner of the repository` };
}

function other(issuer: string, claims: readonly Test[], tests: readonly Test[]): Extent {
  const subjects = claims.filter((test) => nameOf(test, issuer) === 'sub');
  if (subjects.some((test) => isCertain(test, tests) && test.values.every((value) => !/^[*?]|\$\{/.test(value)))) {
    return { reach: 'guarded', because: `${issuer}:sub has to be ${valuesOf(subjects)}` };
  }
  return {
    reach: 'unclear',
    because: `no condition fixes ${issuer}:sub, and whether others use this provider is not known`,
  };
}

function nameOf({ key }: Test, issuer: string): string {
  return key.slice(issuer.length + 1).toLowerCase();
}

function valuesOf(tests: readonly Test[]): string {
  return tests.flatMap(({ values }) => values).join(' or ');
}

function isFixed(test: Test, tests: readonly Test[]): boolean {
  return isCertain(test, tests) && !test.values.some((value) => isWild(value) || value.includes('${'));
}

/** Whether a test compares the claim itself. A token may carry a claim or not, so what holds without it proves nothing. */
function isCertain(test: Test, tests: readonly Test[]): boolean {
  return (
    !test.negated &&
    (test.comparison === 'exact' || test.comparison === 'glob') &&
    test.values.length > 0 &&
    !holdsWithout(test, tests)
  );
}
