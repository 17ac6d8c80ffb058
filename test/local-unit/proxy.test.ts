import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import type { Exchange } from '../../local/trail/exchange.ts';
import { createProxy } from '../../local/trail/proxy.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

async function proxied(upstream: Parameters<typeof createServer>[1]) {
  const seen: Exchange[] = [];
  const target = await listen(createServer(upstream));
  const port = await listen(
    createProxy({ target: `http://127.0.0.1:${target}`, observe: (exchange) => seen.push(exchange) }),
  );
  return { port, seen };
}

async function call(
  options: { port: number; method: string; path: string; headers?: Record<string, string> },
  body = '',
) {
  const sent = request({ host: '127.0.0.1', ...options });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { answer, body: Buffer.concat(chunks) };
}

const authorization =
  'AWS4-HMAC-SHA256 Credential=test/20261101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';

test('a request arrives as it was sent and the answer as it was given', async () => {
  const { port, seen } = await proxied(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    response.writeHead(201, 'Made', [
      'X-Twice',
      'a',
      'X-Twice',
      'b',
      'X-Seen',
      `${incoming.method} ${incoming.url} ${incoming.headers.host}`,
    ]);
    response.end(Buffer.concat([Buffer.from([0, 255]), ...chunks]));
  });
  const headers = { Host: 'logs.localhost:4566', authorization, expect: '100-continue' };
  const { answer, body } = await call({ port, method: 'PUT', path: '/a%2Fb//c?policy&x=%20', headers }, 'content');
  expect([answer.statusCode, answer.statusMessage]).toEqual([201, 'Made']);
  expect(answer.rawHeaders).toEqual(
    expect.arrayContaining(['X-Twice', 'a', 'X-Seen', 'PUT /a%2Fb//c?policy&x=%20 logs.localhost:4566']),
  );
  expect(body).toEqual(Buffer.concat([Buffer.from([0, 255]), Buffer.from('content')]));
  await new Promise(setImmediate);
  expect(seen).toHaveLength(1);
  expect(seen[0]?.body?.toString()).toBe('content');
});

test.each([
  ['a read', 'GET', '/logs?policy', { authorization }],
  ['an unsigned request', 'POST', '/', {}],
])('%s is forwarded and not observed', async (_, method, path, headers) => {
  const { port, seen } = await proxied((_, response) => response.end('yes'));
  expect((await call({ port, method, path, headers: headers as Record<string, string> })).body.toString()).toBe('yes');
  await new Promise(setImmediate);
  expect(seen).toEqual([]);
});

test.each([400, 403])('a read that ends with %i is observed: it may have been refused', async (status) => {
  const { port, seen } = await proxied((_, response) => {
    response.writeHead(status);
    response.end('no');
  });
  await call({ port, method: 'GET', path: '/logs?policy', headers: { authorization } });
  await new Promise(setImmediate);
  expect(seen).toEqual([expect.objectContaining({ status, url: '/logs?policy', responseBody: Buffer.from('no') })]);
});

test('more than the trail keeps passes all the same', async () => {
  const large = Buffer.alloc(3 * 1024 * 1024, 'x');
  const { port, seen } = await proxied((incoming, response) => incoming.pipe(response));
  const { body } = await call({ port, method: 'PUT', path: '/logs/key', headers: { authorization } }, large.toString());
  expect(body.equals(large)).toBe(true);
  await new Promise(setImmediate);
  expect(seen[0]).toMatchObject({ status: 200 });
  expect(seen[0]?.body).toBeUndefined();
});

test('an emulator that is gone is said in the answer', async () => {
  const port = await listen(createProxy({ target: 'http://127.0.0.1:9', observe: () => {} }));
  expect((await call({ port, method: 'GET', path: '/' })).answer.statusCode).toBe(503);
});
