import type { CallName, Input, Output } from '../../catalogue/calls.ts';
import type { Caller, Control } from '../../catalogue/control.ts';
import type { Target } from '../domain/finding.ts';
import type { Send } from './sender.ts';

/** The reads of one control in one region: what the control did not declare is refused before it is sent. */
export function readerFor(control: Control, { region }: Pick<Target, 'region'>, send: Send): Caller<CallName> {
  const declared = new Map(control.reads.map((read) => [read.call as string, read]));
  return async <Call extends CallName>(call: Call, input: Input<Call>) => {
    const read = declared.get(call);
    if (read === undefined) {
      throw new UndeclaredCall(`${control.id} does not declare the read ${call}`);
    }
    try {
      const { output } = await send({ call, input, region });
      return output as Output<Call>;
    } catch (error) {
      return absence(error, read.absent ?? [], control);
    }
  };
}

export interface Reading {
  readonly control: Control;
  readonly target: Target;
  /** The control's parameters, whole. */
  readonly settings: unknown;
  /** With whose credentials calls are made. */
  readonly send: Send;
}

/** A resource's state as its control sees it, read now. */
export async function stateOf({ control, target, settings, send }: Reading): Promise<unknown> {
  return control.state.parse(await control.read(target, readerFor(control, target, send), settings));
}

function absence(error: unknown, absent: readonly string[], { gone }: Control): undefined {
  const name = error instanceof Error ? error.name : '';
  if (absent.includes(name)) {
    return undefined;
  }
  throw gone.includes(name) ? new ResourceGone(`the resource is gone: ${name}`) : error;
}

/** The resource no longer exists: there is nothing to judge and nothing to mend. */
export class ResourceGone extends Error {
  override readonly name = 'ResourceGone';
}

/** A control tried a call that it did not declare. */
class UndeclaredCall extends Error {
  override readonly name = 'UndeclaredCall';
}
