import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Control } from '../catalogue/control.ts';
import { catalogue } from '../catalogue/index.ts';
import { atWork, Config } from './domain/config.ts';

/** The configuration that the app was synthesized with; it lies beside the function's code. */
export const config: Config = Config.parse(
  JSON.parse(readFileSync(join(process.env['LAMBDA_TASK_ROOT'] ?? '.', 'config.json'), 'utf8')),
);

/** The controls that the configuration has at work. */
export const controls: readonly Control[] = atWork(catalogue, config);

/** A control's parameters: the configured ones, defaults for the rest. */
export function settingsOf(control: {
  readonly id: string;
  readonly settings?: { parse(value: unknown): unknown };
}): unknown {
  return control.settings?.parse(config.settings[control.id] ?? {}) ?? {};
}
