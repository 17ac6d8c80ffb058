import type { Control } from '../catalogue/control.ts';
import { stateOf } from './aws/caller.ts';
import { asReader } from './aws/credentials.ts';
import type { Send } from './aws/sender.ts';
import { settingsOf } from './config.ts';
import type { Target } from './domain/finding.ts';

/** A resource's state as its control sees it, read with the reading role of its account and the configured settings. */
export async function readState(control: Control, target: Target, send: Send = asReader(target)): Promise<unknown> {
  return stateOf({ control, target, settings: settingsOf(control), send });
}
