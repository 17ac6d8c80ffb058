import { Runtime } from '@aws-sdk/client-lambda';
import { describe, expect, test } from '@jest/globals';
import { functionRuntimeSupported } from '../../../catalogue/controls/lambda/function-runtime-supported.ts';
import { previews, runtimes } from '../../../catalogue/lambda/runtimes.ts';

describe('the table of runtimes', () => {
  test('has every runtime that the SDK knows, so that a new one is looked up', () => {
    expect([...Object.keys(runtimes), ...previews].toSorted()).toEqual(Object.values<string>(Runtime).toSorted());
  });

  test.each(Object.entries(runtimes))('knows when %s ends', (_, { deprecated, frozen }) => {
    for (const day of [deprecated, frozen]) {
      expect(new Date(day).toISOString().slice(0, 10)).toBe(day);
    }
  });

  test.each(Object.entries(runtimes).filter(([, { successor }]) => successor !== undefined))(
    'leads from %s to a later runtime of the same version of its language',
    (id, { family, deprecated, successor = '' }) => {
      const next = runtimes[successor];
      expect(next?.family).toBe(family);
      expect(next?.deprecated.localeCompare(deprecated)).toBe(1);
      expect(successor.split('.')[0]).toBe(id.split('.')[0]);
    },
  );
});

describe('a function on java8', () => {
  test.each([
    ['2024-01-07T23:59:59Z', 'compliant', undefined, undefined],
    ['2026-11-24T00:00:00Z', 'change', 'disruptive', 'java8.al2'],
    ['2027-03-03T00:00:00Z', 'change', 'irreversible', 'java8.al2'],
    ['2027-06-30T00:00:00Z', 'change', 'irreversible', 'java8.al2023'],
    ['2029-06-30T00:00:00Z', 'leave', undefined, undefined],
  ])('on %s: %s', (now, outcome, level, successor) => {
    const state = { name: 'orders', lifecycle: 'ready', runtime: 'java8' };
    const plan = functionRuntimeSupported.plan(state, { daysAhead: 0 }, new Date(now));
    const change = plan.outcome === 'change' ? plan : undefined;
    expect(plan.outcome).toBe(outcome);
    expect(change?.risk.level).toBe(level);
    expect(change?.apply[0].input).toEqual(successor && { FunctionName: 'orders', Runtime: successor });
    expect(change?.undo === undefined).toBe(level !== 'disruptive');
  });
});
