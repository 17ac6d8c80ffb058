import type { Raw } from './documented/row.ts';

/** A request's context keys, in lower case. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/**
 * Calls that somebody with nothing of the owner's can make: without credentials, or with those of an account of their own,
 * over the Internet or through an endpoint of their own, as they please otherwise.
 */
export const outsiders: readonly Context[] = [
  {},
  { ...account(), 'aws:principalarn': 'arn:aws:iam::666677778888:user/mallory', 'aws:userid': 'AIDAMALLORY' },
  {
    ...account(),
    ...organization(),
    // A path of a role may hold colons, and somebody else's account.
    'aws:principalarn': 'arn:aws:iam::666677778888:role/:111122223333:role/x',
    'aws:userid': 'AROAMALLORY:111122223333',
  },
].flatMap((who) => [
  ...['23.1.1.1', '198.51.100.7'].flatMap((address) => ways({ ...who, 'aws:sourceip': address })),
  ...ways({ ...who, 'aws:sourcevpc': 'vpc-666', 'aws:sourcevpce': 'vpce-666' }),
]);

/** Calls that AWS services make because an outsider had them do so. */
export const deputies: readonly Context[] = ways({
  'aws:sourceaccount': '666677778888',
  'aws:sourcearn': 'arn:aws:sns:us-east-1:666677778888:bait',
  'aws:principalisawsservice': 'true',
});

/** Whether a policy lets a call in: an independent reading of the rules of IAM, for the operators in `comparisons`. */
export function letsIn(statements: readonly Raw[], context: Context, action: string): boolean {
  const applying = statements.filter((statement) => applies(statement, context, action));
  return applying.some(({ Effect }) => Effect === 'Allow') && !applying.some(({ Effect }) => Effect === 'Deny');
}

function account(): Context {
  return { 'aws:principalaccount': '666677778888', 'aws:principalisawsservice': 'false' };
}

function organization(): Context {
  return { 'aws:principalorgid': 'o-mallory000', 'aws:principalorgpaths': ['o-mallory000/r-1/'] };
}

function ways(context: Context): readonly Context[] {
  const referers = ['a', 'b', 'c'].map((name) => ({ 'aws:referer': `https://${name}.example` }));
  return ['true', 'false'].flatMap((tls) =>
    [{}, ...referers].map((referer) => ({ ...context, ...referer, 'aws:securetransport': tls })),
  );
}

function applies({ Principal, NotPrincipal, Action, Condition = {} }: Raw, context: Context, action: string): boolean {
  const named = NotPrincipal === undefined ? isNamed(Principal, context) : !isNamed(NotPrincipal, context);
  return (
    named &&
    list(Action).some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    Object.entries(Condition as Raw).every(([operator, keys]) =>
      Object.entries(keys as Raw).every(([key, values]) => holds(operator, key, list(values), context)),
    )
  );
}

function isNamed(principal: unknown, context: Context): boolean {
  const identities = principal === '*' ? ['*'] : list((principal as Raw)['AWS']);
  return identities.some((identity) => identity === '*' || identity.includes(String(context['aws:principalaccount'])));
}

type Compare = (pattern: string, value: string) => boolean;

const comparisons: Readonly<Record<string, Compare>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: like,
  ArnLike: (pattern, value) => {
    const parts = (text: string) => [...text.split(':').slice(0, 5), text.split(':').slice(5).join(':')];
    return parts(pattern).every((part, index) => like(part, parts(value)[index] ?? ''));
  },
  IpAddress: (range, address) => {
    const [network = '', bits = '32'] = range.split('/');
    const size = 2 ** (32 - Number(bits));
    return Math.floor(number(network) / size) === Math.floor(number(address) / size);
  },
  Bool: (pattern, value) => pattern === value,
};

function holds(operator: string, key: string, patterns: readonly string[], context: Context): boolean {
  const [, set, name = '', ifExists] = /^(ForAnyValue:|ForAllValues:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const values = list(context[key.toLowerCase()]);
  if (name === 'Null') {
    return patterns.includes(String(values.length === 0));
  }
  const isNegated = /Not/.test(name);
  const compare = comparisons[name.replace('Not', '')];
  if (compare === undefined) {
    throw new Error(`the rules of ${operator} are not written down here`);
  }
  if (values.length === 0) {
    return ifExists !== undefined || set === 'ForAllValues:' || (isNegated && set === undefined);
  }
  const meets = (value: string) => patterns.some((pattern) => compare(pattern, value)) !== isNegated;
  return set === 'ForAllValues:' || isNegated ? values.every(meets) : values.some(meets);
}

function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

function number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function list(value: unknown): readonly string[] {
  return value === undefined ? [] : [value].flat().map(String);
}
