import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Context, Hono } from 'hono';
import { Console } from '../../../functions/domain/console-config.ts';
import { resetCloud, tables } from '../cloud.ts';
import { prepare } from '../environment.ts';
import { clientId, clientSecret, Issuer, issuer, type Misdeed, tokens } from './issuer.ts';

prepare();
const { signInApp } = await import('../../../functions/api/sign-in/app.ts');
const { signedInBy } = await import('../../../functions/api/sign-in/session.ts');
const { Cookies } = await import('../../../functions/api/sign-in/cookies.ts');
const { Provider } = await import('../../../functions/api/sign-in/provider.ts');

const base = new URL('https://console.example.com/prod/');
const settings = Console.parse({
  signIn: { issuer, clientId, clientSecretName: 'homeostat/console' },
  groupsClaim: 'groups',
  sessionHours: 12,
  idleMinutes: 60,
});
let service: Issuer;
let app: Hono;

beforeEach(() => {
  jest.useFakeTimers({
    now: new Date('2026-11-24T12:00:00Z'),
    doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'setTimeout', 'setInterval', 'performance'],
  });
  resetCloud();
  service = new Issuer();
  jest.spyOn(globalThis, 'fetch').mockImplementation(service.fetch as typeof fetch);
  app = appFor(settings);
});
afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});

function appFor(console: Console): Hono {
  const cookies = new Cookies(base);
  const redirectUri = new URL('auth/callback', base).href;
  const provider = new Provider({ issuer, clientId, secret: async () => clientSecret, redirectUri, at: '' });
  const signedIn = signedInBy(cookies, console);
  const answer = async (context: Context) => context.json({ who: (await signedIn(context, new Date()))?.mail ?? null });
  return signInApp({ console, provider, cookies, base }).get('/api/me', answer).get('/api/changes', answer);
}

/** A browser with its cookies. */
class Browser {
  readonly jar = new Map<string, string>();

  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const cookie = [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await app.request(path, { ...init, headers: { ...(init.headers as object), cookie } });
    for (const [, name = '', value = '', rest = ''] of response.headers
      .getSetCookie()
      .map((set) => /^([^=]+)=([^;]*)(.*)$/.exec(set) ?? [])) {
      if (/max-age=0/i.test(rest)) this.jar.delete(name);
      else this.jar.set(name, value);
    }
    return response;
  }

  /** Goes to sign in: where the sign-in service is asked. */
  async begin(to = '/'): Promise<URL> {
    const response = await this.send(`/auth/sign-in?return=${encodeURIComponent(to)}`);
    return new URL(response.headers.get('location') ?? '');
  }

  async signIn(misdeed?: Misdeed): Promise<Response> {
    return this.send(`/auth/callback?${service.approve(await this.begin(), misdeed)}`);
  }

  async who(headers: Record<string, string> = {}): Promise<string | null> {
    return ((await (await this.send('/api/me', { headers })).json()) as { who: string | null }).who;
  }
}

const session = '__Host-homeostat';
const sessions = () => tables.under('SESSION#');
const later = (minutes: number) => jest.setSystemTime(Date.now() + minutes * 60_000);

describe('a sign-in', () => {
  test('is by code, with a challenge, a state and a nonce that nobody can guess', async () => {
    const url = await new Browser().begin();
    expect(url.origin + url.pathname).toBe(`${issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: 'https://console.example.com/prod/auth/callback',
      scope: 'openid email profile',
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  test('leads back to where it was begun, signed in as the mail address in lower case', async () => {
    const ann = new Browser();
    const answer = await ann.send(`/auth/callback?${service.approve(await ann.begin('/remediations?status=held'))}`);
    expect([answer.status, answer.headers.get('location')]).toEqual([
      302,
      'https://console.example.com/prod/remediations?status=held',
    ]);
    expect(await ann.who()).toBe('ann@example.com');
  });

  test('gives a cookie that scripts, other hosts and strangers’ pages cannot use', async () => {
    const answer = await new Browser().signIn();
    const [cookie = ''] = answer.headers.getSetCookie().filter((set) => set.startsWith(`${session}=`));
    expect(cookie).toMatch(/^__Host-homeostat=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  test('leaves no token and no cookie’s secret anywhere', async () => {
    const ann = new Browser();
    const answer = await ann.signIn();
    const kept = JSON.stringify([...tables.items.values()]);
    const shown = JSON.stringify([...answer.headers]) + (await answer.text());
    for (const token of [...Object.values(tokens), clientSecret]) {
      expect([kept.includes(token), shown.includes(token)]).toEqual([false, false]);
    }
    expect(kept).not.toContain(ann.jar.get(session));
    expect(kept).not.toMatch(/eyJ/);
    expect(sessions()).toEqual([expect.objectContaining({ groups: ['homeostat-viewer', 'homeostat-approver'] })]);
  });

  test.each([
    ['//evil.example', '/prod/'],
    ['/\\evil.example', '/prod/'],
    ['https://evil.example/', '/prod/'],
    ['javascript:alert(1)', '/prod/'],
    ['/x\\..\\y', '/prod/'],
    ['/../other-stage', '/prod/'],
    ['/%2e%2e/other', '/prod/'],
    ['/a\r\nLocation: https://evil.example', '/prod/'],
    ['/auth/sign-in', '/prod/'],
    ['/api/me', '/prod/'],
    ['remediations', '/prod/'],
    ['/remediations/r-1?x=//evil.example#y', '/prod/remediations/r-1?x=//evil.example#y'],
  ])('that is to lead to %j leads to %j of our own page', async (to, path) => {
    const ann = new Browser();
    const answer = await ann.send(`/auth/callback?${service.approve(await ann.begin(to))}`);
    expect(answer.headers.get('location')).toBe(`https://console.example.com${path}`);
  });
});

describe('nobody is signed in', () => {
  const refusal = async (answer: Response) => {
    expect(answer.status).toBe(403);
    expect(answer.headers.getSetCookie().filter((set) => set.startsWith(`${session}=`))).toEqual([]);
    expect(sessions()).toEqual([]);
    return answer.text();
  };

  test.each<[string, Misdeed, RegExp]>([
    ['with another nonce', { claims: { nonce: 'another' } }, /did not confirm/],
    ['without a nonce', { claims: { nonce: undefined } }, /did not confirm/],
    ['for another audience', { claims: { aud: 'another-client' } }, /did not confirm/],
    ['for several audiences, by another party', { claims: { aud: [clientId, 'x'], azp: 'x' } }, /did not confirm/],
    ['from another issuer', { claims: { iss: 'https://evil.example' } }, /did not confirm/],
    ['that has run out', { claims: { exp: Math.floor(Date.parse('2026-11-24T11:00:00Z') / 1000) } }, /did not confirm/],
    ['that is not signed', { signedBy: 'nobody' }, /did not confirm/],
    ['that somebody else signed', { signedBy: 'foreign' }, /did not confirm/],
    ['about an address that is not verified', { claims: { email_verified: false } }, /not verified/],
    ['that does not say whether the address is verified', { claims: { email_verified: undefined } }, /not verified/],
    ['without an address', { claims: { email: undefined } }, /does not say your mail address/],
    ['without groups', { claims: { groups: undefined } }, /in no group/],
    ['with groups of others only', { claims: { groups: ['admins', 'homeostat-Admin'] } }, /in no group/],
  ])('by a token %s', async (_, misdeed, says) => {
    expect(await refusal(await new Browser().signIn(misdeed))).toMatch(says);
  });

  test('by a state that was never given', async () => {
    const ann = new Browser();
    const answer = service.approve(await ann.begin());
    answer.set('state', 'x'.repeat(43));
    expect(await refusal(await ann.send(`/auth/callback?${answer}`))).toMatch(/not begun in this browser/);
    expect(service.asked).not.toContain('/token');
  });

  test.each(['code', 'state'])('without a %s', async (missing) => {
    const ann = new Browser();
    const answer = service.approve(await ann.begin());
    answer.delete(missing);
    await refusal(await ann.send(`/auth/callback?${answer}`));
  });

  test('in a browser that did not begin it: nobody is made somebody else by a link', async () => {
    const [mallory, ann] = [new Browser(), new Browser()];
    const answer = service.approve(await mallory.begin());
    await refusal(await ann.send(`/auth/callback?${answer}`));
    await ann.begin();
    await refusal(await ann.send(`/auth/callback?${answer}`));
  });

  test('by a code of another sign-in', async () => {
    const [mallory, ann] = [new Browser(), new Browser()];
    const stolen = service.approve(await ann.begin());
    const own = service.approve(await mallory.begin());
    own.set('code', stolen.get('code') ?? '');
    expect(await refusal(await mallory.send(`/auth/callback?${own}`))).toMatch(/did not confirm/);
  });

  test('after ten minutes', async () => {
    const ann = new Browser();
    const answer = service.approve(await ann.begin());
    later(10);
    await refusal(await ann.send(`/auth/callback?${answer}`));
  });

  test('where the sign-in service says that it went wrong', async () => {
    const ann = new Browser();
    const state = (await ann.begin()).searchParams.get('state') ?? '';
    const says = await refusal(
      await ann.send(
        `/auth/callback?${new URLSearchParams({ error: 'access_denied', error_description: '<b>', state })}`,
      ),
    );
    expect(says).not.toContain('<b>');
  });

  test('by the sign-in service of somebody else, whose answer names it', async () => {
    const ann = new Browser();
    const answer = service.approve(await ann.begin());
    answer.set('iss', 'https://evil.example');
    await refusal(await ann.send(`/auth/callback?${answer}`));
  });
});

test('an answer of the sign-in service counts once', async () => {
  const ann = new Browser();
  const answer = service.approve(await ann.begin());
  const again = new Browser();
  for (const [name, value] of ann.jar) again.jar.set(name, value);
  expect((await ann.send(`/auth/callback?${answer}`)).status).toBe(302);
  expect((await again.send(`/auth/callback?${answer}`)).status).toBe(403);
  expect(sessions()).toHaveLength(1);
});

describe('a session', () => {
  test('is a new one with each sign-in, and the one before it ends', async () => {
    const ann = new Browser();
    await ann.signIn();
    const old = new Browser();
    old.jar.set(session, ann.jar.get(session) ?? '');
    await ann.signIn();
    expect(ann.jar.get(session)).not.toBe(old.jar.get(session));
    expect([await ann.who(), await old.who()]).toEqual(['ann@example.com', null]);
  });

  test('cannot be given to somebody before they sign in', async () => {
    const ann = new Browser();
    const planted = 'p'.repeat(43);
    ann.jar.set(session, planted);
    await ann.signIn();
    expect(ann.jar.get(session)).not.toBe(planted);
    const mallory = new Browser();
    mallory.jar.set(session, planted);
    expect(await mallory.who()).toBeNull();
  });

  test.each(['', 'x', '../SESSION', 'a'.repeat(43), `${'a'.repeat(42)}#`])(
    'is none by the cookie %j',
    async (cookie) => {
      const mallory = new Browser();
      mallory.jar.set(session, cookie);
      expect(await mallory.who()).toBeNull();
    },
  );

  test('is known by its digest only: what the table holds opens nothing', async () => {
    await new Browser().signIn();
    const mallory = new Browser();
    mallory.jar.set(session, String(sessions()[0]?.['pk']).replace('SESSION#', ''));
    expect(await mallory.who()).toBeNull();
  });

  test('ends after an hour without use, and lasts while it is used', async () => {
    const ann = new Browser();
    await ann.signIn();
    later(50);
    expect(await ann.who()).toBe('ann@example.com');
    later(50);
    expect(await ann.who()).toBe('ann@example.com');
    later(60);
    expect(await ann.who()).toBeNull();
  });

  test('is not kept alive by what a page asks by itself', async () => {
    const ann = new Browser();
    await ann.signIn();
    later(50);
    await ann.send('/api/changes');
    expect(await ann.who({ 'x-homeostat': 'background' })).toBe('ann@example.com');
    later(10);
    expect(await ann.who()).toBeNull();
  });

  test('ends after twelve hours, however much it is used', async () => {
    const ann = new Browser();
    await ann.signIn();
    for (let hour = 0; hour < 11; hour++) {
      later(59);
      expect(await ann.who()).toBe('ann@example.com');
    }
    later(71);
    expect(await ann.who()).toBeNull();
  });

  test('is used once a minute for the table, however many requests there are', async () => {
    const ann = new Browser();
    await ann.signIn();
    const touched = () => sessions()[0]?.['touchedAt'];
    const before = touched();
    await ann.who();
    expect(touched()).toBe(before);
    later(2);
    await ann.who();
    expect(touched()).not.toBe(before);
  });

  test('gives what the configuration gives now, and nothing once it gives nothing', async () => {
    const ann = new Browser();
    await ann.signIn();
    app = appFor({ ...settings, access: [{ group: 'somebody-elses', roles: ['admin'], accounts: ['*'] }] });
    expect(await ann.who()).toBeNull();
  });

  test('is ended everywhere by a sign-out, which also says where the sign-in service forgets it', async () => {
    const [ann, copy] = [new Browser(), new Browser()];
    await ann.signIn();
    copy.jar.set(session, ann.jar.get(session) ?? '');
    const headers = { origin: base.origin, 'x-homeostat': '1', 'sec-fetch-site': 'same-origin' };
    const answer = await ann.send('/auth/sign-out', { method: 'POST', headers });
    const { to } = (await answer.json()) as { to: string };
    expect(new URL(to).searchParams.get('post_logout_redirect_uri')).toBe(base.href);
    expect(to).toMatch(`${issuer}/end?client_id=console`);
    expect(ann.jar.has(session)).toBe(false);
    expect(await copy.who()).toBeNull();
    expect(sessions()).toEqual([expect.objectContaining({ endedAt: expect.any(String) })]);
  });

  test.each([
    ['GET', {}],
    ['POST', { origin: 'https://evil.example', 'x-homeostat': '1' }],
    ['POST', { origin: base.origin }],
    ['POST', {}],
  ])('is not ended by a %s of another page with %j', async (method, headers) => {
    const ann = new Browser();
    await ann.signIn();
    expect([403, 404]).toContain((await ann.send('/auth/sign-out', { method, headers })).status);
    expect(await ann.who()).toBe('ann@example.com');
  });
});

test.each([
  ['https://console.example.com/', '__Host-homeostat'],
  ['http://localhost:4570/', 'homeostat'],
])('at %s the cookie is %s', (url, name) => {
  expect(new Cookies(new URL(url)).nameOf('session')).toBe(name);
});

test('a console that is served without TLS, save on our own machine, serves nobody', () => {
  expect(() => new Cookies(new URL('http://console.example.com/'))).toThrow('anybody could read its cookies');
});

test('what answers are pages that hold no script and stay in no cache', async () => {
  const { headers } = await new Browser().send('/auth/callback');
  expect(Object.fromEntries(headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'referrer-policy': 'no-referrer',
  });
});
