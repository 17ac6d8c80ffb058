import * as z from 'zod';
import { entriesOf } from './aws/history.ts';
import { isFirstSeen, wasSeen } from './aws/links.ts';
import { tell } from './aws/tell.ts';
import { claimAnswer, takenFrom } from './aws/watches.ts';
import { config } from './config.ts';
import { Approval } from './domain/approval.ts';
import { type Change, Finding, Status } from './domain/finding.ts';
import { detailOf } from './domain/history.ts';
import { type Answer, noticeOf, saysActions, toldAbout } from './domain/notice.ts';
import { isAmong, type Refusal, RefusedCall, refusalIn } from './domain/refused-call.ts';
import { count, logger, traced } from './telemetry.ts';
import { startUndo, undoId } from './undoing.ts';

/** How long the resource is left alone after it was taken back: the evidence knows of the refused call by then. */
const exemptedDays = 14;

/** An undo that came to its end, as the workflow announces it. */
const Ended = z.object({
  'detail-type': z.literal('Remediation Closed'),
  detail: z.object({ id: z.string(), undoes: z.string(), status: Status, because: z.string() }),
});
type Ended = z.infer<typeof Ended>;

/**
 * Takes a mend back when somebody is refused what it took from them, and tells those who had approved it how that ended. Most
 * refused calls end here with one look into the table: nothing was taken from who made them.
 */
export const handler = traced(async (event: unknown): Promise<void> => {
  const ended = Ended.safeParse(event);
  if (ended.success) {
    return tellEnd(ended.data);
  }
  const call = RefusedCall.safeParse(event);
  if (!call.success) {
    count('EventDropped', { reason: 'malformed' });
    return;
  }
  const refusal = refusalIn(call.data);
  if (refusal === undefined) {
    return;
  }
  const now = new Date();
  for (const { remediation, actions } of await takenFrom(refusal.principal, now)) {
    if (isAmong(refusal.actions, actions)) {
      await answer(remediation, refusal, now);
    }
  }
});

async function answer(remediation: string, refusal: Refusal, now: Date): Promise<void> {
  const { cause, principal, actions } = refusal;
  const isTold = config.watch.undoOnRefusal === 'tell';
  if (!(await claimAnswer(remediation, isTold ? cause.id : undoId(remediation, cause.id), now))) {
    return;
  }
  count('MissedPermission', { outcome: config.watch.undoOnRefusal });
  logger.warn('a permission that was taken away is missed', { remediation, principal, actions, event: cause.id });
  if (isTold) {
    return tellOf(remediation, refusal, { kind: 'told' });
  }
  const undo = await startUndo({
    id: remediation,
    owner: 'homeostat',
    reason: `${saysActions(actions)} was refused to ${principal}`,
    days: Math.min(exemptedDays, config.exemptions.maximumDays),
    refusal,
  });
  if (undo.outcome === 'refused') {
    await tellOf(remediation, refusal, { kind: 'impossible', because: undo.because });
  }
}

/** An undo that an operator asked for is their own affair. */
async function tellEnd({ detail }: Ended): Promise<void> {
  const { id, undoes, status, because } = detail;
  const [opening] = await entriesOf(id);
  const undoing = Finding.safeParse(opening && detailOf(opening)['finding']);
  const note = `the end of ${id} was told`;
  if (!undoing.success || undoing.data.unasked === undefined || (await wasSeen(note))) {
    return;
  }
  const { unasked, cause } = undoing.data;
  await tellOf(undoes, { ...unasked, cause }, { kind: 'ended', undo: id, status, because });
  await isFirstSeen(note, new Date());
}

/** What the history of a mend says of who decided it, and of how it is taken back. */
const Detail = z.object({
  approval: Approval.nullish().catch(undefined),
  finding: Finding.optional().catch(undefined),
  applied: z
    .object({ undo: z.array(z.object({ says: z.string() })) })
    .optional()
    .catch(undefined),
});

async function tellOf(remediation: string, refusal: Refusal, outcome: Answer): Promise<void> {
  const details = (await entriesOf(remediation)).map((entry) => Detail.parse(detailOf(entry)));
  const mend = details[0]?.finding;
  if (mend === undefined) {
    throw new Error(`the history does not hold what ${remediation} was about`);
  }
  const approval = details.flatMap((detail) => detail.approval ?? [])[0];
  const says = details.flatMap(({ applied }) => applied?.undo ?? []).map((change: Pick<Change, 'says'>) => change.says);
  await tell(noticeOf({ mend, refusal, answer: outcome, says }), toldAbout(config, mend, approval));
}
