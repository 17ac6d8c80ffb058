import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import type { Control } from '../../../catalogue/control.ts';
import { judge } from '../../../functions/domain/plan.ts';
import { insistUnchanged } from '../../../functions/domain/shows.ts';
import { bucket, bucketControl } from '../findings.ts';

/** A document that grants letters, and the day on which each was last used. */
const State = z.object({ document: z.string(), uses: z.record(z.string(), z.int()) });
type State = z.infer<typeof State>;

/** Takes out what nobody used since day 10; when the rest was used is no part of what has to stay as it was. */
const trimming: Control<State> = {
  ...(bucketControl as unknown as Control<State>),
  state: State,
  plan({ document, uses }) {
    const kept = [...document].filter((letter) => (uses[letter] ?? 0) >= 10).join('');
    return kept === document
      ? { outcome: 'compliant' }
      : {
          outcome: 'change',
          risk: { level: 'disruptive', because: `it was last used on ${JSON.stringify(uses)}` },
          apply: [{ call: 's3:PutBucketPolicy', input: { Policy: kept }, says: 'Take it out' }],
          undo: [{ call: 's3:PutBucketPolicy', input: { Policy: document }, says: 'Put it back' }],
          after: { document: kept, uses },
        };
  },
  fixed: ({ document }) => document,
};
const control = trimming as unknown as Control;

const planned: State = { document: 'abc', uses: { a: 12, b: 3 } };
const trimmed: State = { document: 'a', uses: { a: 12, b: 3 } };
const read = (state: State, of = control) => ({
  control: of,
  target: bucket,
  settings: {},
  state,
  readAt: '2026-11-24T10:00:00Z',
});
const then = (state: State, isUndo: boolean) => {
  const verdict = judge(read(planned));
  if (verdict?.outcome !== 'change') {
    throw new TypeError('nothing is planned');
  }
  return { state, plan: verdict.plan, isUndo };
};

describe('a plan is not stale', () => {
  test.each<[string, State]>([
    ['where nothing moved on', planned],
    ['where only what is known besides moved on', { ...planned, uses: { a: 14, b: 4 } }],
  ])('%s', (_, state) => {
    expect(() => insistUnchanged(read(state), then(planned, false))).not.toThrow();
  });
});

describe('a plan is stale', () => {
  test.each<[string, State]>([
    ['where somebody changed what is fixed', { ...planned, document: 'abcd' }],
    ['where another plan follows: what was to go was used since', { ...planned, uses: { a: 12, b: 11 } }],
    ['where none follows any more', { ...planned, uses: { a: 12, b: 11, c: 11 } }],
  ])('%s', (_, state) => {
    expect(() => insistUnchanged(read(state), then(planned, false))).toThrow(
      expect.objectContaining({ name: 'Stale' }),
    );
  });

  test('where anything moved on, of a control that does not say what is fixed', () => {
    const { fixed: _, ...whole } = control;
    const moved = { ...planned, uses: { a: 14, b: 4 } };
    expect(() => insistUnchanged(read(moved, whole), then(planned, false))).toThrow('changed since the plan was made');
  });
});

describe('an undo', () => {
  test('works though what is known besides moved on, and the control would do something else by now', () => {
    expect(() => insistUnchanged(read({ document: 'a', uses: {} }), then(trimmed, true))).not.toThrow();
  });

  test('is stale where somebody changed what is fixed', () => {
    expect(() => insistUnchanged(read({ ...trimmed, document: 'ab' }), then(trimmed, true))).toThrow(
      expect.objectContaining({ name: 'Stale' }),
    );
  });
});
