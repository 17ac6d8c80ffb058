import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { forwardTo } from '../forward.ts';
import type { Exchange } from './exchange.ts';
import { keep } from './keep.ts';
import { scopeOf } from './scope.ts';

export type ProxyOptions = Readonly<{
  target: string;
  /** Is shown what may change something, and what was refused. */
  observe: (exchange: Exchange) => void;
  /** Is shown every exchange, reads too. */
  observeAll?: (exchange: Exchange) => void;
}>;

type IsMeant = (answer: IncomingMessage) => boolean;

/** Forwards every request as it is, and shows those that may change something, or were refused, when they are answered. */
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
    const isMeant = mayWrite(incoming) ? always : isRefusal;
    if (isSigned(incoming)) upstream.on('response', watch(incoming, observe, isMeant));
    if (observeAll) upstream.on('response', watch(incoming, observeAll));
  }
}

function isSigned({ url = '', headers }: IncomingMessage): boolean {
  return scopeOf({ url, headers }) !== undefined;
}

function mayWrite({ method, url = '' }: IncomingMessage): boolean {
  const reads = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  return !reads || url.includes('Action=');
}

const always: IsMeant = () => true;

/** Services that speak JSON refuse with the status 400. */
const isRefusal: IsMeant = ({ statusCode }) => statusCode === 400 || statusCode === 403;

function watch(incoming: IncomingMessage, observe: (exchange: Exchange) => void, isMeant: IsMeant = always) {
  const at = new Date();
  const body = keep(incoming);
  const { method = '', url = '', headers } = incoming;
  const from = incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '';
  return (answer: IncomingMessage) => {
    if (!isMeant(answer)) return;
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
