import * as z from 'zod';
import { isWild, testsOf } from './condition.ts';
import { type Statement, statementsOf } from './document.ts';
import { contains } from './glob.ts';
import { judge } from './judge.ts';
import type { Party } from './party.ts';
import type { Place } from './place.ts';

/** Who may send to a topic or a queue by its policy, as far as it matters for whom a key has to let in. Sorted, none twice. */
export const Senders = z.object({
  /** AWS services, by the principals that they have, even where the policy tells them by the source of a message. */
  services: z.array(z.string()),
  /** Whoever else is not certainly of the account, as the policy spells it. */
  outsiders: z.array(z.string()),
  /** Whether everybody of the account is let in, and with them AWS services that act for it, without naming any. */
  anyService: z.boolean(),
  /** A clause about why the policy could not be read. */
  unread: z.string().nullable(),
});
export type Senders = z.infer<typeof Senders>;

/** The senders that a policy lets in with an action such as `sns:Publish`. A `Deny` is not counted: it only keeps out. */
export function sendersIn(text: string | null, place: Place, action: string): Senders {
  const nobody: Senders = { services: [], outsiders: [], anyService: false, unread: null };
  if (text === null) {
    return nobody;
  }
  const judgement = judge(text, place);
  if (judgement.outcome === 'unreadable') {
    return { ...nobody, unread: judgement.because };
  }
  const statements = statementsOf(text);
  const found = judgement.statements.flatMap(({ index, parties }) => {
    const statement = statements[index];
    return statement !== undefined && isAbout(statement, action.toLowerCase())
      ? parties.map((party) => senderOf(party, statement))
      : [];
  });
  return {
    services: sorted(found.flatMap(({ services = [] }) => services)),
    outsiders: sorted(found.flatMap(({ outsider }) => outsider ?? [])),
    anyService: found.some((sender) => sender.anyService),
    unread: null,
  };
}

interface Sender {
  readonly services?: readonly string[];
  readonly outsider?: string;
  readonly anyService?: boolean;
}

function senderOf({ element, value, reach }: Party, statement: Statement): Sender {
  if (element === 'Service') {
    return { services: [value] };
  }
  const services = value === '*' ? servicesOfSources(statement) : [];
  if (services.length > 0) {
    return { services };
  }
  return reach === 'own' ? { anyService: value === '*' } : { outsider: value };
}

/** Only calls of AWS services have a source; its ARN tells which. */
function servicesOfSources(statement: Statement): readonly string[] {
  const sources = testsOf(statement)
    .filter(({ key, negated, ifExists }) => key.toLowerCase() === 'aws:sourcearn' && !negated && !ifExists)
    .flatMap(({ values }) => values);
  const prefixes = sources.map((source) => source.split(':')[2] ?? '');
  return prefixes.every((prefix) => prefix !== '' && !isWild(prefix)) ? prefixes.map(principalOf) : [];
}

function principalOf(prefix: string): string {
  return prefix === 'rds' ? 'events.rds.amazonaws.com' : `${prefix}.amazonaws.com`;
}

function isAbout({ Action }: Statement, action: string): boolean {
  return Action === undefined || Action.some((pattern) => contains(pattern.toLowerCase(), action));
}

function sorted(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted();
}
