import * as z from 'zod';
import type { Check, NonEmpty } from '../control.ts';
import { type Statement, statementsOf } from '../policy/document.ts';
import { contains } from '../policy/glob.ts';
import { difference, grantedBy, intersection, isSubset } from './action-set.ts';
import { flawsOf } from './proof.ts';

/** What IAM Access Analyzer answered about a trimmed policy; `null` where it does not answer. */
export const Answers = z.object({
  /** CheckNoNewAccess from the old policy to the trimmed one: what speaks against it, empty where nothing does. */
  noMore: z.array(z.string()).nullable(),
  /** CheckNoNewAccess from the trimmed policy to the part of the old one that is used. */
  enough: z.array(z.string()).nullable(),
  /** ValidatePolicy: the errors in the trimmed policy. */
  errors: z.array(z.string()).nullable(),
});
export type Answers = z.infer<typeof Answers>;

export interface Trimmed {
  /** What the policy is called: `inline policy logs`. */
  readonly name: string;
  readonly old: string;
  /** `null` where nothing is left of it. */
  readonly trimmed: string | null;
  readonly used: readonly string[];
  /** `null` where nothing is left that anybody could be asked about. */
  readonly answers: Answers | null;
}

const analyzer = 'IAM Access Analyzer';
const ourselves = 'Homeostat';
const inItsPlace = 'Homeostat’s own algebra of policies, as IAM Access Analyzer does not answer here';

/** That used ⊆ trimmed ⊆ old, shown in several ways that know nothing of each other, nor of how the policy was trimmed. */
export function proofOf(policy: Trimmed): NonEmpty<Check> {
  return [structure(policy), ...(policy.trimmed === null ? [] : asked(policy, policy.trimmed)), replay(policy)];
}

function structure({ name, old, trimmed, used }: Trimmed): Check {
  const flaws = flawsOf(old, trimmed ?? nothing, new Set(used));
  return {
    check: `each statement of ${name} is one of the old ones with fewer actions, and nothing that denies is less`,
    by: ourselves,
    ...outcome(flaws, saysStatements(old, trimmed ?? nothing)),
  };
}

const nothing = '{"Version":"2012-10-17","Statement":[]}';

function saysStatements(old: string, trimmed: string): string {
  const [before, after] = [statementsOf(old), statementsOf(trimmed)];
  const same = after.filter((one) => before.some((other) => JSON.stringify(other) === JSON.stringify(one))).length;
  return `statements as they were: ${same}, with fewer actions: ${after.length - same}, gone: ${before.length - after.length}`;
}

/** What Access Analyzer is asked, or the algebra where it does not answer. */
function asked({ name, old, used, answers }: Trimmed, trimmed: string): readonly Check[] {
  const [before, after] = [grantedBy(old), grantedBy(trimmed)];
  const lost = difference(intersection(before, new Set(used)), after);
  const more = isSubset(after, before) ? [] : [...difference(after, before)].map((one) => `${one} is new`);
  return [
    {
      check: `${name} grants nothing that it did not grant before`,
      ...answered(answers?.noMore, more, 'CheckNoNewAccess passes'),
    },
    {
      check: `all that is used of ${name} is still granted`,
      ...answered(
        answers?.enough,
        [...lost].map((one) => `${one} is gone`),
        'CheckNoNewAccess passes the other way round',
      ),
    },
    {
      check: `the new text of ${name} is a valid policy`,
      ...answered(answers?.errors, [], 'ValidatePolicy finds no error'),
    },
  ];
}

function answered(
  flaws: readonly string[] | null | undefined,
  own: readonly string[],
  passed: string,
): Omit<Check, 'check'> {
  return flaws === null || flaws === undefined
    ? { by: inItsPlace, ...outcome(own, 'the two texts show it') }
    : { by: analyzer, ...outcome(flaws, passed) };
}

/** Each distinct call of the window meets the same statements as before, so that it is decided as before, whatever it is about. */
function replay({ name, old, trimmed, used }: Trimmed): Check {
  const [before, after] = [old, trimmed ?? nothing].map(meeting) as [Meeting, Meeting];
  const differing = used.filter((action) => before(action) !== after(action));
  return {
    check: `every call of the window is decided by ${name} as before`,
    by: ourselves,
    ...outcome(
      differing.map((action) => `${action} is not`),
      saysUsed(used),
    ),
  };
}

/** Of many, the reasons for which they stay name them. */
function saysUsed(used: readonly string[]): string {
  if (used.length === 0) {
    return 'nothing of it was called';
  }
  const named = used.length > 20 ? '' : `: ${used.join(', ')}`;
  return `${used.length} distinct ${used.length === 1 ? 'action was' : 'actions were'} called${named}`;
}

type Meeting = (action: string) => string;

/** The statements of a text that speak of an action, without the lists of actions they stand in. */
function meeting(text: string): Meeting {
  const statements = statementsOf(text).map((statement) => {
    const { Action: _, ...rest } = statement;
    return { rest: JSON.stringify(rest), speaksOf: speaking(statement) };
  });
  return (action) => statements.flatMap(({ rest, speaksOf }) => (speaksOf(action) ? [rest] : [])).join();
}

/** Told from the patterns alone, without the tables by which the text was trimmed. */
function speaking({ Action, NotAction }: Statement): (action: string) => boolean {
  const patterns = (Action ?? NotAction ?? []).map((pattern) => pattern.toLowerCase());
  const names = new Set(patterns);
  const wildcards = patterns
    .filter((pattern) => /[*?]/.test(pattern))
    .map((pattern) => ({ pattern, start: pattern.split(/[*?]/)[0] ?? '' }));
  return (action) => {
    const name = action.toLowerCase();
    const isMeant = ({ pattern, start }: (typeof wildcards)[number]) =>
      name.startsWith(start) && (pattern === `${start}*` || contains(pattern, name));
    const isNamed = names.has(name) || wildcards.some(isMeant);
    return isNamed === (NotAction === undefined);
  };
}

function outcome(flaws: readonly string[], says: string): Pick<Check, 'holds' | 'says'> {
  return { holds: flaws.length === 0, says: flaws.length === 0 ? says : flaws.join('; ') };
}
