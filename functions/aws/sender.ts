import type { AwsCredentialIdentity } from '@smithy/types';
import type { Input } from '../../catalogue/calls.ts';
import { digest } from '../domain/digest.ts';
import { type Answer, type Request, send } from './send.ts';

/** Makes an AWS call as somebody: with whose credentials is decided where it is made. */
export type Send = (call: Omit<Request, 'credentials'>) => Promise<Answer>;

/**
 * Makes calls with these credentials, asked for at each call; with the ones that the AWS SDK finds by itself where there are none.
 * What Homeostat answers itself needs none.
 */
export function sendingAs(credentials?: () => Promise<AwsCredentialIdentity>): Send {
  return async (call) =>
    call.call === 'homeostat:GetUsage'
      ? ownAnswer(call.input as Input<'homeostat:GetUsage'>)
      : send({ ...call, ...(credentials && { credentials: await credentials() }) });
}

/** Loaded when it is asked for: what is about no policy pays for no table. */
async function ownAnswer(input: Input<'homeostat:GetUsage'>): Promise<Answer> {
  const start = performance.now();
  const { usageOf } = await import('./usage.ts');
  const output = { ...(await usageOf(input)) };
  return { output, requestId: undefined, milliseconds: Math.round(performance.now() - start) };
}

/**
 * Makes each distinct call once and gives its answer, or its error, to all who ask: several controls read the same of one
 * resource. Only for reads, and only for as long as an answer may be that old.
 */
export function sharing(inner: Send): Send {
  const answers = new Map<string, Promise<Answer>>();
  return (call) => {
    const key = digest({ ...call, input: JSON.parse(JSON.stringify(call.input)) });
    const answer = answers.get(key) ?? inner(call);
    answers.set(key, answer);
    return answer;
  };
}
