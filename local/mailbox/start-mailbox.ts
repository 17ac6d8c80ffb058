import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type Mail, readInbox } from './mail.ts';
import { listPage, mailPage, messagePage } from './pages.ts';

export type Mailbox = Readonly<{ url: string; stop: () => Promise<void> }>;

/** Serves the mails that were sent in the local cloud. */
export async function startMailbox({ port, emulator }: { port: number; emulator: string }): Promise<Mailbox> {
  const server = createAdaptorServer({ fetch: mailboxApp(() => readInbox(emulator)).fetch });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    if ('closeAllConnections' in server) server.closeAllConnections();
  };
  return { url: `http://localhost:${port}`, stop };
}

export function mailboxApp(inbox: () => Promise<readonly Mail[]>): Hono {
  const app = new Hono();
  const contentSecurityPolicy = { defaultSrc: ["'none'"], styleSrc: ["'unsafe-inline'"], imgSrc: ['data:'] };
  // Not over TLS, so nothing to insist on.
  app.use(secureHeaders({ contentSecurityPolicy, strictTransportSecurity: false }));
  app.get('/', async (c) => c.html(listPage(await inbox())));
  app.get('/messages.json', async (c) => c.json(await inbox()));
  app.get('/messages/:id', async (c) => {
    const mail = (await inbox()).find(({ MessageId }) => MessageId === c.req.param('id'));
    return mail ? c.html(mailPage(mail)) : c.html(messagePage('There is no such mail (any more).'), 404);
  });
  app.onError((error, c) => c.html(messagePage(`The mails cannot be read: ${error.message}.`), 502));
  return app;
}
