import * as z from 'zod';
import { announceQuestion } from './aws/announce.ts';
import { join } from './aws/batches.ts';
import { decidedApproval } from './aws/decided.ts';
import { sendLater } from './aws/deliveries.ts';
import { decideOnce, passOn, questionOn, saveQuestion } from './aws/questions.ts';
import { giveUp, resume } from './aws/workflow.ts';
import { config } from './config.ts';
import type { Approval } from './domain/approval.ts';
import { askingFor, roundsOf, unreachable } from './domain/asking.ts';
import { Finding } from './domain/finding.ts';
import { logger, traced } from './telemetry.ts';

const Asking = z.object({ finding: Finding, taskToken: z.string().min(1), round: z.int().nonnegative() });
const Ending = z.object({ finding: Finding, end: z.literal(true) });

/**
 * Asks the approvers of a round and returns; the workflow goes on when they decide, or with the next round.
 * At the end it answers with what was decided in the last moment, or with nothing: nobody decided.
 */
export const handler = traced(async (input: unknown): Promise<Approval | null> => {
  const ending = Ending.safeParse(input);
  if (ending.success) {
    return expire(ending.data.finding);
  }
  await ask(Asking.parse(input));
  return null;
});

async function ask({ finding, taskToken, round }: z.infer<typeof Asking>): Promise<void> {
  const known = await questionOn(finding.id);
  const decided = known && (await decidedApproval(known));
  if (decided) {
    // It was decided while no token waited, between two rounds.
    return resume(taskToken, decided);
  }
  const obstacle = unreachable(config, finding);
  const asking = askingFor(config, finding);
  if (obstacle !== undefined || asking === 'unknown' || finding.verdict.outcome !== 'change') {
    return giveUp(taskToken, 'NobodyReached', obstacle ?? 'there is nobody to ask');
  }
  const rounds = roundsOf(asking);
  const { kind, group } = rounds[Math.min(round, rounds.length - 1)] ?? { kind: 'ask', group: 0 };
  const now = new Date();
  const expiresAt = known?.expiresAt ?? new Date(now.getTime() + lifeOf(rounds) * 1000).toISOString();
  if (known === undefined) {
    await saveQuestion({
      finding,
      planDigest: finding.verdict.plan.digest,
      taskToken,
      askedAt: now.toISOString(),
      expiresAt,
      group,
      quorum: asking.quorum,
    });
  } else {
    await passOn(finding.id, { taskToken, group });
  }
  const meanwhile = await decidedOn(finding.id);
  if (meanwhile !== undefined) {
    return resume(taskToken, meanwhile);
  }
  const name = asking.groups[group]?.name ?? '';
  await collect({ finding, occasion: kind, group: name, expiresAt, now });
  await (known === undefined && announceQuestion(finding.id));
  logger.info('question asked', { kind, group: name, round });
}

async function decidedOn(remediation: string): Promise<Approval | undefined> {
  const question = await questionOn(remediation);
  return question && decidedApproval(question);
}

async function collect(question: {
  finding: Finding;
  occasion: 'ask' | 'remind';
  group: string;
  expiresAt: string;
  now: Date;
}): Promise<void> {
  const { finding, ...rest } = question;
  const { collectSeconds } = config.questions;
  const { batch, isNew } = await join({
    ...rest,
    remediation: finding.id,
    control: togetherAs(finding),
    collectSeconds,
  });
  if (isNew) {
    await sendLater(batch, collectSeconds);
  }
}

/** Whoever is asked about several at once decides about drifts of one kind, or about undos. */
function togetherAs({ control, undoes }: Finding): string {
  return undoes === undefined ? control : `${control} undo`;
}

function lifeOf(rounds: readonly { readonly seconds: number }[]): number {
  return rounds.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** Closes a question that nobody decided. One that was decided at the last moment counts. */
async function expire(finding: Finding): Promise<Approval | null> {
  const question = await questionOn(finding.id);
  if (question === undefined) {
    return null;
  }
  const at = new Date().toISOString();
  const isExpired = await decideOnce(finding.id, {
    decision: 'expired',
    by: 'nobody',
    at,
    planDigest: question.planDigest,
  });
  if (isExpired) {
    return null;
  }
  return (await decidedOn(finding.id)) ?? null;
}
