import { randomUUID } from 'node:crypto';
import { entriesOf, latest } from './aws/history.ts';
import { startRemediation } from './aws/workflow.ts';
import { remediationId } from './domain/digest.ts';
import { type Cause, Finding } from './domain/finding.ts';
import { undoOf } from './domain/undo.ts';
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
  readonly cause?: Cause | undefined;
}

/** Starts a remediation whose plan is the stored undo of another one; for the same refused call always the same one. */
export async function startUndo({ cause, ...wish }: UndoWish): Promise<UndoAnswer> {
  const { id, owner } = wish;
  const [head, entries] = await Promise.all([latest(id), entriesOf(id)]);
  const event = cause?.id ?? randomUUID();
  const undo = undoOf({ ...wish, head, entries, now: new Date(), event, id: undoId(id, event), cause });
  if (!undo.possible) {
    return { outcome: 'refused', because: undo.because };
  }
  await startRemediation(Finding.parse(undo.finding));
  logger.info('undo started', { undoes: id, remediation: undo.finding.id, owner });
  return { outcome: 'started', remediation: undo.finding.id, owner, says: undo.says };
}

/** The id of the remediation that takes another one back because of an event. */
export function undoId(undoes: string, event: string): string {
  return remediationId({ event, control: 'undo', arn: undoes });
}
