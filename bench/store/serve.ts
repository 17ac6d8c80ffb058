// A DynamoDB that answers queries on a made-up history, in a process of its own. Says its port when it is ready.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { cellsOf } from './cells.ts';
import { Engine, type Query } from './engine.ts';
import { Organization } from './organization.ts';

const [count, milliseconds] = process.argv.slice(2).map(Number);
const organization = new Organization(count ?? 0);
const engine = new Engine(organization, cellsOf(organization));
const server = createServer(async (request, response) => {
  const [answer] = await Promise.all([answerTo(request), wait(milliseconds)]);
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', () => process.send?.(engine.take()));
process.send?.({ port: (server.address() as AddressInfo).port, ...engine.figures() });

async function answerTo(request: IncomingMessage): Promise<object> {
  const query = JSON.parse(await text(request)) as Query;
  return engine.query(query);
}
