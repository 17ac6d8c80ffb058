import * as z from 'zod';
import { Vote } from '../../domain/approval.ts';
import { Finding } from '../../domain/finding.ts';
import { detailOf, type Entry } from '../../domain/history.ts';
import type { Call, Step as ShownStep, Vote as ShownVote } from '../shapes.ts';

export type Step = z.infer<typeof ShownStep>;

/** An entry as the timeline shows it. */
export function stepOf(entry: Entry): Step {
  const { sequence, at, status, because } = entry;
  return { sequence, at, status, because, detail: detailOf(entry) };
}

const Kept = z.object({
  finding: Finding.optional().catch(undefined),
  vote: Vote.optional().catch(undefined),
  applied: z
    .object({
      calls: z.array(
        z.object({ call: z.string(), says: z.string(), requestId: z.string().nullable(), milliseconds: z.number() }),
      ),
    })
    .nullish()
    .catch(null),
  verified: z.object({ state: z.unknown(), at: z.string() }).nullish().catch(null),
  execution: z.string().optional().catch(undefined),
  /** Which remediation undid this one. */
  by: z.string().optional().catch(undefined),
});

export interface Kept {
  readonly finding: Finding | undefined;
  readonly calls: z.infer<typeof Call>[];
  readonly votes: z.infer<typeof ShownVote>[];
  readonly verified: { state: unknown; at: string } | null;
  readonly execution: string | undefined;
  readonly undoneBy: string | null;
}

/** What the entries of a remediation keep, put together. What cannot be read of it is left out, and its chain has a flaw. */
export function keptIn(steps: readonly Step[]): Kept {
  const kept = steps.map(({ detail }) => Kept.parse(detail));
  const last = <T>(values: readonly (T | null | undefined)[]) => values.findLast((value) => value != null);
  return {
    finding: last(kept.map(({ finding }) => finding)) ?? undefined,
    calls: kept.flatMap(({ applied }) => applied?.calls ?? []),
    votes: kept.flatMap(({ vote }) => (vote ? shownVote(vote) : [])),
    verified: last(kept.map(({ verified }) => verified)) ?? null,
    execution: last(kept.map(({ execution }) => execution)) ?? undefined,
    undoneBy: last(kept.map(({ by }) => by)) ?? null,
  };
}

export function shownVote({ person, name, via, decision, comment, reason, at }: Vote): z.infer<typeof ShownVote> {
  const said = comment || reason;
  return { person, name, via, decision, ...(said && { comment: said }), at };
}
