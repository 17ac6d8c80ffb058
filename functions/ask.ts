import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { sendMail } from './aws/mail.ts';
import { saveQuestion } from './aws/questions.ts';
import { giveUp } from './aws/workflow.ts';
import { config } from './config.ts';
import { sha256 } from './domain/digest.ts';
import { Finding } from './domain/finding.ts';
import { environment } from './environment.ts';
import { questionMail } from './question/mail.tsx';
import { questionOf } from './question/question.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({ finding: Finding, taskToken: z.string().min(1) });

/**
 * Asks the approvers and returns; the workflow goes on when one of them decides.
 * Where not a single approver could be written to, it ends the wait with `NobodyReached`.
 */
export const handler = traced(async (input: unknown): Promise<void> => {
  const { finding, taskToken } = Input.parse(input);
  const { mail } = config.channels;
  if (finding.verdict.outcome !== 'change' || mail === undefined) {
    return giveUp(taskToken, 'NobodyReached', 'there is no channel to ask through');
  }
  const now = new Date();
  const expiresAt = new Date(now.getTime() + config.questions.expireAfterHours * 3_600_000).toISOString();
  const question = questionOf(finding, expiresAt);
  const invitations = config.approvers.map((approver) => ({
    ...approver,
    secret: randomBytes(32).toString('base64url'),
  }));
  await saveQuestion({
    finding,
    planDigest: finding.verdict.plan.digest,
    taskToken,
    askedAt: now.toISOString(),
    expiresAt,
    links: invitations.map(({ name, mail: address, secret }) => ({
      link: sha256(secret).toString('hex'),
      name,
      mail: address,
    })),
  });
  const sent = await Promise.allSettled(
    invitations.map((to) =>
      sendMail(mail.from, questionMail(question, to, `${environment.pagesUrl}questions/${to.secret}`)),
    ),
  );
  const failures = sent
    .filter(({ status }) => status === 'rejected')
    .map((failure) => (failure as PromiseRejectedResult).reason?.name);
  const reached = sent.length - failures.length;
  logger.info('approvers asked', { reached, failures });
  if (reached === 0) {
    await giveUp(taskToken, 'NobodyReached', 'no approver could be written to');
  }
});
