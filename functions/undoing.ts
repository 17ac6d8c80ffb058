import { randomUUID } from 'node:crypto';
import { asReader } from './aws/credentials.ts';
import { entriesOf, latest } from './aws/history.ts';
import { startRemediation } from './aws/workflow.ts';
import { controlById } from './controls.ts';
import { remediationId } from './domain/digest.ts';
import { Finding } from './domain/finding.ts';
import type { Refusal } from './domain/refused-call.ts';
import { undoOf } from './domain/undo.ts';
import { tagsOf } from './tags.ts';
import { logger } from './telemetry.ts';

export type UndoAnswer =
  | {
      readonly outcome: 'started';
      readonly remediation: string;
      readonly owner: string;
      readonly says: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly because: string };

export interface UndoWish {
  /** The remediation to take back. */
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** How long the resource is left alone after that. */
  readonly days: number;
  /** The refused call, where Homeostat does it by itself: nobody is asked then. */
  readonly refusal?: Refusal | undefined;
}

/** Starts a remediation whose plan is the stored undo of another one; for the same refused call always the same one. */
export async function startUndo(wish: UndoWish): Promise<UndoAnswer> {
  const { id, owner, refusal } = wish;
  const [head, entries] = await Promise.all([latest(id), entriesOf(id)]);
  const event = refusal?.cause.id ?? randomUUID();
  const undo = undoOf({ ...wish, head, entries, now: new Date(), event, id: undoId(id, event) });
  if (!undo.possible) {
    return { outcome: 'refused', because: undo.because };
  }
  // Whom an undo is asked about, and whether, may depend on tags; of what Homeostat does by itself nobody is asked.
  await startRemediation(Finding.parse(refusal ? undo.finding : await withTags(undo.finding)));
  logger.info('undo started', { undoes: id, remediation: undo.finding.id, owner });
  return { outcome: 'started', remediation: undo.finding.id, owner, says: undo.says };
}

/** The finding of an undo with the tags that its resource has now. */
export async function withTags(finding: Finding): Promise<Finding> {
  const { control: id, target, verdict } = finding;
  const control = await controlById(id);
  if (control === undefined || verdict.outcome !== 'change') {
    return finding;
  }
  const tags = await tagsOf({ control, target, send: asReader(target), risk: verdict.plan.risk.level });
  return { ...finding, ...(tags && { tags }) };
}

/** The id of the remediation that takes another one back because of an event. */
export function undoId(undoes: string, event: string): string {
  return remediationId({ event, control: 'undo', arn: undoes });
}
