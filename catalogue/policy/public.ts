import { widthOf } from './address.ts';
import type { Statement } from './document.ts';

/**
 * The keys that, pinned to fixed values, keep a statement for everybody from being public: AWS's own list, and the keys
 * that name the principal, of which AWS gives `aws:PrincipalOrgID` as the example.
 * Source: Amazon S3 user guide, "Blocking public access to your Amazon S3 storage", The meaning of "public".
 */
const pinningKeys = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

const pinningOperators = new Set([
  'arnequals',
  'arnlike',
  'ipaddress',
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
]);

/**
 * Whether S3 calls a statement public: an `Allow` for any principal that no condition pins to fixed ones. That decides
 * whom S3's own settings shut out; whom a policy lets in is for `judge.ts`, which tells unclear from public.
 */
export function isPublic(statement: Statement): boolean {
  return statement.Effect === 'Allow' && isForEverybody(statement) && !pinsOf(statement).some(isPinnedTo(isFixed));
}

/**
 * Whom an `Allow` lets in besides the account itself and AWS services: the foreign accounts and principals that it names,
 * and those that its conditions pin it to where it names everybody.
 */
export function foreignPrincipals(statement: Statement, account: string): readonly string[] {
  if (statement.Effect !== 'Allow') {
    return [];
  }
  const pinned = isForEverybody(statement) ? foreignPins(statement, account) : [];
  return [...namedPrincipals(statement).filter((principal) => !isOwn(principal, account)), ...pinned];
}

function namedPrincipals({ Principal }: Statement): readonly string[] {
  return typeof Principal === 'object'
    ? ['AWS', 'CanonicalUser', 'Federated']
        .flatMap((kind) => Principal[kind] ?? [])
        .filter((principal) => principal !== '*')
    : [];
}

/** An account, or anything whose ARN lies in it. */
function isOwn(value: string, account: string): boolean {
  return value === account || (value.startsWith('arn:') && value.split(':')[4] === account);
}

/** S3 takes a principal with a wildcard for everybody, whatever else it spells out, and so all users of a web identity. */
function isForEverybody({ Principal, NotPrincipal }: Statement): boolean {
  if (NotPrincipal !== undefined || Principal === '*') {
    return true;
  }
  const { Federated = [], ...others } = Principal ?? {};
  return (
    Federated.some((provider) => !provider.startsWith('arn:')) ||
    [Federated, ...Object.values(others)].flat().some(isWild)
  );
}

interface Pin {
  readonly key: string;
  readonly values: readonly string[];
}

function pinsOf({ Condition = {} }: Statement): readonly Pin[] {
  return Object.entries(Condition)
    .filter(([operator]) => pinningOperators.has(bareOperator(operator)))
    .flatMap(([, keys]) => Object.entries(keys).map(([key, values]) => ({ key, values: [values].flat().map(String) })))
    .filter(({ key }) => pinningKeys.has(key.toLowerCase()));
}

function isPinnedTo(test: (key: string, value: string) => boolean): (pin: Pin) => boolean {
  return ({ key, values }) => values.length > 0 && values.every((value) => test(key, value));
}

/** All pins have to hold, so one that only the account itself meets leaves nobody else. */
function foreignPins(statement: Statement, account: string): readonly string[] {
  const pins = pinsOf(statement).filter(isPinnedTo((key, value) => isFixed(key, value) || hasOneOwner(value)));
  return pins.some(isPinnedTo((_, value) => isOwn(value, account)))
    ? []
    : pins.map(({ key, values }) => `everybody with ${key} ${values.join(' or ')}`);
}

/** `ForAllValues` and `IfExists` hold where the key is missing, so they pin nobody. */
function bareOperator(operator: string): string {
  return operator.toLowerCase().replace(/^foranyvalue:/, '');
}

function isFixed(key: string, value: string): boolean {
  switch (key.toLowerCase()) {
    case 'aws:sourceip':
      return widthOf([value]) === 'narrow';
    case 's3:dataaccesspointarn':
      return !isWild(value) || (hasOneOwner(value) && !isVariable(value));
    case 'aws:userid':
      return !isWild(value.replace(/^(AROA[A-Z0-9]+):\*$/, '$1'));
    default:
      return !isWild(value);
  }
}

/** Perhaps many things, but of one owner: an ARN in one account, or a path in one organization. */
function hasOneOwner(value: string): boolean {
  return /^arn:[^:*?]+:[^:*?]+:[^:]*:\d{12}:/.test(value) || /^o-[a-z0-9]{10,32}\//.test(value);
}

function isWild(value: string): boolean {
  return /[*?]/.test(value) || isVariable(value);
}

function isVariable(value: string): boolean {
  return value.includes('${');
}
