import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { callerOf, Proof } from './aws/caller-identity.ts';
import { entriesOf, latest } from './aws/history.ts';
import { startRemediation } from './aws/workflow.ts';
import { config } from './config.ts';
import { digest, remediationId } from './domain/digest.ts';
import { Finding } from './domain/finding.ts';
import { matchesAny } from './domain/glob.ts';
import { undoOf } from './domain/undo.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({
  id: z.string().regex(/^r-[0-9a-z]{16}$/),
  reason: z.string().trim().min(1).max(500),
  days: z.int().min(1),
  proof: Proof,
});

export type UndoAnswer =
  | {
      readonly outcome: 'started';
      readonly remediation: string;
      readonly owner: string;
      readonly says: readonly string[];
    }
  | { readonly outcome: 'refused'; readonly because: string };

/** Starts a remediation whose plan is the stored undo of another one. Who asks is proven by STS. */
export const handler = traced(async (input: unknown): Promise<UndoAnswer> => {
  const parsed = Input.safeParse(input);
  if (!parsed.success) {
    return {
      outcome: 'refused',
      because: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    };
  }
  const { id, reason, days, proof } = parsed.data;
  if (days > config.exemptions.maximumDays) {
    return { outcome: 'refused', because: `an exemption lasts ${config.exemptions.maximumDays} days at most` };
  }
  const owner = await callerOf(proof, `undo ${id} ${digest({ reason, days })}`);
  if (owner === undefined) {
    return { outcome: 'refused', because: 'AWS does not confirm who asks: sign the request with valid credentials' };
  }
  if (!matchesAny(config.operators, owner)) {
    return {
      outcome: 'refused',
      because: `${owner} is no operator: the configuration names who may undo, under operators`,
    };
  }
  const [head, entries] = await Promise.all([latest(id), entriesOf(id)]);
  const now = new Date();
  const event = randomUUID();
  const undo = undoOf({
    head,
    entries,
    owner,
    reason,
    days,
    now,
    event,
    id: remediationId({ event, control: 'undo', arn: id }),
  });
  if (!undo.possible) {
    return { outcome: 'refused', because: undo.because };
  }
  await startRemediation(Finding.parse(undo.finding));
  logger.info('undo started', { undoes: id, remediation: undo.finding.id, owner });
  return { outcome: 'started', remediation: undo.finding.id, owner, says: undo.says };
});
