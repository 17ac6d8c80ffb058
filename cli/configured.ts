import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Option } from 'commander';
import type { Control } from '../catalogue/control.ts';
import { InvalidConfig, parseConfig } from '../functions/domain/config.ts';
import { matchesAny } from '../functions/domain/glob.ts';
import { checkSettings } from '../stacks/settings.ts';
import { exit, Problem } from './exit.ts';

const usual = 'homeostat.config.ts';

export function configOption(): Option {
  return new Option('--config <file>', `controls and their settings (by default ${usual}, where it is)`);
}

export interface Configured {
  readonly controls: readonly Control[];
  /** A control's parameters: the configured ones, defaults for the rest. */
  readonly settingsOf: (control: Control) => unknown;
  readonly isProtected: (arn: string) => boolean;
}

/**
 * The controls that a configuration names, with their parameters; all, with defaults, where there is none. Those that are not
 * at work yet, for want of a parameter, are among them: what they see can be told.
 * @throws {Problem} where the configuration is wrong.
 */
export async function configured(catalogue: readonly Control[], file?: string): Promise<Configured> {
  if (file === undefined && !existsSync(usual)) {
    return {
      controls: catalogue,
      settingsOf: (control) => control.settings?.parse({}) ?? {},
      isProtected: () => false,
    };
  }
  const config = await load(file ?? usual);
  return {
    controls: catalogue.filter(({ id }) => matchesAny(config.controls, id)),
    settingsOf: (control) => control.settings?.parse(config.settings[control.id] ?? {}) ?? {},
    isProtected: (arn) => matchesAny(config.protect, arn),
  };
}

/** The accounts that a configuration names; none where there is no configuration. */
export async function configuredAccounts(file?: string): Promise<readonly string[]> {
  return file === undefined && !existsSync(usual) ? [] : (await load(file ?? usual)).accounts.map(({ id }) => id);
}

async function load(file: string) {
  const { default: input } = (await import(pathToFileURL(resolve(file)).href).catch((error: Error) => {
    throw new Problem(exit.badUsage, `${file} could not be loaded: ${error.message}`);
  })) as { default: unknown };
  try {
    const config = parseConfig(input);
    checkSettings(config);
    return config;
  } catch (error) {
    throw error instanceof InvalidConfig ? new Problem(exit.badUsage, error.message) : error;
  }
}
