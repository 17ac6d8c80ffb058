import type { Context } from 'hono';
import { sessionBehind, touchSession } from '../../aws/sessions.ts';
import type { Console } from '../../domain/console-config.ts';
import type { Person } from '../../domain/person.ts';
import { isToBeTouched, personIn, runsNow } from '../../domain/session.ts';
import type { Cookies } from './cookies.ts';

const secretForm = /^[\w-]{43}$/;

/** Who is signed in by a cookie's secret, while their session runs and something here is theirs to see. */
export async function personBehind(
  secret: string | undefined,
  console: Console,
  now: Date,
): Promise<{ readonly person: Person; readonly touch: () => Promise<void> } | undefined> {
  if (secret === undefined || !secretForm.test(secret)) {
    return undefined;
  }
  const session = await sessionBehind(secret);
  if (session === undefined || !runsNow(session, console, now)) {
    return undefined;
  }
  const person = personIn(session, console);
  const touch = async () => (isToBeTouched(session, now) ? touchSession(secret, now) : undefined);
  return person.grants.length === 0 ? undefined : { person, touch };
}

/**
 * Finds out who is signed in, and notes that they are there. What a page asks by itself, to stay up to date, is no sign of anybody:
 * it says so in a header, and looking for changes never is.
 */
export function signedInBy(cookies: Cookies, console: Console) {
  return async (context: Context, now: Date): Promise<Person | undefined> => {
    const found = await personBehind(cookies.get(context, 'session'), console, now);
    const isPage = context.req.path === '/api/changes' || context.req.header('x-homeostat') === 'background';
    if (found !== undefined && !isPage) {
      await found.touch();
    }
    return found?.person;
  };
}
