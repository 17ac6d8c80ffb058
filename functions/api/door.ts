import type { Context } from 'hono';
import * as z from 'zod';
import { accountsWith } from '../domain/access.ts';
import type { Person } from '../domain/person.ts';
import { answers } from './answers.ts';
import type { Asked } from './asked.ts';
import { Deeds } from './deeds.ts';
import { badInput, notAllowed, signedOut } from './problems.ts';
import { type Route, type RouteName, routes } from './routes.ts';
import { View } from './view.ts';
import type { World } from './world.ts';

export interface Asking {
  readonly world: World;
  readonly who: Person | undefined;
  readonly now: Date;
}

/**
 * Lets a request through one door: who asks, whether they may, what they ask, and only then the answer, of which nothing goes out
 * that its schema does not name.
 * @throws {Refused} with what the one who asks is told.
 */
export async function through<Name extends RouteName>(name: Name, context: Context, asking: Asking): Promise<unknown> {
  const route: Route = routes[name];
  const { world, now } = asking;
  const asked = { ...allowed(route, asking), ...(await parsed(route, context)) };
  const view = new View(world, asked.accounts);
  const deeds = new Deeds({ world, view, who: asked.who, now });
  const answer = answers[name] as (asked: Asked<Name>) => Promise<unknown>;
  return route.answer.parse(await answer({ ...asked, view, deeds, now } as unknown as Asked<Name>));
}

/** A role opens a door in the accounts in which it was given, and in no others. */
function allowed({ roles }: Route, { who }: Asking): { readonly who: Person; readonly accounts: readonly string[] } {
  if (who === undefined) {
    throw signedOut();
  }
  const accounts = accountsWith(roles, who.grants);
  if (accounts.length === 0) {
    throw notAllowed(`That takes one of these roles: ${roles.join(', ')}.`);
  }
  return { who, accounts };
}

/** A name that is not known is refused, and not passed over: a filter that was mistyped would show too much. */
const nothing = z.object({});

async function parsed({ params, query, body }: Route, { req }: Context) {
  return {
    params: params && read(params, req.param()),
    query: read((query ?? nothing).strict(), flat(req.queries())),
    body: body && read(body, await jsonOf(req)),
  };
}

function read(schema: z.ZodType, value: unknown): unknown {
  const read = schema.safeParse(value);
  if (!read.success) {
    throw badInput(read.error.issues.map(saysIssue).join('; '));
  }
  return read.data;
}

function saysIssue({ path, message, ...issue }: z.core.$ZodIssue): string {
  const keys = 'keys' in issue && Array.isArray(issue.keys) ? issue.keys.join(', ') : path.join('.');
  return `${keys || 'the request'}: ${message}`;
}

/** A name that comes once is one value; one that is repeated is a list. */
function flat(queries: Record<string, string[]>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  );
}

async function jsonOf(request: Context['req']): Promise<unknown> {
  if (!/^application\/json\b/i.test(request.header('content-type') ?? '')) {
    throw badInput('the body has to be application/json');
  }
  try {
    return JSON.parse(await request.text());
  } catch {
    throw badInput('the body is no JSON');
  }
}
