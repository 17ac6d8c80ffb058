import { Hono } from 'hono';
import type { Slack } from './interact.ts';
import { change } from './workspace.ts';

/** Takes whatever an app posts to a response URL, and only writes it down. */
export function responseUrls({ workspace, origin }: Slack): Hono {
  const app = new Hono();
  app.post('/*', async (c) => {
    const url = `${origin}${c.req.path}`;
    if (!workspace.responseUrls.has(url)) return c.json({ ok: false, error: 'expired_url' }, 404);
    const contentType = c.req.header('Content-Type') ?? '';
    const post = { url, at: new Date().toISOString(), contentType, body: await c.req.text() };
    change(workspace, { responsePosts: [...workspace.responsePosts, post] });
    return c.json({ ok: true });
  });
  return app;
}
