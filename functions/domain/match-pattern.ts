/**
 * Whether an event matches an EventBridge pattern, as far as the derived patterns go: exact values, `prefix`, `suffix`,
 * `exists`, `anything-but` a prefix, and `$or`. AWS's reference: Amazon EventBridge, "Comparison operators for use in event patterns".
 * @throws {TypeError} on any other operator: a rule that cannot be judged is not passed over.
 */
export function matchesPattern(pattern: object, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') {
      return (wanted as readonly object[]).some((one) => matchesPattern(one, event));
    }
    const value = property(event, key);
    return Array.isArray(wanted)
      ? wanted.some((matcher) => matches(matcher, value))
      : matchesPattern(wanted as object, value);
  });
}

/** A list in an event matches where one of its entries does. */
function matches(matcher: unknown, value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some((one) => matches(matcher, one));
  }
  if (typeof matcher !== 'object' || matcher === null) {
    return matcher === value;
  }
  const [[operator, operand] = [], ...others] = Object.entries(matcher) as [string, unknown][];
  if (operator === 'exists' && others.length === 0) {
    return (value !== undefined) === operand;
  }
  if (operator === 'prefix' && typeof operand === 'string') {
    return typeof value === 'string' && value.startsWith(operand);
  }
  if (operator === 'suffix' && typeof operand === 'string') {
    return typeof value === 'string' && value.endsWith(operand);
  }
  const but = operator === 'anything-but' ? (operand as { prefix?: unknown }).prefix : undefined;
  if (typeof but === 'string') {
    return typeof value === 'string' && !value.startsWith(but);
  }
  throw new TypeError(`this operator of a pattern is not known here: ${JSON.stringify(matcher)}`);
}

/** The entries of a list of objects are looked into together. */
function property(event: unknown, key: string): unknown {
  if (Array.isArray(event)) {
    return event.flatMap((one) => property(one, key) ?? []);
  }
  return typeof event === 'object' && event !== null && Object.hasOwn(event, key)
    ? (event as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
