import { createHash } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import * as z from 'zod';
import { formOf, isJson, readClick, readClose, readSubmission } from './forms.ts';
import { click, close, type Interacted, type Slack, submit } from './interact.ts';
import { messagesJson, viewsJson } from './json.ts';
import { NoticePage, WorkspacePage } from './pages/page.tsx';
import { script } from './pages/script.ts';
import { style } from './pages/style.ts';
import { urlOpenedBy } from './used.ts';
import { change, type Mode, personOf, topView, type Workspace } from './workspace.ts';

const contentSecurityPolicy = {
  defaultSrc: ["'none'"],
  styleSrc: [digest(style)],
  scriptSrc: [digest(script)],
  connectSrc: ["'self'"],
  imgSrc: ['data:'],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** The page for people, and for tests the same as JSON. */
export function pageApp(slack: Slack): Hono {
  const { workspace } = slack;
  const app = new Hono();
  // Not over TLS, so nothing to insist on.
  app.use(secureHeaders({ contentSecurityPolicy, strictTransportSecurity: false }), csrf());
  app.get('/', (c) => page(c, workspace));
  app.get('/version.json', (c) => c.json({ version: workspace.version }));
  app.get('/messages.json', (c) => c.json(messagesJson(workspace)));
  app.get('/views.json', (c) => c.json(viewsJson(workspace)));
  app.get('/response-urls.json', (c) => c.json({ urls: [...workspace.responseUrls], posts: workspace.responsePosts }));
  app.post('/click', async (c) => {
    const given = await readClick(c.req, workspace);
    const url = urlOpenedBy(workspace, given);
    const interacted = await click(slack, given);
    const place = topView(workspace, given.user) ? '' : `#${given.channel}-${given.ts}`;
    if (isJson(c.req) || !url) return answer(c, interacted, given.user, place);
    return c.html(html(<NoticePage title="Slack" says="Slack opens this address in the browser." leadsTo={url} />));
  });
  app.post('/submit', async (c) => {
    const given = await readSubmission(c.req, workspace);
    return answer(c, await submit(slack, given), given.user);
  });
  app.post('/close', async (c) => {
    const given = await readClose(c.req);
    return answer(c, await close(slack, given), given.user);
  });
  app.post('/mode', (c) => setMode(c, workspace));
  app.post('/people', (c) => setPerson(c, workspace));
  app.onError((error, c) => notUnderstood(c, error));
  return app;
}

function page(c: Context, workspace: Workspace): Response | Promise<Response> {
  const me = personOf(workspace, c.req.query('as') ?? '') ?? workspace.people[0];
  if (!me) return c.html(html(<NoticePage title="Slack" says="There is nobody in this workspace." />), 404);
  return c.html(html(<WorkspacePage workspace={workspace} me={me} />));
}

/** JSON for JSON; a person goes back to the page, which says what came of it. */
function answer(c: Context, interacted: Interacted, user: string, place = ''): Response {
  if (!isJson(c.req)) return backToPage(c, user, place);
  const ok = interacted.outcome === 'answered';
  return c.json({ ok, ...interacted }, interacted.outcome === 'impossible' ? 404 : 200);
}

function backToPage(c: Context, user: string, place = ''): Response {
  return c.redirect(`/?as=${encodeURIComponent(user)}${place}`, 303);
}

const ModeChange = z.object({
  mode: z.enum(['ok', 'down', 'rate-limited', 'slow']),
  retryAfter: z.number().int().min(1).default(30),
  milliseconds: z.number().int().min(0).default(5000),
});

async function setMode(c: Context, workspace: Workspace): Promise<Response> {
  const form = isJson(c.req) ? undefined : await formOf(c.req);
  const given = ModeChange.parse(form ? { mode: form['mode']?.[0] } : await c.req.json());
  change(workspace, { mode: modeOf(given) });
  return form ? backToPage(c, form['as']?.[0] ?? '') : c.json(workspace.mode);
}

function modeOf({ mode, retryAfter, milliseconds }: z.infer<typeof ModeChange>): Mode {
  if (mode === 'rate-limited') return { mode, retryAfter };
  return mode === 'slow' ? { mode, milliseconds } : { mode };
}

const PersonChange = z.object({
  id: z.string(),
  email: z.string().optional(),
  emailConfirmed: z.boolean().optional(),
  guest: z.enum(['restricted', 'ultra-restricted']).optional(),
  bot: z.boolean().optional(),
  deleted: z.boolean().optional(),
});

/** Somebody's standing can change between a question and an answer. */
async function setPerson(c: Context, workspace: Workspace): Promise<Response> {
  const given = PersonChange.parse(await c.req.json());
  const old = personOf(workspace, given.id);
  if (!old) return c.json({ ok: false, error: 'user_not_found' }, 404);
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const changed = { ...old, ...changes };
  change(workspace, { people: workspace.people.map((person) => (person === old ? changed : person)) });
  return c.json({ ok: true, person: changed });
}

function notUnderstood(c: Context, error: Error): Response | Promise<Response> {
  if ('getResponse' in error && typeof error.getResponse === 'function') return error.getResponse();
  const status = error instanceof z.ZodError || error instanceof SyntaxError ? 400 : 500;
  if (isJson(c.req)) return c.json({ ok: false, error: error.message }, status);
  return c.html(html(<NoticePage title="That did not work" says={error.message} />), status);
}

function html(content: { toString(): string }): string {
  return `<!doctype html>${content.toString()}`;
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
