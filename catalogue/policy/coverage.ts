import type { Statement } from './document.ts';
import { contains, overlaps } from './glob.ts';

/** How much of what one statement allows another one is about. */
export type Coverage = 'all' | 'some' | 'none';

/** How much of the actions on the resources of an `Allow` a `Deny` is about. `some` also where it cannot be told. */
export function coverageOf(denial: Statement, allowance: Statement): Coverage {
  const parts = [actions(denial, allowance), resources(denial, allowance)];
  return parts.includes('none') ? 'none' : parts.includes('some') ? 'some' : 'all';
}

function actions(denial: Statement, allowance: Statement): Coverage {
  return compare(
    { named: lower(denial.Action), excepted: lower(denial.NotAction) },
    { named: lower(allowance.Action), excepted: lower(allowance.NotAction) },
  );
}

/** Trust policies have no resource: the role they are attached to is meant. */
function resources(denial: Statement, allowance: Statement): Coverage {
  const [denied, allowed] = [denial, allowance].map(({ Resource, NotResource }) => ({
    named: Resource,
    excepted: NotResource,
  })) as [Patterns, Patterns];
  return isEmpty(denied) && isEmpty(allowed) ? 'all' : compare(denied, allowed);
}

interface Patterns {
  readonly named: readonly string[] | undefined;
  readonly excepted: readonly string[] | undefined;
}

function isEmpty({ named, excepted }: Patterns): boolean {
  return named === undefined && excepted === undefined;
}

function compare(denied: Patterns, allowed: Patterns): Coverage {
  if (denied.named?.some((pattern) => /^\*+(:\*+)?$/.test(pattern))) {
    return 'all';
  }
  const { named } = allowed;
  if (named === undefined || named.length === 0) {
    return 'some';
  }
  const patterns = denied.named ?? denied.excepted ?? [];
  const isHit = (test: (one: string, other: string) => boolean) => (one: string) =>
    patterns.some((pattern) => test(pattern, one));
  const within = named.filter(isHit((outer, inner) => contains(outer, inner) && !isVariable(outer))).length;
  const touched = named.filter(
    isHit((one, other) => isVariable(one) || isVariable(other) || overlaps(one, other)),
  ).length;
  if (patterns.length === 0) {
    return 'some';
  }
  return denied.named !== undefined
    ? amount(within === named.length, touched === 0)
    : amount(touched === 0, within === named.length);
}

function amount(isAll: boolean, isNone: boolean): Coverage {
  return isAll ? 'all' : isNone ? 'none' : 'some';
}

function isVariable(pattern: string): boolean {
  return pattern.includes('${');
}

function lower(patterns: readonly string[] | undefined): readonly string[] | undefined {
  return patterns?.map((pattern) => pattern.toLowerCase());
}
