import { describe, expect, test } from '@jest/globals';
import { modeSet, paused, resumed, switchFlaws } from '../../../functions/domain/switch-record.ts';
import {
  consentedTo,
  type ModeSet,
  type Pause,
  type PauseScope,
  type Policed,
  pausedBy,
  saysPaused,
  saysPauseScope,
} from '../../../functions/domain/switches.ts';

const at = '2026-11-24T12:00:00.000Z';
const stop = (scope: PauseScope, change: Partial<Pause> = {}): Pause => ({
  ...{ id: 'p-1', scope, says: saysPauseScope(scope), by: 'ann', reason: 'an incident', at },
  ...{ endedAt: null, endedBy: null, endedBecause: null },
  ...change,
});
const change = { control: 's3.bucket-closed-to-public', target: { account: '111122223333' } };

describe('a stop', () => {
  test.each<[string, PauseScope, boolean]>([
    ['everything', { kind: 'everything' }, true],
    ['its account', { kind: 'account', account: '111122223333' }, true],
    ['another account', { kind: 'account', account: '444455556666' }, false],
    ['its control', { kind: 'control', control: change.control }, true],
    ['another control', { kind: 'control', control: 's3.bucket-tls-only' }, false],
  ])('of %s holds a change: %s', (_, scope, holds) => {
    expect(pausedBy([stop(scope)], change) !== undefined).toBe(holds);
  });

  test('that has ended holds nothing', () => {
    expect(pausedBy([stop({ kind: 'everything' }, { endedAt: at })], change)).toBeUndefined();
  });

  test('is told by the widest that is in force', () => {
    const all = [stop({ kind: 'control', control: change.control }), stop({ kind: 'everything' }, { id: 'p-2' })];
    expect(pausedBy(all, change)?.id).toBe('p-2');
  });

  test('says what, since when, who and why', () => {
    expect(saysPaused(stop({ kind: 'account', account: '111122223333' }))).toBe(
      `the account 111122223333 is stopped since ${at}, says ann: an incident`,
    );
  });
});

describe('policy and modes', () => {
  const mode = (set: Partial<ModeSet>): ModeSet => ({
    ...{ control: change.control, account: '*', by: 'ann', reason: 'we watch it first', at },
    ...set,
  });
  const policed = (rest: Partial<Policed>): Policed => ({
    ...{ control: change.control, account: '111122223333', risk: 'safe', configured: 'automatic', modes: [] },
    allowed: 'narrower',
    ...rest,
  });

  test.each<[string, Partial<Policed>, string]>([
    ['without a mode, what the policy says', {}, 'automatic'],
    ['a mode for all accounts', { modes: [mode({ safe: 'ask' })] }, 'ask'],
    ['a mode of another control', { modes: [mode({ control: 's3.other', safe: 'ask' })] }, 'automatic'],
    ['a mode for another account', { modes: [mode({ account: '444455556666', safe: 'ask' })] }, 'automatic'],
    ['a mode for another risk', { modes: [mode({ disruptive: 'observe' })] }, 'automatic'],
    [
      'a mode for the account before one for all',
      { modes: [mode({ safe: 'observe' }), mode({ account: '111122223333', safe: 'ask' })] },
      'ask',
    ],
    [
      'a mode for all, where that for the account leaves this risk open',
      { modes: [mode({ safe: 'observe' }), mode({ account: '111122223333', disruptive: 'ask' })] },
      'observe',
    ],
    [
      'a wider mode, where modes may only lower',
      { configured: 'observe', modes: [mode({ safe: 'automatic' })] },
      'observe',
    ],
    [
      'a wider mode, where they may do anything',
      { configured: 'observe', modes: [mode({ safe: 'automatic' })], allowed: 'any' },
      'automatic',
    ],
    ['any mode, where there are none', { modes: [mode({ safe: 'observe' })], allowed: 'off' }, 'automatic'],
    [
      'a mode that observes, while tags decide that are unknown',
      { configured: 'unknown', modes: [mode({ safe: 'observe' })] },
      'observe',
    ],
    [
      'another mode, while tags decide that are unknown',
      { configured: 'unknown', modes: [mode({ safe: 'ask' })] },
      'unknown',
    ],
    [
      'no mode at all, where it cannot be undone',
      { risk: 'irreversible', configured: 'ask', modes: [mode({ safe: 'automatic' })], allowed: 'any' },
      'ask',
    ],
  ])('consent together: %s', (_, rest, expected) => {
    expect(consentedTo(policed(rest)).consent).toBe(expected);
  });

  test('name the mode that decided, and none where the policy did', () => {
    const [asks] = [mode({ safe: 'ask' })];
    expect(consentedTo(policed({ modes: [asks] })).mode).toEqual(asks);
    expect(consentedTo(policed({ configured: 'ask', modes: [asks] })).mode).toBeUndefined();
  });
});

describe('the records of a switch', () => {
  const begun = stop({ kind: 'everything' });
  const first = paused(begun);
  const second = resumed({ ...begun, endedAt: at, endedBy: 'bob', endedBecause: 'over' }, first.hash);
  const set = { control: 's3.x', account: '*', safe: 'ask' as const, by: 'ann', reason: 'slowly', at };
  const one = modeSet(set, undefined);
  const two = modeSet({ ...set, safe: 'observe' }, { sequence: 1, tip: one.hash });

  test('are whole as they were written', () => {
    expect([switchFlaws([first, second]), switchFlaws([one, two])]).toEqual([[], []]);
  });

  test.each([
    ['changed', [{ ...first, by: 'mallory' }, second], 'record 1 was changed'],
    ['dropped', [second], 'record 1 is missing'],
    ['another’s', [first, two], 'record 2 does not follow'],
  ])('tell that one was %s', (_, records, flaw) => {
    expect(switchFlaws(records).join('; ')).toContain(flaw);
  });

  test('know no end of a stop that goes on', () => {
    expect(() => resumed(begun, first.hash)).toThrow('p-1 has not ended');
  });
});
