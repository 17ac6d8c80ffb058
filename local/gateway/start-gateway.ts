import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { forwardTo } from '../forward.ts';
import type { RestApi } from './rest-api.ts';

export type Gateway = Readonly<{ url: string; stop: () => Promise<void> }>;

export type GatewayOptions = Readonly<{ port: number; emulator: string; api: RestApi }>;

/**
 * Serves one REST API at the root of a port. Its own name, `{api}.execute-api.localhost`, does not resolve everywhere.
 * The API's functions see the `Host` that the browser sent, and the `X-Forwarded-*` headers that API Gateway adds.
 */
export async function startGateway({ port, emulator, api }: GatewayOptions): Promise<Gateway> {
  const forward = forwardTo(emulator);
  const server = createServer((incoming, response) => {
    const path = `/_aws/execute-api/${api.id}/${api.stage}${incoming.url ?? '/'}`;
    const headers = [...withoutForwarded(incoming.rawHeaders), ...forwarded(incoming, port)];
    forward(incoming, response, { path, headers, answerHeaders: (raw) => withoutStage(raw, api) });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const stop = async () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://localhost:${port}`, stop };
}

/** Only this server says where a request came from. */
function withoutForwarded(raw: readonly string[]): string[] {
  return raw.filter((_, index) => !/^x-forwarded-/i.test(raw[index & ~1] ?? ''));
}

function forwarded(incoming: IncomingMessage, port: number): string[] {
  const from = incoming.socket.remoteAddress?.replace(/^::ffff:/, '') ?? '127.0.0.1';
  return ['X-Forwarded-For', from, 'X-Forwarded-Proto', 'http', 'X-Forwarded-Port', String(port)];
}

/** A redirect that names the stage, as it has to on AWS, leads to the same page here, where there is none in the path. */
export function withoutStage(raw: readonly string[], { id, stage }: RestApi): string[] {
  const prefix = new RegExp(`^(?:https?://${id}\\.execute-api\\.[^/]+)?/${stage}(?=/|$)/?`);
  return raw.map((value, index) =>
    index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'location' ? value.replace(prefix, '/') : value,
  );
}
