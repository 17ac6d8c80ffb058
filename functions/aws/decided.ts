import type { Approval } from '../domain/approval.ts';
import { Decision } from '../domain/approval.ts';
import { type Asked, votesOn } from './questions.ts';

/** What the question's own record says was decided, with the votes that decided it; undefined while it is open, or expired. */
export async function decidedApproval(question: Asked): Promise<Approval | undefined> {
  const decision = Decision.safeParse(question.decision);
  const { decidedBy: by, decidedAt: at, planDigest, finding } = question;
  if (!decision.success || by === undefined || at === undefined) {
    return undefined;
  }
  const votes = (await votesOn(finding.id)).filter((vote) => vote.decision === decision.data);
  return { decision: decision.data, by, at, planDigest, votes };
}
