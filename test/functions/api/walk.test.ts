import { describe, expect, test } from '@jest/globals';
import type { RouteName } from '../../../functions/api/routes.ts';
import type { Role } from '../../../functions/domain/access.ts';
import { account, secondAccount } from '../environment.ts';
import { asksAbout } from './asks.ts';
import { taskToken } from './fake-world.ts';
import { ann, everywhere, scoped, withGrants } from './people.ts';
import { origin, ownPage, routes, served } from './served.ts';

const names = Object.keys(routes) as RouteName[];
const roles: readonly Role[] = ['viewer', 'operator', 'approver', 'admin'];
const changing = names.filter((name) => routes[name].method !== 'get');

/** Who may what, written once more by hand: a door that opens wider than somebody meant to is found here. */
const notForEverybody: Partial<Record<RouteName, readonly Role[]>> = {
  previewUndo: ['operator', 'admin'],
  undo: ['operator', 'admin'],
  vote: ['approver'],
  exempt: ['operator', 'admin'],
  endExemption: ['operator', 'admin'],
  previewMode: ['admin'],
  setMode: ['admin'],
  pause: ['operator', 'admin'],
  resume: ['admin'],
};

describe.each(names)('%s', (name) => {
  test.each(roles)('is for a %s, or is not', async (role) => {
    const { world, ask } = await served(ann([role]));
    const answer = await ask(name, (await asksAbout(account, world))[name]);
    const may = (notForEverybody[name] ?? roles).includes(role);
    expect([answer.status, await answer.text()]).toEqual([may ? 200 : 403, expect.any(String)]);
  });

  test('is for nobody who is not signed in', async () => {
    const { world, ask } = await served(undefined);
    const answer = await ask(name, (await asksAbout(account, world))[name]);
    expect([answer.status, await answer.json()]).toEqual([401, { error: 'signed-out', says: 'Sign in first.' }]);
  });

  test('is for nobody whose groups give nothing', async () => {
    const { world, ask } = await served(withGrants([]));
    expect((await ask(name, (await asksAbout(account, world))[name])).status).toBe(403);
  });

  test('answers about their own account who sees no other, and names no other', async () => {
    const { world, ask } = await served(scoped);
    const answer = await ask(name, (await asksAbout(account, world))[name]);
    expect(answer.status).toBe(200);
    expect(await answer.text()).not.toContain(secondAccount);
  });

  test('tells nothing of an account, and does nothing in it, to who does not see it', async () => {
    const { world, ask } = await served(scoped);
    const asks = await asksAbout(secondAccount, world);
    const before = await stateOf(world);
    const answer = await ask(name, asks[name]);
    const text = await answer.text();
    expect([200, 403, 404]).toContain(answer.status);
    expect(
      text.replaceAll(`${secondAccount} is none of your accounts.`, '').replace(/There is no .*\./, ''),
    ).not.toContain(secondAccount);
    expect((JSON.parse(text) as { items?: unknown[] }).items ?? []).not.toContainEqual(
      expect.objectContaining({ account: secondAccount }),
    );
    if (aboutOneThing.includes(name)) {
      expect([403, 404]).toContain(answer.status);
      expect(await stateOf(world)).toEqual(before);
    }
  });

  test('keeps nothing in any cache, and says how it is to be taken', async () => {
    const { world, ask } = await served(everywhere);
    const { headers } = await ask(name, (await asksAbout(account, world))[name]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect([...headers.keys()].filter((header) => header.startsWith('access-control'))).toEqual([]);
  });

  test('never says a task token', async () => {
    const { world, ask } = await served(everywhere);
    expect(await (await ask(name, (await asksAbout(account, world))[name])).text()).not.toContain(taskToken);
  });
});

/** Those that name one thing of the other account, or do something in it. */
const aboutOneThing: readonly RouteName[] = [
  'overview',
  'remediation',
  'previewUndo',
  'undo',
  'vote',
  'exempt',
  'endExemption',
  'previewMode',
  'setMode',
  'pause',
  'resume',
];

/** Everything that somebody could have changed. */
async function stateOf({ switches, exempting, questions }: Awaited<ReturnType<typeof served>>['world']) {
  return [await switches.inForce(), await exempting.running(), (await questions.open(100)).length];
}

describe.each(changing)('%s, which changes something,', (name) => {
  test.each([
    ['another page', { ...ownPage, origin: 'https://evil.example' }],
    ['a page that says no origin', { 'x-homeostat': '1', 'sec-fetch-site': 'same-origin' }],
    ['a sandboxed page', { ...ownPage, origin: 'null' }],
    ['a page of the same site', { ...ownPage, 'sec-fetch-site': 'same-site' }],
    ['a form of another page that knows our origin', { origin, 'sec-fetch-site': 'cross-site' }],
    ['our page without its header', { origin, 'sec-fetch-site': 'same-origin' }],
    ['a page that asks by itself', { ...ownPage, 'x-homeostat': 'background' }],
  ])('is refused from %s', async (_, headers) => {
    const { world, ask } = await served(everywhere);
    const before = await stateOf(world);
    expect((await ask(name, (await asksAbout(account, world))[name], headers)).status).toBe(403);
    expect(await stateOf(world)).toEqual(before);
  });

  test('is opened to no other origin beforehand', async () => {
    const { world, request } = await served(everywhere);
    const { path } = (await asksAbout(account, world))[name];
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
    const answer = await request(`/api/${path}`, { method: 'OPTIONS', headers });
    expect(answer.status).toBe(404);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});
