import * as z from 'zod';
import type { UndoPreview } from './api/shapes.ts';
import { callerOf, Proof } from './aws/caller-identity.ts';
import { config } from './config.ts';
import { digest } from './domain/digest.ts';
import { matchesAny } from './domain/glob.ts';
import { traced } from './telemetry.ts';
import { previewUndo } from './undo-preview.ts';
import { startUndo, type UndoAnswer } from './undoing.ts';

const id = z.string().regex(/^r-[0-9a-z]{16}$/);
const Preview = z.object({ preview: z.literal(true), id, proof: Proof });
const Start = z.object({
  id,
  reason: z.string().trim().min(1).max(500),
  days: z.int().min(1),
  proof: Proof,
});

type Previewed = { readonly outcome: 'previewed'; readonly preview: UndoPreview };
type Refused = Extract<UndoAnswer, { readonly outcome: 'refused' }>;

/** Shows what an undo of a mend would do, or starts a remediation whose plan that is. Who asks is proven by STS. */
export const handler = traced(async (input: unknown): Promise<UndoAnswer | Previewed> => {
  const preview = Preview.safeParse(input);
  if (preview.success) {
    return show(preview.data);
  }
  const start = Start.safeParse(input);
  if (!start.success) {
    return refused(start.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  }
  const { id: undoes, reason, days, proof } = start.data;
  if (days > config.exemptions.maximumDays) {
    return refused(`an exemption lasts ${config.exemptions.maximumDays} days at most`);
  }
  const operator = await operatorOf(proof, `undo ${undoes} ${digest({ reason, days })}`);
  return typeof operator === 'string' ? startUndo({ id: undoes, owner: operator, reason, days }) : operator;
});

async function show({ id: undoes, proof }: z.infer<typeof Preview>): Promise<Previewed | Refused> {
  const operator = await operatorOf(proof, `preview-undo ${undoes}`);
  return typeof operator === 'string'
    ? { outcome: 'previewed', preview: await previewUndo({ id: undoes, owner: operator }) }
    : operator;
}

/** The operator who signed for a purpose, or why nobody did. */
async function operatorOf(proof: Proof, purpose: string): Promise<string | Refused> {
  const caller = await callerOf(proof, purpose);
  if (caller === undefined) {
    return refused('AWS does not confirm who asks: sign the request with valid credentials');
  }
  return matchesAny(config.operators, caller)
    ? caller
    : refused(`${caller} is no operator: the configuration names who may undo, under operators`);
}

function refused(because: string): Refused {
  return { outcome: 'refused', because };
}
