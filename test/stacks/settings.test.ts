import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { settingsOf } from '../../catalogue/derive/settings.ts';
import { catalogue } from '../../catalogue/index.ts';
import { atWork, parseConfig } from '../../functions/domain/config.ts';
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

describe('a control that needs a parameter which only the owner knows', () => {
  const needing = catalogue.filter(({ needs }) => needs !== undefined);
  const logged = 's3.bucket-access-logged';

  test('names parameters that it has', () => {
    for (const control of needing) {
      expect(settingsOf(control).map(({ name }) => name)).toEqual(expect.arrayContaining([...(control.needs ?? [])]));
    }
  });

  test('is not at work until it is set, and then is', () => {
    const ids = (set: Parameters<typeof config>[0]) => atWork(catalogue, config(set)).map(({ id }) => id);
    expect(ids({}).filter((id) => needing.some((one) => one.id === id))).toEqual([]);
    expect(ids({ [logged]: { bucket: '' } })).not.toContain(logged);
    expect(ids({ [logged]: { bucket: 'logs-{account}-{region}' } })).toContain(logged);
  });

  test('is refused where the configuration names it without', () => {
    expect(() => checkSettings({ ...config({}), controls: [logged] })).toThrow(
      `controls: ${logged} is not at work until settings.${logged}.bucket is set`,
    );
    expect(() => checkSettings({ ...config({}), controls: ['s3.*'] })).not.toThrow();
  });
});
