import { z } from 'zod';
import type { Control } from '../control.ts';

/** A parameter of a control; `default` is JSON. */
export interface Setting {
  readonly name: string;
  readonly default: unknown;
  readonly says: string;
}

/** The parameters of a control with their defaults, in the order in which it names them. */
export function settingsOf({ settings }: Control): readonly Setting[] {
  if (settings === undefined) {
    return [];
  }
  const { properties = {} } = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any' });
  return Object.entries(defaultsOf({ settings })).map(([name, value]) => {
    const schema = properties[name];
    return { name, default: value, says: (typeof schema === 'object' && schema.description) || '' };
  });
}

/** What a control works with where the configuration says nothing. */
export function defaultsOf({ settings }: Pick<Control, 'settings'>): Readonly<Record<string, unknown>> {
  return (settings?.parse({}) ?? {}) as Readonly<Record<string, unknown>>;
}
