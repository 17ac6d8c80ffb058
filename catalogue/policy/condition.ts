import type { Statement } from './document.ts';

/** One key under one operator of a condition. All tests of a statement have to hold; of a test's values, one is enough. */
export interface Test {
  /** As the policy spells them. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  readonly comparison: Comparison;
  readonly negated: boolean;
  /** `ForAnyValue` and `ForAllValues`. */
  readonly quantifier: 'any' | 'all' | undefined;
  readonly ifExists: boolean;
}

/** How values are compared. ARNs are compared part by part, so that a wildcard stays within its part; `Null` asks for presence. */
type Comparison = 'exact' | 'glob' | 'arn' | 'address' | 'presence' | 'other';

/** Source: IAM user guide, "IAM JSON policy elements: Condition operators". */
const comparisons: ReadonlyMap<string, Comparison> = new Map(
  Object.entries<Comparison>({
    stringequals: 'exact',
    stringequalsignorecase: 'exact',
    stringlike: 'glob',
    numericequals: 'exact',
    bool: 'exact',
    arnequals: 'arn',
    arnlike: 'arn',
    ipaddress: 'address',
    null: 'presence',
  }),
);

export function testsOf({ Condition = {} }: Statement): readonly Test[] {
  return Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator,
      key,
      values: [values].flat().map(String),
      ...partsOf(operator),
    })),
  );
}

/** Whether a test asks for that key; case does not count. */
function isOn(test: Test, key: string): boolean {
  return test.key.toLowerCase() === key.toLowerCase();
}

/**
 * Whether a test also holds where the request has no such key, and no other test demands the key.
 * Source: IAM user guide, "Multivalued context keys": `ForAllValues` is true where there is none; `Null` prevents that.
 */
export function holdsWithout(test: Test, all: readonly Test[]): boolean {
  const demanded = all.some((other) => isOn(other, test.key) && demandsPresence(other));
  return (test.ifExists || test.quantifier === 'all') && !demanded;
}

export function demandsPresence({ comparison, values }: Test): boolean {
  return comparison === 'presence' && values.length > 0 && values.every((value) => value.toLowerCase() === 'false');
}

export function isWild(value: string): boolean {
  return /[*?]/.test(value);
}

export function isVariable(value: string): boolean {
  return value.includes('${');
}

function partsOf(operator: string): Pick<Test, 'comparison' | 'negated' | 'quantifier' | 'ifExists'> {
  const [, quantifier, name = '', ifExists] =
    /^(?:for(any|all)values?:)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  const positive = name.replace(/^(string|arn|numeric|)not/, '$1');
  return {
    comparison: comparisons.get(positive) ?? 'other',
    negated: positive !== name,
    quantifier: quantifier === 'any' || quantifier === 'all' ? quantifier : undefined,
    ifExists: ifExists !== undefined,
  };
}
