import type { Control } from '../catalogue/control.ts';
import { readerFor } from './aws/caller.ts';
import { settingsOf } from './config.ts';
import type { Target } from './domain/finding.ts';

/** A resource's state as its control sees it, read now. */
export async function readState(control: Control, target: Target): Promise<unknown> {
  return control.state.parse(await control.read(target, readerFor(control, target), settingsOf(control)));
}
