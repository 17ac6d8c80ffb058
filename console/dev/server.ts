import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { type Route, type RouteName, routes } from '../../functions/api/routes.ts';
import { Role } from '../../functions/api/shapes.ts';
import { answersOf, Refused } from './answers.ts';
import { another, makeWorld, type World } from './world.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The page with a made-up API behind it, under the content security policy that it has to live with. */
export function devServer(world: World = makeWorld(new Date())): Hono {
  const app = new Hono();
  app.get('/auth/sign-in', (context) => {
    setCookie(context, 'as', context.req.query('as') ?? 'viewer,operator,approver,admin', { path: '/' });
    return context.redirect(safeReturn(context.req.query('return')));
  });
  app.post('/auth/sign-out', (context) => {
    setCookie(context, 'as', '', { path: '/', maxAge: 0 });
    return context.body(null, 204);
  });
  // For watching the page follow: one more drift, now.
  app.post('/dev/drift', (context) => context.json(another(world, 'applying')));
  app.get('/files/:name', (context) => context.body('id,control\n', 200, { 'content-type': 'text/csv' }));
  const answers = answersOf(world);
  for (const name of Object.keys(routes) as RouteName[]) {
    const route: Route = routes[name];
    app.on(route.method, `/api${route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`, (context) =>
      answer(context, route, answers[name]),
    );
  }
  app.get('*', (context) => asset(context));
  return app;
}

async function answer(context: Context, route: Route, handler: (asked: never) => unknown): Promise<Response> {
  const roles = Role.array().safeParse(getCookie(context, 'as')?.split(','));
  if (!roles.success) return context.json({ error: 'signed-out', says: 'Sign in first.' }, 401);
  if (!roles.data.some((role) => route.roles.includes(role)))
    return context.json({ error: 'not-allowed', says: `This takes the role ${route.roles.join(' or ')}.` }, 403);
  if (route.method !== 'get' && context.req.header('x-homeostat') !== '1')
    return context.json({ error: 'not-ours', says: 'This was not sent by the page.' }, 403);
  const query = Object.fromEntries(Object.entries(context.req.queries()).map(([key, all]) => [key, all.length > 1 ? all : all[0]]));
  const parsed = (route.query ?? Anything).safeParse(query);
  const body = (route.body ?? Anything).safeParse(route.body ? await context.req.json() : {});
  if (!parsed.success || !body.success)
    return context.json({ error: 'bad-input', says: (parsed.error ?? body.error)?.message ?? '' }, 400);
  try {
    const asked = { who: 'Ada', roles: roles.data, params: context.req.param(), query: parsed.data, body: body.data };
    return context.json(route.answer.parse(handler(asked as never)) as object);
  } catch (error) {
    if (error instanceof Refused) return context.json({ error: 'not-found', says: error.message }, error.status);
    throw error;
  }
}

const Anything = { safeParse: (data: unknown) => ({ success: true, data, error: undefined }) as const };

function safeReturn(path: string | undefined): string {
  return path?.startsWith('/') && !path.startsWith('//') ? path : '/';
}

async function asset(context: Context): Promise<Response> {
  const path = normalize(join(dist, context.req.path));
  const isFile = path.startsWith(dist) && extname(path) in types;
  const file = await readFile(isFile ? path : join(dist, 'index.html'));
  const type = types[isFile ? extname(path) : '.html'] ?? 'application/octet-stream';
  return context.body(new Uint8Array(file), 200, { 'content-type': type, 'content-security-policy': policy });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const port = Number(process.env['PORT'] ?? 4600);
  serve({ fetch: devServer().fetch, port, hostname: '127.0.0.1' });
  console.log(`The console, with a made-up API: http://127.0.0.1:${port}`);
}
