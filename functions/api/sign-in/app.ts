import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { generateRandomCodeVerifier } from 'oauth4webapi';
import { beginSignIn, endSession, type SignIn, startSession, takeSignIn } from '../../aws/sessions.ts';
import type { Console } from '../../domain/console-config.ts';
import { ownPath } from '../../domain/own-path.ts';
import { endOf, type Identity, identityIn } from '../../domain/session.ts';
import { pageHeaders } from '../../question/page-headers.ts';
import { count, logger } from '../../telemetry.ts';
import { explain } from '../explain.ts';
import { insistOnOwnPage } from '../own-page.ts';
import type { Cookies } from './cookies.ts';
import { notSignedIn } from './page.tsx';
import type { Provider } from './provider.ts';

export interface SigningIn {
  readonly console: Console;
  readonly provider: Pick<Provider, 'authorizationUrl' | 'claimsFor' | 'endUrl'>;
  readonly cookies: Cookies;
  /** Where people open the console; ends with a slash. */
  readonly base: URL;
}

/** A sign-in takes so long at most. */
const signInMs = 10 * 60_000;

/** Signs people in and out. The page never sees a token: it has a cookie that no script can read. */
export function signInApp(signing: SigningIn): Hono {
  const app = new Hono();
  app.use('/auth/*', async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(pageHeaders)) {
      context.header(name, value);
    }
  });
  app.get('/auth/sign-in', (context) => begin(context, signing));
  app.get('/auth/callback', (context) => complete(context, signing));
  app.post('/auth/sign-out', (context) => end(context, signing));
  app.onError(explain);
  return app;
}

async function begin(context: Context, { provider, cookies, base }: SigningIn): Promise<Response> {
  const [state, browser, nonce] = [secret(), secret(), secret()];
  const verifier = generateRandomCodeVerifier();
  const to = await provider.authorizationUrl({ state, nonce, verifier });
  const returnTo = ownPath(context.req.query('return'), base).href;
  await beginSignIn({ state, browser, until: new Date(Date.now() + signInMs) }, { nonce, verifier, returnTo });
  cookies.set(context, 'sign-in', browser, signInMs / 1000);
  return context.redirect(to.href);
}

/** A session begins anew with each sign-in, and the one that the browser brings along ends: nobody can be given one beforehand. */
async function complete(context: Context, signing: SigningIn): Promise<Response> {
  const { console, cookies } = signing;
  const now = new Date();
  const begun = await taken(context, cookies, now);
  cookies.clear(context, 'sign-in');
  if (begun === undefined) {
    return refuse(context, signing, 'This sign-in was not begun in this browser, or it took too long.');
  }
  const identity = await identified(context, signing, begun);
  if ('because' in identity) {
    return refuse(context, signing, identity.because);
  }
  await endOwn(context, cookies, now);
  const until = endOf({ startedAt: now.toISOString() }, console);
  const session = await startSession(identity, { now, end: until });
  cookies.set(context, 'session', session, (until.getTime() - now.getTime()) / 1000);
  logger.info('signed in', { person: identity.mail, groups: identity.groups });
  return context.redirect(begun.returnTo);
}

type Begun = SignIn & { readonly state: string };

async function taken(context: Context, cookies: Cookies, now: Date): Promise<Begun | undefined> {
  const browser = cookies.get(context, 'sign-in');
  const state = context.req.query('state');
  const signIn = browser && state && (await takeSignIn({ state, browser }, now));
  return signIn ? { ...signIn, state } : undefined;
}

/** What went wrong between us and the provider is in the log; a person can only try again. */
async function identified(
  { req }: Context,
  { provider, console }: SigningIn,
  begun: Begun,
): Promise<Identity | { readonly because: string }> {
  try {
    return identityIn(await provider.claimsFor(new URL(req.url).searchParams, begun), console);
  } catch (error) {
    const { name, message, code } = error as Error & { code?: string };
    logger.warn('a sign-in was not believed', { error: { name, message, code } });
    return { because: 'The sign-in service did not confirm who you are.' };
  }
}

function refuse(context: Context, { base }: SigningIn, because: string): Response | Promise<Response> {
  count('SignInRefused', { reason: 'refused' });
  return context.html(notSignedIn(because, new URL('auth/sign-in', base).href), 403);
}

/** Ends the session here, and says where the browser goes so that the provider forgets it, too. */
async function end(context: Context, { provider, cookies, base }: SigningIn): Promise<Response> {
  insistOnOwnPage(context, base.origin);
  await endOwn(context, cookies, new Date());
  cookies.clear(context, 'session');
  return context.json({ to: await provider.endUrl(base.href) });
}

async function endOwn(context: Context, cookies: Cookies, now: Date): Promise<void> {
  const session = cookies.get(context, 'session');
  if (session !== undefined) {
    await endSession(session, now);
  }
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}
