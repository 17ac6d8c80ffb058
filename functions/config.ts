import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Config } from './domain/config.ts';

/** The configuration that the app was synthesized with; it lies beside the function's code. */
export const config: Config = Config.parse(JSON.parse(fileBeside('config.json')));

/** A file that was written beside the functions' code. */
export function fileBeside(name: string): string {
  return readFileSync(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', name), 'utf8');
}

/** A control's parameters: the configured ones, defaults for the rest. */
export function settingsOf(control: {
  readonly id: string;
  readonly settings?: { parse(value: unknown): unknown };
}): unknown {
  return control.settings?.parse(config.settings[control.id] ?? {}) ?? {};
}
