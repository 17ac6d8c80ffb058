import { denialsOf } from './denial.ts';
import { type Statement, statementsOf, UnreadablePolicy } from './document.ts';
import { layoutOf } from './layout.ts';
import { type Party, partiesOf } from './party.ts';
import type { Place } from './place.ts';
import { type Outsiders, type Reach, type Verdict, verdictOf, widest } from './reach.ts';
import { letsTake } from './role-taking.ts';

/** What a policy makes of outsiders, statement by statement. */
export type Judgement =
  | { readonly outcome: 'judged'; readonly statements: readonly StatementJudgement[] }
  | { readonly outcome: 'unreadable'; readonly because: string };

/** How far one `Allow` lets whom in. A `Deny` is counted in the ones it takes something from. */
export interface StatementJudgement {
  /** Its place in the policy, from 0. */
  readonly index: number;
  readonly sid: string | undefined;
  /** How it is called in a clause: `statement Anyone`, or by its number where it has no Sid. */
  readonly name: string;
  /** The furthest of its parties. */
  readonly reach: Reach;
  readonly parties: readonly Party[];
}

/** Judges a resource's policy, or a role's trust policy, as AWS stores it (JSON text). */
export function judge(text: string, place: Place): Judgement {
  try {
    const statements = statementsOf(text);
    layoutOf(text);
    return { outcome: 'judged', statements: judgeStatements(statements, place) };
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return { outcome: 'unreadable', because: error.message };
    }
    throw error;
  }
}

/** A policy's verdict: `open` where any statement is, else `unclear` where any is, with a clause for each that counted. */
export function verdictOn(
  text: string,
  place: Place,
  outsiders: Outsiders,
): { readonly verdict: Verdict; readonly because: readonly string[] } {
  const judgement = judge(text, place);
  if (judgement.outcome === 'unreadable') {
    return { verdict: 'unclear', because: [`the policy could not be read: ${judgement.because}`] };
  }
  const parties = judgement.statements.flatMap((statement) => statement.parties);
  const verdict = verdictOf(reachesOf(parties), outsiders);
  return {
    verdict,
    because: judgement.statements.flatMap((statement) => clauseOf(statement, verdict, outsiders) ?? []),
  };
}

/** Whom a statement lets in with that verdict, and why, as one clause; `undefined` where nobody. */
export function clauseOf(
  { name, parties }: StatementJudgement,
  verdict: Verdict,
  outsiders: Outsiders,
): string | undefined {
  const counted = parties.filter(({ reach }) => verdictOf([reach], outsiders) === verdict);
  return counted.length === 0
    ? undefined
    : `${name} lets in ${counted.map((party) => `${whoIs(party)} (${party.because.join('; ')})`).join(' and ')}`;
}

function whoIs({ element, value }: Party): string {
  return element === 'NotPrincipal' ? `everybody but ${value}` : value === '*' ? 'everybody' : value;
}

function reachesOf(parties: readonly Party[]): readonly Reach[] {
  return parties.map(({ reach }) => reach);
}

function judgeStatements(statements: readonly Statement[], place: Place): readonly StatementJudgement[] {
  const named = statements.map((statement, index) => ({ statement, index, name: nameOf(statement, index) }));
  const denials = named.filter(({ statement }) => statement.Effect === 'Deny');
  return named
    .filter(({ statement }) => statement.Effect === 'Allow' && (place.service !== 'iam' || letsTake(statement)))
    .map(({ statement, index, name }) => {
      const parties = oddity(statement) ?? partiesOf(statement, place, denialsOf(statement, denials, place));
      return { index, sid: statement.Sid, name, reach: widest(reachesOf(parties)), parties };
    });
}

function nameOf({ Sid }: Statement, index: number): string {
  return `statement ${Sid ?? index + 1}`;
}

const known = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** A statement of a form that AWS does not document is not judged: it may mean anything. */
function oddity(statement: Statement): readonly Party[] | undefined {
  const unclear = (value: string, because: string): readonly Party[] => [
    { element: '', value, reach: 'unclear', because: [because] },
  ];
  const unknown = Object.keys(statement).find((key) => !known.has(key));
  if (unknown !== undefined) {
    return unclear('somebody', `its element ${unknown} is not known here`);
  }
  const { Principal, NotPrincipal } = statement;
  if (Principal !== undefined && NotPrincipal !== undefined) {
    return unclear('somebody', 'it has both Principal and NotPrincipal');
  }
  const names = typeof Principal === 'object' ? Object.values(Principal).flat().length : 1;
  return (Principal ?? NotPrincipal) === undefined || names === 0
    ? unclear('somebody', 'it names no principal')
    : undefined;
}
