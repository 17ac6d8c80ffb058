import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { catalogue } from '../../catalogue/index.ts';
import { parseConfig } from '../../functions/domain/config.ts';
import { checkSettings } from '../../stacks/settings.ts';

const config = (settings: Record<string, Record<string, unknown>>) =>
  parseConfig({ accounts: [{ id: '111122223333', regions: ['eu-central-1'] }], settings });

test('settings of a control that there is not are refused by its name', () => {
  expect(() => checkSettings(config({ 's3.no-such': {} }))).toThrow('settings.s3.no-such: there is no such control');
});

test('a choice of controls of which there is none is refused', () => {
  const chosen = { ...config({}), controls: ['s3.*', 's3.no-such', 'rds2.*'] };
  expect(() => checkSettings(chosen)).toThrow(/there is no control s3\.no-such[\s\S]*there is no control rds2\.\*/);
});

test('defaults are enough for every control', () => {
  expect(() => checkSettings(config({}))).not.toThrow();
  expect(() => checkSettings(config(Object.fromEntries(catalogue.map(({ id }) => [id, {}]))))).not.toThrow();
});

test('a setting of the wrong form is refused by the control and the setting', () => {
  const [control] = catalogue;
  const settings = Object.getOwnPropertyDescriptor(control, 'settings');
  Object.defineProperty(control, 'settings', {
    value: z.object({ ports: z.array(z.int()).default([22]) }),
    configurable: true,
  });
  try {
    expect(() => checkSettings(config({ [control?.id ?? '']: { ports: ['ssh'] } }))).toThrow(
      `settings.${control?.id}.ports.0: `,
    );
  } finally {
    settings
      ? Object.defineProperty(control, 'settings', settings)
      : delete (control as { settings?: unknown }).settings;
  }
});
