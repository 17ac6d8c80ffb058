import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Detail, Overview, Question } from '../../../functions/api/shapes.ts';
import type { World } from '../../../functions/api/world.ts';
import { parseConfig } from '../../../functions/domain/config.ts';
import type { Finding } from '../../../functions/domain/finding.ts';
import { account, actingConfig } from '../environment.ts';
import { bucketDrift, roleDrift } from '../findings.ts';
import { asksAbout } from './asks.ts';
import { type Chain, chainOf, failed, mended, opening, type Turn } from './chains.ts';
import { fakeStore } from './fake-store.ts';
import { fakeWorld } from './fake-world.ts';
import { ann, everywhere } from './people.ts';
import { now, served } from './served.ts';

const { wayOf } = await import('../../../functions/api/answers/way.ts');
const { stepOf } = await import('../../../functions/api/answers/steps.ts');
const { modesOf } = await import('../../../functions/api/answers/modes.ts');
const { percentile } = await import('../../../functions/api/answers/sums.ts');
const { pageOf } = await import('../../../functions/api/answers/pages.ts');

const readAt = now.toISOString();
const applied = opening(bucketDrift(), 'apply', 'the policy lets Homeostat act by itself');

async function json<Answer>(answer: Promise<Response>): Promise<Answer> {
  return (await (await answer).json()) as Answer;
}

/** A world in which nothing else happened than this. */
function worldOf(...chains: readonly Chain[]): Partial<World> {
  const all = new Map(chains.map((chain) => [chain.head.id, chain]));
  return {
    store: fakeStore(all),
    history: { head: async (id) => all.get(id)?.head, entries: async (id) => all.get(id)?.entries ?? [] },
    questions: { ...fakeWorld(now).questions, open: async () => [] },
    switches: { ...fakeWorld(now).switches, inForce: async () => ({ pauses: [], modes: [] }) },
  };
}

describe('the overview', () => {
  const needs = async (change: Partial<World>) => {
    const { request } = await served(everywhere, change);
    return (await json<Overview>(request('/api/overview'))).needs.map(({ says, severity }) => `${severity}: ${says}`);
  };
  const hourAgo = new Date(now.getTime() - 3_600_000);
  const failure = chainOf(bucketDrift(), hourAgo, [applied, failed('failed', 'AccessDenied')]);
  const again: Finding = { ...bucketDrift(), id: 'r-0000000000000002' };

  test('asks for nobody where all is well', async () => {
    const chain = chainOf(bucketDrift(), hourAgo, [applied, mended(bucketDrift(), readAt)]);
    expect(await needs(worldOf(chain))).toEqual([]);
  });

  test('says what failed', async () => {
    expect(await needs(worldOf(failure))).toEqual([
      'error: One resource could not be changed: look at what was done and undone.',
    ]);
  });

  test('says no more of what failed once the resource was mended', async () => {
    const later = chainOf(again, now, [opening(again, 'apply', 'again'), mended(again, readAt)]);
    expect(await needs(worldOf(failure, later))).toEqual([]);
  });

  test('says what did not show its change', async () => {
    const chain = chainOf(bucketDrift(), hourAgo, [applied, failed('verification-failed', 'NotYetThere')]);
    expect(await needs(worldOf(chain))).toEqual(['error: One resource did not show the change that was made.']);
  });

  test('says what could not be read, and nothing of what is held for other reasons', async () => {
    const unread = (id: string, because: string) => {
      const finding = { ...bucketDrift(), id, target: { ...bucketDrift().target, arn: `arn:aws:s3:::${id}` } };
      return chainOf(finding, hourAgo, [opening(finding, 'hold', because)]);
    };
    const chains = [
      unread('r-0000000000000003', 'it could not be read: AccessDenied'),
      unread('r-0000000000000004', 'it could not be read: Throttling'),
      unread('r-0000000000000005', 'it is a website'),
    ];
    expect(await needs(worldOf(...chains))).toEqual([
      'warning: 2 resources could not be read, so nobody knows whether they are safe.',
    ]);
  });

  test('says what waits for an answer, and until when', async () => {
    const { request, world } = await served(everywhere);
    const [first] = (await world.questions.open(10)).map(({ expiresAt }) => expiresAt).toSorted();
    const { needs: all, openQuestions } = await json<Overview>(request('/api/overview'));
    expect(openQuestions).toBe(3);
    expect(all).toContainEqual({
      says: `3 questions wait for an answer, the first until ${first}.`,
      to: '/approvals',
      severity: 'warning',
    });
  });

  test('says what is stopped, by whom and why', async () => {
    const world = fakeWorld(now);
    await world.switches.pause({ scope: { kind: 'everything' }, by: 'bob@example.com', reason: 'a fire', now });
    const { request } = await served(everywhere, { switches: world.switches });
    expect((await json<Overview>(request('/api/overview'))).needs.map(({ says }) => says)).toContain(
      `All changes are stopped since ${readAt}, by bob@example.com: a fire`,
    );
  });

  test('counts each day, control and actor, and how long it took to be safe', async () => {
    const chain = chainOf(bucketDrift(), new Date(readAt), [applied, mended(bucketDrift(), readAt)]);
    const { request } = await served(everywhere, worldOf(chain));
    const overview = await json<Overview>(request('/api/overview?days=2'));
    expect(overview.days.map(({ opened, remediated }) => [opened, remediated])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(overview.timeToSafe).toEqual({ p50: 1, p95: 1.9, count: 1 });
    expect(overview.practices).toEqual([{ practice: 'data storage', opened: 1, remediated: 1, unsafe: 0 }]);
    expect(overview.accounts).toEqual([{ account, name: account, opened: 1, remediated: 1, unsafe: 0 }]);
    expect(overview.noisyControls).toEqual([{ name: 's3.bucket-closed-to-public', count: 1 }]);
    expect(overview.noisyActors).toEqual([{ name: `arn:aws:iam::${account}:user/mallory`, count: 1 }]);
  });
});

describe('one remediation', () => {
  test('is told whole: cause, states, calls, proof, way and links', async () => {
    const { request, world } = await served(everywhere);
    const detail = await json<Detail>(request(`/api/${(await asksAbout(account, world)).remediation.path}`));
    expect(detail).toMatchObject({
      control: { title: 'Buckets are closed to the public' },
      cause: { name: 'PutBucketPolicy', actor: { type: 'IAMUser' } },
      verdict: { outcome: 'change' },
      calls: [{ call: 's3:PutPublicAccessBlock', requestId: 'request-1', milliseconds: 42 }],
      verified: { at: expect.any(String) },
      flaws: [],
      undoneBy: null,
      way: ['Begin', 'Open', 'What now?', 'Apply', 'Verify', 'Close', 'Moved on?', 'Announce'],
      links: {
        resource: expect.stringContaining('https://console.aws.amazon.com/go/view?arn=arn%3Aaws%3As3'),
        event: expect.stringContaining('cloudtrailv2/home?region=eu-central-1#/events/e-'),
        execution: expect.stringContaining('states/home?region=eu-central-1#/v2/executions/details/arn'),
      },
    });
    expect(detail.diff.some(({ kind }) => kind === 'added')).toBe(true);
    expect(detail.steps.map(({ status }) => status)).toEqual(['applying', 'remediated']);
  });

  test('says which entry was changed after it was written', async () => {
    const chain = chainOf(bucketDrift(), now, [applied, mended(bucketDrift(), readAt)]);
    const entries = chain.entries.map((entry, index) => (index === 1 ? { ...entry, because: 'all is well' } : entry));
    const { request } = await served(everywhere, worldOf({ ...chain, entries }));
    const { flaws } = await json<Detail>(request(`/api/remediations/${chain.head.id}`));
    expect(flaws).toEqual(['entry 2 was changed after it was written']);
  });

  test('is shown even where its history holds nothing that can be read', async () => {
    const chain = chainOf(bucketDrift(), now, [applied]);
    const entries = chain.entries.map((entry) => ({ ...entry, detail: '{"finding":{"id":1},"vote":2}' }));
    const { request } = await served(everywhere, worldOf({ ...chain, entries }));
    const detail = await json<Detail>(request(`/api/remediations/${chain.head.id}`));
    expect(detail.verdict).toEqual({ outcome: 'unreadable', because: 'the history does not hold what was found' });
    expect(detail.flaws).toHaveLength(1);
  });
});

const role = roleDrift();
const approval = { decision: 'approve', by: 'ann@example.com', at: readAt, planDigest: 'd', votes: [] };
const asked = opening(role, 'ask', 'the policy asks a person first');
const ended = (status: Turn['status'], detail: object = {}): Turn => ({ status, because: 'x', detail, after: 1 });
const states = Object.keys(
  (JSON.parse(readFileSync('statemachines/remediate.asl.json', 'utf8')) as { States: object }).States,
);

test.each<[string, readonly Turn[], string]>([
  ['observed', [opening(role, 'observe', 'x')], 'Begin > Open > What now? > Announce'],
  ['held', [opening(role, 'hold', 'x')], 'Begin > Open > What now? > Announce'],
  [
    'mended',
    [applied, mended(bucketDrift(), readAt)],
    'Begin > Open > What now? > Apply > Verify > Close > Moved on? > Announce',
  ],
  ['failed', [applied, ended('failed')], 'Begin > Open > What now? > Apply > Close > Moved on? > Announce'],
  [
    'stale',
    [applied, ended('stale')],
    'Begin > Open > What now? > Apply > Close > Moved on? > Judge afresh > Announce',
  ],
  [
    'approved',
    [
      asked,
      ended('awaiting-approval', { vote: {} }),
      ended('applying', { approval }),
      ended('remediated', { approval }),
    ],
    'Begin > Open > What now? > Ask > Approved? > Apply > Verify > Close > Moved on? > Announce',
  ],
  [
    'rejected',
    [asked, ended('rejected', { approval: { ...approval, decision: 'reject' } })],
    'Begin > Open > What now? > Ask > Approved? > Not approved > Close > Moved on? > Announce',
  ],
  [
    'expired',
    [asked, ended('expired')],
    'Begin > Open > What now? > Ask > Expire > Approved? > Not approved > Close > Moved on? > Announce',
  ],
  [
    'approved and gone stale',
    [asked, ended('stale', { approval })],
    'Begin > Open > What now? > Ask > Approved? > Apply > Close > Moved on? > Judge afresh > Announce',
  ],
  [
    'undone by another',
    [applied, mended(bucketDrift(), readAt), ended('undone', { by: 'r-1' })],
    'Begin > Open > What now? > Apply > Verify > Close > Moved on? > Announce',
  ],
  ['never opened', [ended('failed', { finding: role })], 'Begin > Open > Close > Moved on? > Announce'],
])('the way of what was %s is told by states that there are', (_, turns, way) => {
  const told = wayOf(chainOf(role, now, turns).entries.map(stepOf));
  expect(told.join(' > ')).toBe(way);
  expect(told.filter((state) => !states.includes(state))).toEqual([]);
});

describe('a vote', () => {
  test('is of the approver who has the signed-in mail address, by the console', async () => {
    const cast: unknown[] = [];
    const { questions } = fakeWorld(now);
    const vote: World['questions']['vote'] = async (one) => {
      cast.push(one);
      return { outcome: 'decided', says: 'done' };
    };
    const { ask, world } = await served(everywhere, { questions: { ...questions, vote } });
    await ask('vote', (await asksAbout(account, world)).vote);
    expect(cast).toEqual([
      expect.objectContaining({ person: expect.objectContaining({ mail: 'ann@example.com' }), via: 'console' }),
    ]);
  });

  test('is none of somebody whom the configuration does not name, whatever their role', async () => {
    const { ask, world } = await served({ ...everywhere, mail: 'eve@example.com' });
    const answer = await ask('vote', (await asksAbout(account, world)).vote);
    expect([answer.status, await answer.text()]).toEqual([
      403,
      expect.stringContaining('eve@example.com is no approver'),
    ]);
  });

  test('for another plan than the one that was asked about is a conflict', async () => {
    const { ask, world } = await served(everywhere);
    const { vote } = await asksAbout(account, world);
    expect((await ask('vote', { ...vote, body: { ...(vote.body as object), planDigest: 'x' } })).status).toBe(409);
  });

  test.each([
    ['a viewer', ann(['viewer']), 'You are no approver.'],
    ['an approver', everywhere, null],
  ])('is offered, or not, to %s', async (_, who, notYours) => {
    const { request } = await served(who);
    const { items } = await json<{ items: Question[] }>(request('/api/approvals'));
    expect(items.map((question) => question.notYours)).toEqual(items.map(() => notYours));
  });
});

describe('the modes of a control', () => {
  const id = 's3.bucket-closed-to-public';
  const by = { by: 'bob@example.com', reason: 'x', at: readAt };
  const shown = (policy: unknown[], sets: Parameters<typeof modesOf>[2] = [], modes = 'any') =>
    modesOf(id, parseConfig({ ...actingConfig, policy, console: { modes } } as never), sets).map(
      ({ scope, from, safe, disruptive, irreversible }) => `${scope} (${from}): ${safe} ${disruptive} ${irreversible}`,
    );

  test('are that it observes, where no rule speaks of it', () => {
    expect(shown([{ controls: ['iam.*'], safe: 'automatic' }])).toEqual(['* (default): observe observe observe']);
  });

  test('are those of the rules, each with what the rules after it say of the risks that it does not name', () => {
    const rules = [
      { accounts: [account], tags: { env: ['prod', 'stage'] }, safe: 'ask' },
      { safe: 'automatic' },
      { disruptive: 'ask' },
    ];
    expect(shown(rules)).toEqual([
      `accounts ${account}; tag env=prod or stage (configuration): ask ask observe`,
      '* (configuration): automatic ask observe',
    ]);
  });

  test('begin with what an admin set, an account before all', () => {
    const sets = [
      { control: id, account: '*', safe: 'observe' as const, ...by },
      { control: id, account, disruptive: 'automatic' as const, ...by },
      { control: 'iam.other', account, safe: 'observe' as const, ...by },
    ];
    expect(shown([{ safe: 'automatic', disruptive: 'ask' }], sets)).toEqual([
      `${account} (console): automatic automatic observe`,
      '* (console): observe ask observe',
      '* (configuration): automatic ask observe',
    ]);
  });

  test('are no wider than the configuration, where modes may only lower it', () => {
    const sets = [{ control: id, account, disruptive: 'automatic' as const, ...by }];
    expect(shown([{ disruptive: 'ask' }], sets, 'narrower')[0]).toBe(`${account} (console): observe ask observe`);
  });

  test.each([
    ['narrower', 409],
    ['off', 409],
    ['any', 200],
  ] as const)('are set to automatic where the configuration says %s, or not: %d', async (modes, status) => {
    const config = parseConfig({ ...actingConfig, console: { modes } });
    const { ask } = await served(everywhere, { config });
    const body = { account: '*', safe: null, disruptive: 'automatic', reason: 'x' };
    expect((await ask('setMode', { path: `controls/${id}/mode`, body })).status).toBe(status);
  });

  test('are previewed by what is the latest of its resource', async () => {
    const observed = chainOf(role, new Date(now.getTime() - 60_000), [opening(role, 'observe', 'x')]);
    const config = parseConfig({ ...actingConfig, policy: [{ disruptive: 'observe' }], console: { modes: 'any' } });
    const { ask } = await served(everywhere, { config, ...worldOf(observed) });
    const preview = async (disruptive: string) =>
      json<{ items: { id: string; becomes: string }[] }>(
        ask('previewMode', {
          path: `controls/${role.control}/mode/preview`,
          body: { account: '*', safe: null, disruptive },
        }),
      );
    expect((await preview('ask')).items).toEqual([expect.objectContaining({ id: role.id, becomes: 'ask' })]);
    expect((await preview('observe')).items).toEqual([]);
  });
});

test.each([
  [{}, 0.5, null],
  [{ '10': 1 }, 0.5, 5],
  [{ '1': 50, '10': 45, '60': 5 }, 0.5, 1],
  [{ '1': 50, '10': 45, '60': 5 }, 0.95, 10],
  [{ '60': 1, '5': 1 }, 1, 60],
  [{ '5': 1, Infinity: 9 }, 0.95, 5],
])('of %j seconds, the share %d lies below %d', (buckets, share, seconds) => {
  expect(percentile(buckets as never, share)).toBe(seconds);
});

test('a list that is held whole is paged to its end, each item once', () => {
  const items = Array.from({ length: 7 }, (_, index) => ({ name: `n-${index}` }));
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(items.toReversed(), { limit: 3, cursor }, ({ name }) => name);
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(items.map(({ name }) => name));
});
