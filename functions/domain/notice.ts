import * as z from 'zod';
import type { Approval } from './approval.ts';
import { askingFor } from './asking.ts';
import type { Config } from './config.ts';
import type { Finding, Status } from './finding.ts';
import { byMail } from './identity.ts';
import type { Refusal } from './refused-call.ts';

/** Something that people are told and need not answer. */
export const Notice = z.object({
  /** One line. */
  title: z.string(),
  paragraphs: z.array(z.string()),
});
export type Notice = z.infer<typeof Notice>;

/** What a refused call led to. */
export type Answer =
  | { readonly kind: 'ended'; readonly undo: string; readonly status: Status; readonly because: string }
  | { readonly kind: 'impossible'; readonly because: string }
  | { readonly kind: 'told' };

export interface Missed {
  /** The finding whose mend took it away. */
  readonly mend: Finding;
  readonly refusal: Refusal;
  readonly answer: Answer;
  /** What the undo does, or would do, in sentences. */
  readonly says: readonly string[];
}

/** What people are told of a call that was refused after a mend. */
export function noticeOf(missed: Missed): Notice {
  const { mend, refusal, says, answer } = missed;
  const { cause, principal, actions } = refusal;
  const { actor, name, time } = cause;
  return {
    title: titleOf(missed),
    paragraphs: [
      `${principal} was refused ${saysActions(actions)}, which ${mend.id} (${mend.control}) had taken away from it on ${mend.target.arn}.`,
      ...outcomeOf(missed),
      `${answer.kind === 'ended' && answer.status === 'undone' ? 'What was given back' : 'What an undo does'}:\n${says.map((sentence) => `- ${sentence}`).join('\n')}`,
      `The call: ${name} at ${time} by ${actor.arn}${actor.sourceIp ? ` from ${actor.sourceIp}` : ''} (event ${cause.id}). Was it not meant to be made, look into who made it: whoever holds the principal’s credentials can bring this about.`,
      `homeostat show ${mend.id}`,
    ],
  };
}

function titleOf({ mend, refusal: { principal, actions }, answer }: Missed): string {
  const what = `${principal} was refused ${saysActions(actions)}`;
  switch (answer.kind) {
    case 'ended':
      return answer.status === 'undone'
        ? `Homeostat took ${mend.id} back by itself: ${what}`
        : `Homeostat could not take ${mend.id} back: ${what}`;
    case 'impossible':
      return `Homeostat could not take ${mend.id} back: ${what}`;
    case 'told':
      return `Take ${mend.id} back? ${what}`;
    default:
      return answer satisfies never;
  }
}

function outcomeOf({ mend, answer }: Missed): readonly string[] {
  const byHand = `To give it back: homeostat undo ${mend.id} --reason "…"`;
  switch (answer.kind) {
    case 'ended':
      return answer.status === 'undone'
        ? [`It was taken back (${answer.undo}), and the resource is left alone for a while.`]
        : [`Its undo ${answer.undo} ended ${answer.status}: ${answer.because}. Nothing was given back.`, byHand];
    case 'impossible':
      return [`It could not be undone: ${answer.because}. Nothing was given back.`];
    case 'told':
      return ['The configuration says to tell you, and not to take it back.', byHand];
    default:
      return answer satisfies never;
  }
}

/** Actions as a sentence's part: where the record does not say which was refused, there are several. */
export function saysActions(actions: readonly string[]): string {
  return actions.length === 1 ? (actions[0] ?? '') : `one of ${actions.join(', ')}`;
}

/** Where to tell something about a remediation: mail addresses, and the group whose channel is Slack's. */
export interface Addressees {
  readonly mails: readonly string[];
  readonly group: string | undefined;
}

/** Whoever approved it, and is an approver still; where nobody did, whoever would have been asked first. */
export function toldAbout(config: Config, finding: Finding, approval: Approval | undefined): Addressees {
  const asking = askingFor(config, finding);
  const first = asking === 'unknown' ? undefined : asking.groups[0];
  const votes = (approval?.votes ?? []).filter(({ decision }) => decision === 'approve');
  const approved = votes.flatMap(({ person }) => byMail(config.approvers, person) ?? []);
  const people = approved.length > 0 ? approved : (first?.members ?? config.approvers);
  return { mails: people.map(({ mail }) => mail), group: first?.name };
}
