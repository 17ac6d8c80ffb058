import { statementsOf } from '../policy/document.ts';
import { actionsLike } from './known-actions.ts';

/** Actions, each as IAM spells it: `s3:GetObject`. */
export type ActionSet = ReadonlySet<string>;

export interface Expanded {
  readonly actions: ActionSet;
  /** Patterns that stand for no action that is known: newer than the catalogue, or misspelt. */
  readonly unknown: readonly string[];
}

/** The actions that the `Action` element of a statement stands for. */
export function expand(patterns: readonly string[]): Expanded {
  const found = patterns.map((pattern) => [pattern, actionsLike(pattern)] as const);
  return {
    actions: new Set(found.flatMap(([, actions]) => actions)),
    unknown: found.filter(([, actions]) => actions.length === 0).map(([pattern]) => pattern),
  };
}

/** What the statements that allow something name together; of those that name by exception, nothing. */
export function grantedBy(text: string): ActionSet {
  const allowing = statementsOf(text).filter(({ Effect }) => Effect === 'Allow');
  return expand(allowing.flatMap(({ Action = [] }) => Action)).actions;
}

export function isSubset(inner: ActionSet, outer: ActionSet): boolean {
  return inner.size <= outer.size && [...inner].every((action) => outer.has(action));
}

export function intersection(one: ActionSet, other: ActionSet): ActionSet {
  return new Set([...one].filter((action) => other.has(action)));
}

export function difference(one: ActionSet, other: ActionSet): ActionSet {
  return new Set([...one].filter((action) => !other.has(action)));
}

/**
 * The same patterns with only what is kept in them: a pattern that loses nothing stays as it is written, one of which
 * nothing is kept goes, and any other becomes the names of what is kept of it. Never a wildcard that was not there: it would
 * let in what AWS adds later. What is not known stays; each name is there once.
 */
export function narrowed(patterns: readonly string[], kept: ActionSet): readonly string[] {
  const whole = patterns.filter((pattern) => actionsLike(pattern).every((action) => kept.has(action)));
  const covered = new Set(whole.flatMap(actionsLike));
  return patterns.flatMap((pattern) => {
    if (whole.includes(pattern)) {
      return [pattern];
    }
    const names = actionsLike(pattern).filter((action) => kept.has(action) && !covered.has(action));
    for (const name of names) {
      covered.add(name);
    }
    return names;
  });
}
