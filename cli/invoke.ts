import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { CommandAnswer } from '../functions/command.ts';
import { digest } from '../functions/domain/digest.ts';
import type { Wish } from '../functions/domain/wish.ts';
import type { Deployment } from './connect.ts';
import { exit, Problem } from './exit.ts';
import { prove } from './prove.ts';

/** Asks one of Homeostat's functions for something, and answers with what it said. */
export async function invoke<Answer>(functionName: string, input: object): Promise<Answer> {
  const { FunctionError, Payload } = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(input)) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) {
    const { errorMessage = FunctionError } = JSON.parse(text) as { errorMessage?: string };
    throw new Problem(exit.couldNot, `It could not be started: ${errorMessage}`);
  }
  return JSON.parse(text) as Answer;
}

/**
 * Asks for something in the name of whoever signs with the caller's credentials; answers with what was done.
 * @throws {Problem} where it was refused, with the reason.
 */
export async function wishFor({ outputs, region }: Deployment, wish: Wish): Promise<string> {
  const proof = await prove(region, `${wish.action} ${digest(wish)}`);
  const answer = await invoke<CommandAnswer>(outputs['CommandFunction'] ?? '', { wish, proof });
  if (answer.outcome === 'refused') {
    throw new Problem(exit.no, `It was refused: ${answer.because.replace(/\.$/, '')}.`);
  }
  return answer.says;
}
