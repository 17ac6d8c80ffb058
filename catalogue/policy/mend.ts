import { type Cut, cut } from './cut.ts';
import { statementsOf } from './document.ts';
import { clauseOf, judge, type StatementJudgement } from './judge.ts';
import { hasAdministrator } from './key-administrator.ts';
import { layoutOf } from './layout.ts';
import type { Party } from './party.ts';
import type { Place } from './place.ts';
import { type Outsiders, verdictOf } from './reach.ts';
import { letsTake } from './role-taking.ts';

/** What becomes of a policy without the outsiders that it certainly lets in. */
export type Mended =
  | { readonly outcome: 'closed' }
  /** It stays: it cannot be judged, or mending it would do harm. `because` is for a person to decide on. */
  | { readonly outcome: 'left'; readonly verdict: 'open' | 'unclear'; readonly because: string }
  | Mend;

export interface Mend {
  readonly outcome: 'mended';
  /** What stays, byte for byte. `null` where no statement does: delete the policy. */
  readonly document: string | null;
  /** What was taken out, in order. */
  readonly removed: readonly Removal[];
  /** What stays although it may let outsiders in, a clause each. */
  readonly left: readonly string[];
  /** Who loses access and why, and what is left to a person. */
  readonly because: string;
}

interface Removal {
  /** The statement's place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  /** Whether the statement goes, or only the principals. */
  readonly whole: boolean;
  readonly principals: readonly string[];
  /** A clause: which statement lets whom in, and why. */
  readonly because: string;
}

/**
 * Takes out of a policy exactly the principals that it certainly lets in although they are outsiders, and the statements
 * of which nobody stays. Nothing that is unclear goes, and nothing where what is left would lock the owner out.
 */
export function withoutOutsiders(text: string, place: Place, outsiders: Outsiders): Mended {
  const judgement = judge(text, place);
  if (judgement.outcome === 'unreadable') {
    return left('unclear', [`the policy could not be read: ${judgement.because}`]);
  }
  const { statements } = judgement;
  const unclear = statements.flatMap((statement) => clauseOf(statement, 'unclear', outsiders) ?? []);
  const taken = statements.flatMap((statement) => removalOf(statement, outsiders) ?? []);
  if (taken.length === 0) {
    return unclear.length === 0 ? { outcome: 'closed' } : left('unclear', unclear);
  }
  const removed = taken.map(({ removal }) => removal);
  const reasons = removed.map(({ because }) => because);
  const document = without(text, taken.map(cutOf));
  const harm = harmOf({ document, removed, place });
  return harm === undefined
    ? { outcome: 'mended', document, removed, left: unclear, because: [...reasons, ...forAPerson(unclear)].join('; ') }
    : left('open', [...reasons.map((reason) => `${reason}, but ${harm}`), ...unclear]);
}

function left(verdict: 'open' | 'unclear', clauses: readonly string[]): Mended {
  return { outcome: 'left', verdict, because: clauses.join('; ') };
}

function forAPerson(clauses: readonly string[]): readonly string[] {
  return clauses.length === 0 ? [] : [`left to a person: ${clauses.join('; ')}`];
}

interface Taken {
  readonly removal: Removal;
  readonly parties: readonly Party[];
}

function removalOf(statement: StatementJudgement, outsiders: Outsiders): Taken | undefined {
  const parties = statement.parties.filter(({ reach }) => verdictOf([reach], outsiders) === 'open');
  const because = clauseOf(statement, 'open', outsiders);
  if (because === undefined) {
    return undefined;
  }
  const { index, sid } = statement;
  const whole = parties.length === statement.parties.length;
  return { removal: { index, sid, whole, principals: parties.map(({ value }) => value), because }, parties };
}

function cutOf({ removal: { index, whole }, parties }: Taken): Cut {
  return whole
    ? { index, whole }
    : {
        index,
        whole,
        takes: (element, value) => parties.some((party) => party.element === element && party.value === value),
      };
}

/** Counts the statements in the text itself: a `Deny` is one that stays. */
function without(text: string, cuts: readonly Cut[]): string | null {
  const layout = layoutOf(text);
  const statements =
    layout.kind === 'members' ? layout.members.find(({ key }) => key === 'Statement')?.value : undefined;
  const count = statements?.kind === 'list' ? statements.items.length : 1;
  return cuts.filter(({ whole }) => whole).length === count ? null : cut(text, layout, cuts);
}

/** Why a mend is not made although it would close the policy. */
function harmOf({
  document,
  removed,
  place,
}: {
  document: string | null;
  removed: readonly Removal[];
  place: Place;
}): string | undefined {
  switch (place.service) {
    case 'kms':
      return document === null || !hasAdministrator(document, place)
        ? 'without it nobody of the account could manage the key any more'
        : undefined;
    case 'iam':
      return document === null || !canBeTaken(document) ? 'without it nobody could take the role any more' : undefined;
    case 'lambda':
      return removed.every(({ whole, sid }) => whole && sid !== undefined)
        ? undefined
        : 'Lambda removes whole statements by their Sid only';
    case 'dynamodb':
    case 's3':
    case 'secretsmanager':
    case 'sns':
    case 'sqs':
      return undefined;
    default:
      return place.service satisfies never;
  }
}

function canBeTaken(trust: string): boolean {
  return statementsOf(trust).some((statement) => statement.Effect === 'Allow' && letsTake(statement));
}
