import * as z from 'zod';
import { byMail } from './identity.ts';
import type { Approver } from './people.ts';

export const Decision = z.enum(['approve', 'reject', 'exempt']);
export type Decision = z.infer<typeof Decision>;

/** How somebody was known when they voted. */
export const Via = z.enum(['mailed code', 'Slack', 'command', 'console']);
export type Via = z.infer<typeof Via>;

const comment = z.string().trim().max(1000);
const reason = z.string().trim().min(1, 'say why').max(500);

/** What a person says to a question. An exemption needs its length in days and a reason. */
export const Ballot = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('approve'), comment: comment.optional() }),
  z.object({ decision: z.literal('reject'), comment: comment.optional() }),
  z.object({
    decision: z.literal('exempt'),
    comment: comment.optional(),
    days: z.coerce.number().int().min(1),
    reason,
  }),
]);
export type Ballot = z.infer<typeof Ballot>;

/** One person's say on one plan, and only that plan. `person` is their mail in lower case, whatever way they came. */
export const Vote = z.object({
  person: z.string(),
  name: z.string(),
  via: Via,
  decision: Decision,
  comment: z.string().optional(),
  days: z.number().optional(),
  reason: z.string().optional(),
  /** ISO 8601 UTC. */
  at: z.string(),
  planDigest: z.string(),
});
export type Vote = z.infer<typeof Vote>;

/** What was decided about one plan, with the votes that decided it. */
export const Approval = z.object({
  decision: Decision,
  /** The people whose votes decided, for a sentence. */
  by: z.string(),
  at: z.string(),
  planDigest: z.string(),
  votes: z.array(Vote),
});
export type Approval = z.infer<typeof Approval>;

export interface Electorate {
  /** Who may decide now: looked up when it is counted, not when they voted. */
  readonly entitled: readonly Approver[];
  readonly quorum: number;
  readonly planDigest: string;
}

export interface Tally {
  /** The votes for the plan that count now. */
  readonly approvals: readonly Vote[];
  readonly needed: number;
  /** What the votes decide; undefined while they do not. */
  readonly decision: Decision | undefined;
  /** The votes that decided. */
  readonly deciding: readonly Vote[];
}

/** Counts votes: one against, or for an exemption, is enough; a yes needs the quorum, of people who may decide now. */
export function tally(votes: readonly Vote[], { entitled, quorum, planDigest }: Electorate): Tally {
  const counted = [...new Map(votes.map((vote) => [vote.person, vote])).values()].filter(
    (vote) => vote.planDigest === planDigest && byMail(entitled, vote.person) !== undefined,
  );
  const approvals = counted.filter(({ decision }) => decision === 'approve');
  const against = counted.filter(({ decision }) => decision !== 'approve').toSorted((a, b) => (a.at < b.at ? -1 : 1));
  const [first] = against;
  const isApproved = first === undefined && approvals.length >= quorum;
  return {
    approvals,
    needed: quorum,
    decision: first?.decision ?? (isApproved ? 'approve' : undefined),
    deciding: first ? [first] : isApproved ? approvals : [],
  };
}

/** A decision as a sentence's part: "Ann and Bob approved". */
export function saysDecision({ decision, by, votes }: Pick<Approval, 'decision' | 'by' | 'votes'>): string {
  switch (decision) {
    case 'approve':
      return `${by} approved`;
    case 'reject':
      return `${by} rejected`;
    case 'exempt':
      return `${by} exempted the resource for ${votes[0]?.days ?? 0} days, because: ${votes[0]?.reason ?? ''}`;
    default:
      return decision satisfies never;
  }
}

export function namesOf(votes: readonly Vote[]): string {
  const names = votes.map(({ person }) => person);
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
