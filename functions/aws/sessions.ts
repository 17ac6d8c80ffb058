import { randomBytes } from 'node:crypto';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { sha256 } from '../domain/digest.ts';
import type { Identity, Session } from '../domain/session.ts';
import { held } from './conditional.ts';
import { SessionItem, SignInItem } from './session-tables.ts';

/** DynamoDB may remove what has ended this long ago. */
const keptSeconds = 86_400;

/** Begins a session and answers with the secret of its cookie, of which only the digest is kept. */
export async function startSession(identity: Identity, { now, end }: { now: Date; end: Date }): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const { subject, name, mail, groups } = identity;
  const at = now.toISOString();
  await SessionItem.build(PutItemCommand)
    .item({
      session: digestOf(secret),
      subject,
      person: name,
      mail,
      groups: [...groups],
      startedAt: at,
      touchedAt: at,
      expires: removedAfter(end),
    })
    .options({ condition: { attr: 'startedAt', exists: false } })
    .send();
  return secret;
}

export async function sessionBehind(secret: string): Promise<Session | undefined> {
  const { Item } = await SessionItem.build(GetItemCommand)
    .key({ session: digestOf(secret) })
    .options({ consistent: true })
    .send();
  if (Item === undefined) {
    return undefined;
  }
  const { person: name, session: _session, expires: _expires, ...rest } = Item;
  return { ...rest, name };
}

/** Notes that a session was used; nothing where it has ended. */
export async function touchSession(secret: string, now: Date): Promise<void> {
  await change(secret, { touchedAt: now.toISOString() });
}

/** Ends a session, wherever its cookie still is. */
export async function endSession(secret: string, now: Date): Promise<void> {
  await change(secret, { endedAt: now.toISOString() });
}

async function change(secret: string, changed: { touchedAt: string } | { endedAt: string }): Promise<void> {
  const isRunning = [
    { attr: 'startedAt', exists: true },
    { attr: 'endedAt', exists: false },
  ] as const;
  await held(
    SessionItem.build(UpdateItemCommand)
      .item({ session: digestOf(secret), ...changed })
      .options({ condition: { and: [...isRunning] } })
      .send(),
  );
}

export interface SignIn {
  /** Proves to the provider that whoever brings the code asked for it. */
  readonly verifier: string;
  readonly nonce: string;
  /** A path of our own page. */
  readonly returnTo: string;
}

/** Notes a sign-in that begins, for the browser that has the secret. */
export async function beginSignIn(
  { state, browser, until }: { readonly state: string; readonly browser: string; readonly until: Date },
  signIn: SignIn,
): Promise<void> {
  await SignInItem.build(PutItemCommand)
    .item({
      state: digestOf(state),
      browser: digestOf(browser),
      ...signIn,
      until: until.toISOString(),
      expires: removedAfter(until),
    })
    .options({ condition: { attr: 'until', exists: false } })
    .send();
}

/** The sign-in that a browser began with a state: once, in time, and for that browser only. */
export async function takeSignIn(
  { state, browser }: { readonly state: string; readonly browser: string },
  now: Date,
): Promise<SignIn | undefined> {
  const at = now.toISOString();
  const isTaken = await held(
    SignInItem.build(UpdateItemCommand)
      .item({ state: digestOf(state), usedAt: at })
      .options({
        condition: {
          and: [
            { attr: 'browser', eq: digestOf(browser) },
            { attr: 'until', gt: at },
            { attr: 'usedAt', exists: false },
          ],
        },
      })
      .send(),
  );
  if (!isTaken) {
    return undefined;
  }
  const { Item } = await SignInItem.build(GetItemCommand)
    .key({ state: digestOf(state) })
    .options({ consistent: true })
    .send();
  return Item && { verifier: Item.verifier, nonce: Item.nonce, returnTo: Item.returnTo };
}

function removedAfter(time: Date): number {
  return Math.floor(time.getTime() / 1000) + keptSeconds;
}

function digestOf(secret: string): string {
  return sha256(secret).toString('hex');
}
