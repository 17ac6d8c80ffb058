import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { apiApp } from '../../../functions/api/app.ts';
import { openApi } from '../../../functions/api/openapi.ts';
import { Role } from '../../../functions/domain/access.ts';
import { ownPath } from '../../../functions/domain/own-path.ts';
import type { Person } from '../../../functions/domain/person.ts';
import { type Organization, organization } from './world.ts';

const dist = fileURLToPath(new URL('../../../console/dist', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** What the page has to live with. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

export interface Served {
  readonly base: string;
  readonly organization: Organization;
  stop(): Promise<void>;
}

/** Serves the built page before the real API and a made-up organization. `/auth/sign-in?as=viewer` signs in with that role. */
export async function serveConsole(port = 0): Promise<Served> {
  const made = organization();
  let base = '';
  const app = new Hono();
  // The address is known when it listens; until then nobody asks.
  app.all('/api/*', ({ req }) =>
    apiApp({ world: made.world, origin: base, signedIn, description: () => openApi('0.1.0') }).fetch(req.raw),
  );
  app.get('/auth/sign-in', (context) => {
    setCookie(context, 'as', context.req.query('as') ?? Role.options.join(), { path: '/', httpOnly: true });
    return context.redirect(ownPath(context.req.query('return'), new URL(base)).href);
  });
  app.post('/auth/sign-out', (context) => {
    deleteCookie(context, 'as', { path: '/' });
    return context.json({ to: `${base}/auth/sign-in?as=viewer` });
  });
  // For watching the page follow: one more drift, now.
  app.post('/dev/drift', (context) => context.json(made.drift('applying')));
  app.get('*', asset);
  const server = await listening(app, port);
  const address = server.address();
  base = `http://localhost:${typeof address === 'object' ? address?.port : port}`;
  return { base, organization: made, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

function listening(app: Hono, port: number): Promise<ServerType> {
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port, hostname: 'localhost' }, () => resolve(server));
  });
}

async function signedIn(context: Context, now: Date): Promise<Person | undefined> {
  const roles = Role.array().safeParse(getCookie(context, 'as')?.split(','));
  if (!roles.success) return undefined;
  const grants = [{ roles: roles.data, accounts: ['*'] }];
  const until = new Date(now.getTime() + 12 * 3_600_000).toISOString();
  return { name: 'Ada', mail: 'ada@example.com', grants, until };
}

async function asset({ req, body }: Context): Promise<Response> {
  const path = normalize(join(dist, req.path));
  const isFile = path.startsWith(dist) && extname(path) in types;
  const file = await readFile(isFile ? path : join(dist, 'index.html'));
  const type = types[isFile ? extname(path) : '.html'] ?? 'application/octet-stream';
  return body(new Uint8Array(file), 200, { 'content-type': type, 'content-security-policy': policy });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { base } = await serveConsole(Number(process.env['PORT'] ?? 4600));
  console.log(`The console, before a made-up organization: ${base}`);
}
