import { cut } from '../policy/cut.ts';
import { type Statement, statementsOf, UnreadablePolicy } from '../policy/document.ts';
import { layoutOf, type Node } from '../policy/layout.ts';
import { narrowed } from './action-set.ts';
import { actionsLike } from './known-actions.ts';

/** Whether one action is to stay, and what it is known by. `because` is a clause. */
export interface Judged {
  readonly keep: boolean;
  readonly because: string;
}

/** One action of one statement, with why it stays or goes. `statement` is its Sid, or its place counted from 1. */
export interface Reason extends Judged {
  readonly statement: string;
  readonly action: string;
}

export type Trimmed =
  | { readonly outcome: 'same'; readonly reasons: readonly Reason[]; readonly left: readonly string[] }
  | {
      readonly outcome: 'trimmed';
      /** The new text; `null` where nothing is left of it. What stays is as it was written, byte for byte. */
      readonly document: string | null;
      readonly reasons: readonly Reason[];
      /** Statements that are a person's to decide, each a clause. */
      readonly left: readonly string[];
    }
  | { readonly outcome: 'unreadable'; readonly because: string };

export interface Trimming {
  readonly judge: (action: string) => Judged;
  /** Why a statement is to stay as it is, by its owner's wish; undefined where nothing was wished. */
  readonly optedOut?: (statement: Statement) => string | undefined;
}

/**
 * Takes actions out of the statements that allow them. Resources, conditions, Sids and the order of statements stay; what denies
 * or names by exception is left to a person; no wildcard comes in that was not there.
 */
export function trimmed(text: string, trimming: Trimming): Trimmed {
  try {
    return trim(text, statementsOf(text), trimming);
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return { outcome: 'unreadable', because: error.message };
    }
    throw error;
  }
}

interface Judgement {
  readonly index: number;
  /** What becomes of its `Action`; undefined where it stays. */
  readonly actions?: readonly string[];
  readonly reasons: readonly Reason[];
  readonly left?: string;
}

function trim(text: string, statements: readonly Statement[], trimming: Trimming): Trimmed {
  // Refuses a key that is there twice, of which IAM may take another one than JSON.parse does.
  layoutOf(text);
  const judgements = statements.map((statement, index) => judgementOf(statement, index, trimming));
  const reasons = judgements.flatMap((one) => one.reasons);
  const left = judgements.flatMap((one) => one.left ?? []);
  const changed = judgements.filter(({ actions }) => actions !== undefined);
  if (changed.length === 0) {
    return { outcome: 'same', reasons, left };
  }
  const gone = changed.filter(({ actions }) => actions?.length === 0);
  if (gone.length === statements.length) {
    return { outcome: 'trimmed', document: null, reasons, left };
  }
  const rewritten = withActions(text, new Map(changed.map(({ index, actions = [] }) => [index, actions])));
  const document = cut(
    rewritten,
    layoutOf(rewritten),
    gone.map(({ index }) => ({ index, whole: true })),
  );
  return { outcome: 'trimmed', document, reasons, left };
}

function judgementOf(statement: Statement, index: number, { judge, optedOut }: Trimming): Judgement {
  const name = statement.Sid ?? `${index + 1}`;
  const untouched = whyUntouched(statement) ?? optedOut?.(statement);
  if (untouched !== undefined) {
    return { index, reasons: [], left: `statement ${name} ${untouched}` };
  }
  const patterns = statement.Action ?? [];
  const reasons = patterns.flatMap((pattern) => reasonsFor(pattern, name, judge));
  const kept = new Set(reasons.filter(({ keep }) => keep).map(({ action }) => action));
  const actions = narrowed(patterns, kept);
  const isSame = actions.length === patterns.length && actions.every((action, at) => action === patterns[at]);
  return { index, reasons: once(reasons), ...(!isSame && { actions }) };
}

/** What only a person can weigh: taking something out of an exception lets more in. */
function whyUntouched({ Effect, NotAction, NotResource, Principal, NotPrincipal }: Statement): string | undefined {
  if (Effect === 'Deny') {
    return 'denies, and stays';
  }
  if (NotAction !== undefined || NotResource !== undefined || NotPrincipal !== undefined) {
    return 'grants all but what it names, and is left to a person';
  }
  return Principal === undefined ? undefined : 'names principals, as no policy of an identity does';
}

function reasonsFor(pattern: string, statement: string, judge: Trimming['judge']): readonly Reason[] {
  const actions = actionsLike(pattern);
  return actions.length === 0
    ? [{ statement, action: pattern, keep: true, because: 'IAM’s tables do not know it' }]
    : actions.map((action) => ({ statement, action, ...judge(action) }));
}

function once(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [reason.action, reason])).values()];
}

/** The text with other actions in some statements; those without any stay as they are, to be cut out whole. */
function withActions(text: string, changes: ReadonlyMap<number, readonly string[]>): string {
  const statements = memberOf(layoutOf(text), 'Statement');
  const all = statements?.kind === 'list' ? statements.items : statements === undefined ? [] : [statements];
  const edits = [...changes].flatMap(([index, actions]) => {
    const value = memberOf(all[index], 'Action');
    return value === undefined || actions.length === 0 ? [] : [{ value, actions }];
  });
  return edits
    .toSorted((a, b) => b.value.start - a.value.start)
    .reduce((whole, { value, actions }) => replaced(whole, value, actions), text);
}

/** Writes a list of actions in the layout of the one that was there. */
function replaced(text: string, value: Node, actions: readonly string[]): string {
  const quoted = actions.map((action) => JSON.stringify(action));
  const before = text.slice(0, value.start);
  const after = text.slice(value.end);
  if (value.kind !== 'list') {
    return `${before}${quoted.length === 1 ? quoted[0] : `[${quoted.join(',')}]`}${after}`;
  }
  const [first, second] = value.items;
  const opening = text.slice(value.start, first?.start);
  const closing = text.slice(value.items.at(-1)?.end, value.end);
  const between = first && second ? text.slice(first.end, second.start) : `,${opening.slice(1)}`;
  return `${before}${opening}${quoted.join(between)}${closing}${after}`;
}

function memberOf(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'members' ? node.members.find((member) => member.key === key)?.value : undefined;
}
