import { describe, expect, test } from '@jest/globals';
import type { HubFacts } from '../../cli/doctor/hub-facts.ts';
import { judge, type Line } from '../../cli/doctor/judge.ts';
import type { Examined, PlaceFacts, RuleFacts, TrailFacts } from '../../functions/domain/examination.ts';

const hub: HubFacts = { tables: { ok: true }, waiting: { ok: 0 }, ringing: { ok: [] }, listeners: { ok: 1 } };
const trail: TrailFacts = { name: 'main', isLogging: true, isMultiRegion: true, hasWrites: true };
const rules: RuleFacts = { count: 2, disabled: [], untargeted: [], deaf: [], tested: 2, refused: [] };
const place: PlaceFacts = {
  account: '111122223333',
  region: 'eu-central-1',
  trails: { ok: [trail] },
  rules: { ok: rules },
  echo: { ok: 1_200 },
};
const examined: Examined = {
  places: [place],
  roles: [{ from: 'apply', account: '111122223333', role: 'HomeostatWriter', assumed: { ok: true } }],
  channels: [{ channel: 'mail', reached: { ok: { says: 'homeostat@example.com', problem: null } } }],
};
const denied = { error: 'AccessDenied: not you' };

interface Case {
  readonly hub?: Partial<HubFacts>;
  readonly place?: Partial<PlaceFacts>;
  readonly examined?: Partial<Examined>;
  readonly isLocal?: boolean;
}

function lines({ hub: changed, place: at, examined: seen, isLocal = false }: Case): readonly Line[] {
  return judge({ ...examined, places: [{ ...place, ...at }], ...seen }, { ...hub, ...changed }, isLocal);
}

const trails = (...changes: Partial<TrailFacts>[]) => ({
  place: { trails: { ok: changes.map((change) => ({ ...trail, ...change })) } },
});
const ofRules = (change: Partial<RuleFacts>) => ({ place: { rules: { ok: { ...rules, ...change } } } });

test('everything that works is one line each, and asks for nothing', () => {
  const all = lines({});
  expect(all.map(({ state, todo }) => [state, todo])).toEqual(all.map(() => ['ok', undefined]));
  expect(all.map(({ check }) => check)).toEqual([
    'tables',
    'dead letters',
    'alarms',
    'alarms reach',
    'channel mail',
    'HomeostatWriter from apply',
    'trail',
    'rules',
    'events arrive',
  ]);
});

describe('what does not work is named, with what to do', () => {
  test.each<[string, Case, Line['state'], string, RegExp]>([
    ['no trail', trails(), 'broken', 'trail', /there is none/],
    ['a trail that does not log', trails({ isLogging: false }), 'broken', 'trail', /none of main logs/],
    ['a trail without management events', trails({ hasWrites: false }), 'broken', 'trail', /none of main logs/],
    ['a trail of one region', trails({ isMultiRegion: false }), 'warning', 'trail', /one region only/],
    ['trails that cannot be read', { place: { trails: denied } }, 'broken', 'trail', /AccessDenied/],
    ['no rules', ofRules({ count: 0 }), 'broken', 'rules', /there is none/],
    ['a disabled rule', ofRules({ disabled: ['calls-s3'] }), 'broken', 'rules', /disabled: calls-s3/],
    ['a rule without a target', ofRules({ untargeted: ['calls-s3'] }), 'broken', 'rules', /without a target/],
    ['a rule that lets nothing through', ofRules({ refused: ['calls-s3'] }), 'broken', 'rules', /does not let/],
    ['a control that nothing wakes', ofRules({ deaf: ['s3.x'] }), 'broken', 'rules', /nothing wakes .*s3.x/],
    ['rules that cannot be read', { place: { rules: denied } }, 'broken', 'rules', /AccessDenied/],
    ['an event that does not arrive', { place: { echo: denied } }, 'broken', 'events arrive', /AccessDenied/],
    [
      'a role that cannot be assumed',
      { examined: { roles: [{ from: 'apply', account: '111122223333', role: 'HomeostatWriter', assumed: denied }] } },
      'broken',
      'HomeostatWriter from apply',
      /AccessDenied/,
    ],
    [
      'an address that is not verified',
      { examined: { channels: [{ channel: 'mail', reached: { ok: { says: 'x', problem: 'not verified' } } }] } },
      'broken',
      'channel mail',
      /not verified/,
    ],
    [
      'a Slack that takes no token',
      { examined: { channels: [{ channel: 'slack', reached: denied }] } },
      'broken',
      'channel slack',
      /AccessDenied/,
    ],
    ['no channel', { examined: { channels: [] } }, 'warning', 'channels', /there is none/],
    ['dead letters', { hub: { waiting: { ok: 3 } } }, 'broken', 'dead letters', /3 wait/],
    ['an alarm', { hub: { ringing: { ok: ['TriageFailed'] } } }, 'broken', 'alarms', /TriageFailed/],
    ['alarms that nobody hears', { hub: { listeners: { ok: 0 } } }, 'warning', 'alarms reach', /nobody/],
    ['tables that cannot be read', { hub: { tables: denied } }, 'broken', 'tables', /AccessDenied/],
  ])('%s', (_, changed, state, check, says) => {
    const wrong = lines(changed).filter((line) => line.state !== 'ok');
    expect(wrong).toEqual([
      expect.objectContaining({
        state,
        check,
        says: expect.stringMatching(says),
        todo: expect.stringMatching(/\w+ \w+/),
      }),
    ]);
  });
});

test('the local cloud needs no trail, since it has its own', () => {
  expect(lines({ ...trails(), isLocal: true }).find(({ check }) => check === 'trail')).toMatchObject({ state: 'ok' });
});

test('a trail of all regions counts, whatever else there is', () => {
  expect(lines(trails({ isLogging: false }, {})).filter(({ state }) => state !== 'ok')).toEqual([]);
});

test('of many names a few are told, and how many more', () => {
  const deaf = Array.from({ length: 8 }, (_, index) => `s3.${index}`);
  expect(lines(ofRules({ deaf })).find(({ check }) => check === 'rules')?.says).toMatch(/s3\.4 and 3 more$/);
});
