import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Person } from '../domain/person.ts';
import { through } from './door.ts';
import { explain, problem } from './explain.ts';
import { insistOnOwnPage } from './own-page.ts';
import { signedOut } from './problems.ts';
import { type Route, type RouteName, routes } from './routes.ts';
import type { World } from './world.ts';

export interface Serving {
  readonly world: World;
  /** The OpenAPI document, made from the table of routes. */
  readonly description: () => object;
  /** Where people open the page: what changes something has to come from there. */
  readonly origin: string;
  /** Who is signed in, by the request's cookie. */
  readonly signedIn: (context: Context, now: Date) => Promise<Person | undefined>;
}

/** More than any body that the page sends. */
const mostBytes = 64 * 1024;

/** The API: a door for each route of the table, the document that describes them, and nothing else. */
export function apiApp({ world, description, origin, signedIn }: Serving): Hono {
  const app = new Hono();
  app.use('/api/*', async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      context.header(name, value);
    }
  });
  app.use(bodyLimit({ maxSize: mostBytes, onError: () => problem(tooLarge) }));
  for (const name of Object.keys(routes) as RouteName[]) {
    const { method, path }: Route = routes[name];
    app.on(method.toUpperCase(), `/api${path.replace(/\{(\w+)\}/g, ':$1')}`, async (context) => {
      const now = new Date();
      if (method !== 'get') {
        insistOnOwnPage(context, origin);
      }
      return context.json((await through(name, context, { world, who: await signedIn(context, now), now })) as object);
    });
  }
  app.get('/api/openapi.json', async (context) => {
    if ((await signedIn(context, new Date())) === undefined) {
      throw signedOut();
    }
    return context.json(description());
  });
  app.notFound(() => problem({ status: 404, error: 'not-found', says: 'There is no such door.' }));
  app.onError(explain);
  return app;
}

const tooLarge = { status: 413, error: 'too-large', says: `A request has ${mostBytes} bytes at most.` };

/** Nothing that the API answers is a page, and nothing of it is to be kept by anybody. */
const headers = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=31536000',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;
