import { type Grant, grantsOf } from './access.ts';
import type { Console } from './console-config.ts';
import type { Person } from './person.ts';

/** Somebody's session. What they may do is looked up anew with each request: only what the provider said of them is kept. */
export interface Session {
  readonly subject: string;
  readonly name: string;
  /** Verified, in lower case. */
  readonly mail: string;
  readonly groups: readonly string[];
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly touchedAt: string;
  readonly endedAt?: string | undefined;
}

type Lengths = Pick<Console, 'sessionHours' | 'idleMinutes'>;

/** When a session ends, however much it is used. */
export function endOf({ startedAt }: Pick<Session, 'startedAt'>, { sessionHours }: Lengths): Date {
  return new Date(Date.parse(startedAt) + sessionHours * 3_600_000);
}

/** Whether a session runs. One whose times cannot be read does not. */
export function runsNow(session: Session, lengths: Lengths, now: Date): boolean {
  const idleUntil = Date.parse(session.touchedAt) + lengths.idleMinutes * 60_000;
  return session.endedAt === undefined && now < endOf(session, lengths) && now.getTime() < idleUntil;
}

/** Use is noted once a minute: not every request pays for a write. */
export function isToBeTouched({ touchedAt }: Session, now: Date): boolean {
  return now.getTime() - Date.parse(touchedAt) > 60_000;
}

export function personIn(session: Session, console: Console): Person {
  const { name, mail, groups } = session;
  return { name, mail, grants: grantsOf(groups, console.access), until: endOf(session, console).toISOString() };
}

/** What the provider says of a person, with what their groups give here. */
export interface Identity {
  readonly subject: string;
  readonly name: string;
  readonly mail: string;
  readonly groups: readonly string[];
}

/** Who an ID token's claims name, or why they may not come in. */
export function identityIn(
  claims: Readonly<Record<string, unknown>>,
  { groupsClaim, access, trustsMail }: Pick<Console, 'groupsClaim' | 'access' | 'trustsMail'>,
): Identity | { readonly because: string } {
  const { sub, email, email_verified: verified, name } = claims;
  if (typeof sub !== 'string' || typeof email !== 'string' || email === '') {
    return { because: 'The sign-in service does not say your mail address.' };
  }
  if (!trustsMail && verified !== true && verified !== 'true') {
    return { because: `${email} is not verified: confirm it at the sign-in service first.` };
  }
  const groups = listOf(claims[groupsClaim]).filter((group) => access.some((one) => one.group === group));
  const grants: readonly Grant[] = grantsOf(groups, access);
  return grants.length === 0
    ? { because: `${email} is in no group that may use Homeostat. Ask whoever runs it.` }
    : { subject: sub, name: typeof name === 'string' && name !== '' ? name : email, mail: email.toLowerCase(), groups };
}

function listOf(claim: unknown): readonly string[] {
  return [claim].flat().filter((one) => typeof one === 'string');
}
