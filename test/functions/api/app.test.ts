import { describe, expect, test } from '@jest/globals';
import type { World } from '../../../functions/api/world.ts';
import { account, secondAccount } from '../environment.ts';
import { asksAbout } from './asks.ts';
import { fakeWorld } from './fake-world.ts';
import { ann, everywhere, scoped, withGrants } from './people.ts';
import { now, ownPage, served } from './served.ts';

describe('a request', () => {
  test.each([
    ['an unknown name in a query', 'remediations?acount=1', undefined, 'acount: '],
    ['a limit that is too small', 'remediations?limit=0', undefined, 'limit: '],
    ['a limit that is too large', 'remediations?limit=201', undefined, 'limit: '],
    ['a status that there is not', 'remediations?status=fine', undefined, 'status.0: '],
    ['a time that is none', 'remediations?from=yesterday', undefined, 'from: '],
    ['a cursor of another list', 'approvals?cursor=abc', undefined, 'cursor: not one of ours'],
    ['a cursor that the store refuses', 'remediations?cursor=abc', undefined, 'cursor: not one of ours'],
    ['an id that is none', 'remediations/1', undefined, 'id: looks like r-7k2m9qc4x1d8w0ze'],
    ['a parameter where there is none', 'me?who=bob', undefined, 'who: '],
    ['a body that is no JSON', 'pauses', '{', 'the body is no JSON'],
    ['a body without a field', 'pauses', '{"scope":{"kind":"everything"}}', 'reason: '],
    ['a reason of blanks', 'pauses', '{"scope":{"kind":"everything"},"reason":"  "}', 'reason: '],
    ['a scope that there is not', 'pauses', '{"scope":{"kind":"region"},"reason":"x"}', 'scope.kind: '],
    [
      'a control that there is not',
      'pauses',
      '{"scope":{"kind":"control","control":"s3.x"},"reason":"x"}',
      'scope.control: there is no control s3.x',
    ],
    [
      'an account that is not looked after',
      'pauses',
      '{"scope":{"kind":"account","account":"999999999999"},"reason":"x"}',
      'scope.account: 999999999999 is no account',
    ],
  ])('with %s is refused, and the field is named', async (_, path, body, says) => {
    const { request } = await served(everywhere);
    const headers = { ...ownPage, 'content-type': 'application/json' };
    const answer = await request(`/api/${path}`, body === undefined ? {} : { method: 'POST', headers, body });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: 'bad-input', says: expect.stringContaining(says) },
    ]);
  });

  test('with a body that is not called JSON is refused', async () => {
    const { request } = await served(everywhere);
    const answer = await request('/api/pauses', { method: 'POST', headers: ownPage, body: '{}' });
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('application/json')]);
  });

  test('that is too large is refused before it is read', async () => {
    const { ask, world } = await served(everywhere);
    const { pause } = await asksAbout(account, world);
    const body = { ...(pause.body as object), reason: 'x'.repeat(70_000) };
    expect((await ask('pause', { ...pause, body })).status).toBe(413);
  });

  test.each(['/api', '/api/', '/api/nothing', '/api/remediations/r-0000000000000000/x', '/other'])(
    'for %s, where nothing is, is told so',
    async (path) => {
      const { request } = await served(everywhere);
      const answer = await request(path);
      expect([answer.status, await answer.json()]).toEqual([404, { error: 'not-found', says: expect.any(String) }]);
    },
  );

  test('that fails on our side is told nothing of what is inside', async () => {
    const world = fakeWorld(now);
    const broken = async () => Promise.reject(new Error('table Homeostat-State in 111122223333 is throttled'));
    const { request } = await served(everywhere, { store: { ...world.store, list: broken } });
    const answer = await request('/api/remediations');
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { error: 'failed', says: 'Something went wrong on our side.' },
    ]);
  });

  test('that is answered with more than its schema names is answered without it', async () => {
    const world = fakeWorld(now);
    const list: World['store']['list'] = async (listing) => {
      const page = await world.store.list(listing);
      return { ...page, items: page.items.map((item) => ({ ...item, taskToken: 'secret' })) };
    };
    const { request } = await served(everywhere, { store: { ...world.store, list } });
    expect(await (await request('/api/remediations')).text()).not.toContain('secret');
  });
});

describe('a role', () => {
  const mixed = withGrants([
    { roles: ['viewer'], accounts: ['*'] },
    { roles: ['operator'], accounts: [account] },
  ]);

  test('in one account is none in another, where the same person may only look', async () => {
    const { ask, world } = await served(mixed);
    const [own, other] = [await asksAbout(account, world), await asksAbout(secondAccount, world)];
    expect((await ask('remediation', other.remediation)).status).toBe(200);
    expect((await ask('undo', own.undo)).status).toBe(200);
    expect((await ask('undo', other.undo)).status).toBe(404);
    expect((await ask('pause', other.pause)).status).toBe(403);
  });

  test('in some accounts stops not everything, nor a control everywhere', async () => {
    const { ask } = await served(mixed);
    for (const scope of [{ kind: 'everything' }, { kind: 'control', control: 's3.bucket-closed-to-public' }]) {
      expect((await ask('pause', { path: 'pauses', body: { scope, reason: 'x' } })).status).toBe(403);
    }
  });

  test.each([[{ kind: 'tag', key: 'team', value: 'data' }], [{ kind: 'ou', ou: 'production' }]])(
    'in some accounts exempts nothing by %j',
    async (scope) => {
      const { ask } = await served(mixed);
      const body = { control: 's3.*', scope, days: 3, reason: 'x' };
      expect((await ask('exempt', { path: 'exemptions', body })).status).toBe(403);
    },
  );
});

describe('whoever sees some accounts', () => {
  test('has only these counted, listed and exported', async () => {
    const asked: unknown[] = [];
    const world = fakeWorld(now);
    const noting =
      <T extends { accounts: readonly string[] }, R>(answer: (of: T) => R) =>
      (of: T): R => {
        asked.push(of.accounts);
        return answer(of);
      };
    const store = { ...world.store, list: noting(world.store.list), counts: noting(world.store.counts) };
    const exporting = { ...world.exporting, start: noting(world.exporting.start) };
    const { ask, request } = await served(scoped, { store, exporting });
    asked.length = 0;
    await request('/api/overview');
    await request('/api/remediations');
    await request('/api/controls');
    await ask('startExport', { path: 'exports', body: { format: 'csv', filter: {} } });
    expect(asked.length).toBeGreaterThanOrEqual(5);
    expect(new Set(asked.map((accounts) => JSON.stringify(accounts)))).toEqual(new Set([JSON.stringify([account])]));
  });

  test('reads a configuration that names no other', async () => {
    const world = fakeWorld(now);
    const config = {
      ...world.config,
      policy: [
        { accounts: [secondAccount], safe: 'observe' as const },
        { accounts: [account, secondAccount], safe: 'ask' as const },
        { safe: 'automatic' as const },
      ],
      protect: [`arn:aws:iam::${secondAccount}:role/theirs`, `arn:aws:iam::${account}:role/ours`],
      settings: { 'kms.x': { allowed: [secondAccount] } },
    };
    const { request } = await served(scoped, { config });
    const { config: shown } = (await (await request('/api/settings')).json()) as { config: typeof config };
    expect(shown.policy).toEqual([{ accounts: [account], safe: 'ask' }, { safe: 'automatic' }]);
    expect(shown.protect).toEqual([`arn:aws:iam::${account}:role/ours`]);
    expect(JSON.stringify(shown)).not.toContain(secondAccount);
  });

  test('learns of no change elsewhere, but that something of a kind changed', async () => {
    const world = fakeWorld(now);
    const [own, other] = [await asksAbout(account, world), await asksAbout(secondAccount, world)];
    const idOf = ({ path }: { path: string }) => path.replace('remediations/', '');
    const ids = [idOf(own.remediation), idOf(other.remediation), 'pauses'];
    const store = { ...world.store, changes: async () => ({ cursor: '1', ids, more: false }) };
    const { request } = await served(scoped, { store });
    expect(await (await request('/api/changes')).json()).toMatchObject({ ids: [idOf(own.remediation), 'pauses'] });
  });

  test('gets an export of nobody else', async () => {
    const { world, request } = await served(ann(['viewer']));
    await world.exporting.start({ accounts: ['*'], by: 'bob@example.com', format: 'csv', filter: {} });
    expect((await request('/api/exports/e-1')).status).toBe(200);
    expect((await request('/api/exports/e-2')).status).toBe(404);
  });
});
