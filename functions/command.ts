import * as z from 'zod';
import { callerOf, Proof } from './aws/caller-identity.ts';
import { carryOut } from './command/carry-out.ts';
import { config } from './config.ts';
import { digest } from './domain/digest.ts';
import { Wish } from './domain/wish.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({ wish: Wish, proof: Proof });

export type CommandAnswer =
  | { readonly outcome: 'done'; readonly says: string }
  | { readonly outcome: 'refused'; readonly because: string };

/** What somebody asks for on the command line: to decide a question, to exempt something, to stop changes, or an end of that. STS proves who asks. */
export const handler = traced(async (input: unknown): Promise<CommandAnswer> => {
  const parsed = Input.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { outcome: 'refused', because: issues.join('; ') };
  }
  const { wish, proof } = parsed.data;
  const caller = await callerOf(proof, `${wish.action} ${digest(wish)}`);
  if (caller === undefined) {
    return { outcome: 'refused', because: 'AWS does not confirm who asks: sign the request with valid credentials' };
  }
  const answer = await carryOut(wish, caller, config, new Date());
  logger.info('command carried out', { action: wish.action, caller, outcome: answer.outcome });
  return answer;
});
