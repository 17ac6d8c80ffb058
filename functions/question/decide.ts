import { randomInt, timingSafeEqual } from 'node:crypto';
import { sendMail } from '../aws/mail.ts';
import { type Asked, decideOnce, reopen, saveCode, useTry } from '../aws/questions.ts';
import { resume } from '../aws/workflow.ts';
import { config } from '../config.ts';
import type { Approval } from '../domain/approval.ts';
import { sha256 } from '../domain/digest.ts';
import { logger } from '../telemetry.ts';
import { codeMail } from './mail.tsx';
import { questionOf } from './question.ts';

const codeMinutes = 10;
const codeTries = 5;
const secondsBetweenCodes = 20;

/** What came of an attempt, in words for the person at the page. */
export interface Outcome {
  readonly notice: string;
  readonly form: 'code' | 'decide' | 'none';
}

/** Mails the approver a code, not more often than every few seconds. */
export async function sendCode(asked: Asked, secret: string, now: Date): Promise<Outcome> {
  const closed = alreadyDecided(asked, now) ?? notAnApprover(asked);
  if (closed !== undefined) {
    return closed;
  }
  const { codeUntil } = asked.link;
  const sentMsAgo =
    codeUntil === undefined ? Number.POSITIVE_INFINITY : now.getTime() - (Date.parse(codeUntil) - codeMinutes * 60_000);
  if (sentMsAgo < secondsBetweenCodes * 1000) {
    return { notice: 'A code was sent a moment ago. Look into your mail.', form: 'decide' };
  }
  const code = String(randomInt(100_000_000)).padStart(8, '0');
  await saveCode(asked.link.link, digestOf(code, secret), new Date(now.getTime() + codeMinutes * 60_000).toISOString());
  await sendMail(
    config.channels.mail?.from ?? '',
    codeMail(questionOf(asked.finding, asked.expiresAt), asked.link.mail, code),
  );
  return { notice: `A code was sent to ${asked.link.mail}. It holds for ${codeMinutes} minutes.`, form: 'decide' };
}

/** Decides a question as the approver whom the link names, if the code proves that it is them. The first decision counts. */
export async function decide(
  asked: Asked,
  secret: string,
  form: { code: string; decision: 'approve' | 'reject' },
  now: Date,
): Promise<Outcome> {
  const closed = alreadyDecided(asked, now) ?? notAnApprover(asked);
  if (closed !== undefined) {
    return closed;
  }
  if (!(await useTry(asked.link.link, codeTries))) {
    return { notice: 'That code was tried too often. Have another one sent.', form: 'code' };
  }
  if (!isCode(asked, form.code, secret, now)) {
    return { notice: 'That is not the code, or it is too old. Try again, or have another one sent.', form: 'decide' };
  }
  const approval: Approval = {
    decision: form.decision,
    by: asked.link.mail,
    via: 'mailed code',
    at: now.toISOString(),
    planDigest: asked.planDigest,
  };
  if (!(await decideOnce(asked.finding.id, approval))) {
    return { notice: 'Somebody decided just before you. Reload the page to see what happened.', form: 'none' };
  }
  logger.info('question decided', { remediation: asked.finding.id, decision: form.decision, by: approval.by });
  if (!(await handOn(asked, approval))) {
    return {
      notice: 'The workflow does not wait for an answer any more. The history says how it ended.',
      form: 'none',
    };
  }
  return {
    notice:
      form.decision === 'approve'
        ? 'You approved the change. It is being made now.'
        : 'You rejected the change. Nothing was changed.',
    form: 'none',
  };
}

/** Hands a decision to the workflow; false when that does not wait any more. A decision that does not arrive is no decision. */
async function handOn({ finding, taskToken }: Asked, approval: Approval): Promise<boolean> {
  try {
    await resume(taskToken, approval);
    return true;
  } catch (error) {
    if (error instanceof Error && ['TaskTimedOut', 'TaskDoesNotExist'].includes(error.name)) {
      return false;
    }
    await reopen(finding.id, approval);
    throw error;
  }
}

/** What happened to a question that is no longer open. */
export function alreadyDecided({ decision, decidedBy, decidedAt, expiresAt }: Asked, now: Date): Outcome | undefined {
  if (decision !== undefined) {
    return {
      notice: `${decidedBy} ${decision === 'approve' ? 'approved' : 'rejected'} this on ${decidedAt}.`,
      form: 'none',
    };
  }
  return new Date(expiresAt) <= now
    ? { notice: `Nobody answered before ${expiresAt}. Nothing was changed.`, form: 'none' }
    : undefined;
}

/** The right to decide is looked up when the click comes: who left the configuration, or caused the drift, no longer has it. */
function notAnApprover({ link, finding }: Asked): Outcome | undefined {
  const name = link.mail.toLowerCase();
  const { arn, sourceIdentity = '' } = finding.cause.actor;
  if (!config.approvers.some(({ mail }) => mail.toLowerCase() === name)) {
    return { notice: `${link.mail} is no approver any more.`, form: 'none' };
  }
  const isActor = sourceIdentity.toLowerCase() === name || arn.toLowerCase().endsWith(`/${name}`);
  return isActor ? { notice: 'You caused this change, so somebody else has to decide.', form: 'none' } : undefined;
}

function isCode({ link }: Asked, code: string, secret: string, now: Date): boolean {
  if (link.codeDigest === undefined || link.codeUntil === undefined || new Date(link.codeUntil) <= now) {
    return false;
  }
  return timingSafeEqual(Buffer.from(digestOf(code, secret), 'hex'), Buffer.from(link.codeDigest, 'hex'));
}

/** Bound to the link: a code is worth nothing on another one. */
function digestOf(code: string, secret: string): string {
  return sha256(`${secret}:${code}`).toString('hex');
}
