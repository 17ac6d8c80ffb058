import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
  request,
  type ServerResponse,
} from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

/** What is sent on differently from how it came. */
type Changes = Readonly<{
  path?: string;
  headers?: readonly string[];
  answerHeaders?: (raw: string[]) => string[];
}>;

export type Forward = (incoming: IncomingMessage, response: ServerResponse, changes?: Changes) => ClientRequest;

/** Sends requests on to `target` and its answers back, as they come, without changing a byte of the content. */
export function forwardTo(target: string): Forward {
  const { protocol, hostname, port } = new URL(target);
  const secure = protocol === 'https:';
  const agent = new (secure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: 256 });
  const send = secure ? secureRequest : request;
  return (incoming, response, { path = incoming.url, headers = incoming.rawHeaders, answerHeaders = same } = {}) => {
    const options: RequestOptions = { agent, hostname, port, method: incoming.method, path };
    // Node takes raw headers, so their order, spelling and repetitions stay.
    const upstream = send({ ...options, headers: endToEnd(headers) as never });
    upstream.on('response', (answer) => {
      const raw = answerHeaders(endToEnd(answer.rawHeaders));
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, raw);
      answer.pipe(response);
    });
    upstream.on('error', (error) => refuse(response, error));
    response.on('close', () => response.writableFinished || upstream.destroy());
    incoming.pipe(upstream);
    return upstream;
  };
}

function same(raw: string[]): string[] {
  return raw;
}

/** All headers but those between two neighbours. */
function endToEnd(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !/^(connection|keep-alive|proxy-connection|expect)$/i.test(raw[index & ~1] ?? ''));
}

function refuse(response: ServerResponse, error: Error): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(503, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ message: `The emulator does not answer: ${error.message}` }));
}
