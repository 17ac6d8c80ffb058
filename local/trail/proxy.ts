import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { forwardTo } from '../forward.ts';
import type { Exchange } from './exchange.ts';
import { keep } from './keep.ts';
import { scopeOf } from './scope.ts';

export type ProxyOptions = Readonly<{
  target: string;
  observe: (exchange: Exchange) => void;
  /** Is shown every exchange, reads too. */
  observeAll?: (exchange: Exchange) => void;
}>;

/** Forwards every request as it is, and shows those that may change something when they are answered. */
export function createProxy({ target, observe, observeAll }: ProxyOptions): Server {
  const forward = forwardTo(target);
  const server = createServer({ keepAliveTimeout: 75_000, requestTimeout: 0 }, handle);
  server.on('checkContinue', (incoming: IncomingMessage, response: ServerResponse) => {
    response.writeContinue();
    handle(incoming, response);
  });
  return server;

  function handle(incoming: IncomingMessage, response: ServerResponse): void {
    const upstream = forward(incoming, response);
    if (mayWrite(incoming)) upstream.on('response', watch(incoming, observe));
    if (observeAll) upstream.on('response', watch(incoming, observeAll));
  }
}

function mayWrite({ method, url = '', headers }: IncomingMessage): boolean {
  const reads = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  return (!reads || url.includes('Action=')) && scopeOf({ url, headers }) !== undefined;
}

function watch(incoming: IncomingMessage, observe: (exchange: Exchange) => void) {
  const at = new Date();
  const body = keep(incoming);
  const { method = '', url = '', headers } = incoming;
  const from = incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return (answer: IncomingMessage) => {
    const responseBody = keep(answer);
    const { statusCode: status = 502, headers: responseHeaders } = answer;
    answer.on('end', () => {
      const bodies = { ...named('body', body()), ...named('responseBody', responseBody()) };
      // The client's answer goes first.
      setImmediate(observe, { method, url, headers, from, at, status, responseHeaders, ...bodies });
    });
  };
}

function named(name: 'body' | 'responseBody', content: Buffer | undefined): Partial<Exchange> {
  return content ? { [name]: content } : {};
}
