import * as z from 'zod';
import { callerOf, Proof } from './aws/caller-identity.ts';
import { config } from './config.ts';
import { digest } from './domain/digest.ts';
import { matchesAny } from './domain/glob.ts';
import { traced } from './telemetry.ts';
import { startUndo, type UndoAnswer } from './undoing.ts';

const Input = z.object({
  id: z.string().regex(/^r-[0-9a-z]{16}$/),
  reason: z.string().trim().min(1).max(500),
  days: z.int().min(1),
  proof: Proof,
});

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
  return startUndo({ id, owner, reason, days });
});
