import type { Change, Plan } from '../domain/finding.ts';
import { resolveOutputs } from '../domain/plan.ts';
import { Stopped } from '../domain/switches.ts';
import { refuseQuietRefusals } from './refusal.ts';
import type { Send } from './sender.ts';

/** One AWS call as it was made. */
export interface Made {
  readonly call: string;
  readonly says: string;
  readonly requestId: string | null;
  readonly milliseconds: number;
  readonly output: unknown;
}

interface Way {
  readonly plan: Pick<Plan, 'apply' | 'undo'>;
  readonly region: string;
  readonly send: Send;
  /** Takes back what was made when a later call fails; `send`, where it says nothing else. */
  readonly sendBack?: Send;
}

/**
 * Makes a plan's calls in order. When one fails, the ones before it are undone, in the order the plan gives.
 * @throws {Stopped} where changes were stopped on the way, and nothing of it is left.
 * @throws {ApplyFailed} that says which call failed and what was undone.
 */
export async function make(way: Way): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const change of way.plan.apply) {
    try {
      made.push(await makeOne(change, way));
    } catch (error) {
      const { isUndone, says } = await undoMade(made, way);
      if (error instanceof Stopped && isUndone) {
        throw new Stopped(`${error.message}. ${says}`, error.pause);
      }
      throw new ApplyFailed(`${change.call} failed: ${reasonOf(error)}. ${says}`);
    }
  }
  return made;
}

async function makeOne({ call, input, says }: Change, { region, send }: Way): Promise<Made> {
  const { output, requestId, milliseconds } = await send({ call, input, region });
  refuseQuietRefusals(call, output);
  return { call, says, requestId: requestId ?? null, milliseconds, output };
}

interface TakenBack {
  /** Whether everything is as it was. */
  readonly isUndone: boolean;
  readonly says: string;
}

async function undoMade(made: readonly Made[], way: Way): Promise<TakenBack> {
  if (made.length === 0) {
    return { isUndone: true, says: 'No call had been made before it.' };
  }
  const undo = (way.plan.undo ?? []).filter(({ undoes = 0 }) => undoes < made.length);
  const back = { ...way, send: way.sendBack ?? way.send };
  try {
    for (const change of resolveOutputs(
      undo,
      made.map(({ output }) => output),
    )) {
      await makeOne(change, back);
    }
    const calls = undo.map(({ call }) => call).join(', ') || 'nothing could be';
    const isUndone = made.every((_, index) => undo.some(({ undoes = 0 }) => undoes === index));
    return { isUndone, says: `What had been changed before was undone (${calls}).` };
  } catch (error) {
    const calls = made.map(({ call }) => call).join(', ');
    return {
      isUndone: false,
      says: `What had been changed before (${calls}) could NOT be undone: ${reasonOf(error)}.`,
    };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error';
}

/** A call of the plan failed. The message tells what was changed and what was undone. */
class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
}
