import type { IncomingHttpHeaders } from 'node:http';

/** One request that went through the proxy and what came back. */
export type Exchange = Readonly<{
  method: string;
  /** Path and query as the client sent them. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Absent when it was larger than the trail keeps. */
  body?: Buffer;
  from: string;
  at: Date;
  status: number;
  responseHeaders: IncomingHttpHeaders;
  /** Absent when it was larger than the trail keeps. */
  responseBody?: Buffer;
}>;

/** Parameters as CloudTrail shows them. */
export type Parameters = { [name: string]: unknown };

export function pathOf(exchange: Exchange): string {
  return exchange.url.split('?', 1)[0] ?? '/';
}

export function queryOf(exchange: Exchange): URLSearchParams {
  const at = exchange.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : exchange.url.slice(at + 1));
}

/** The value of a header, the first one when it was sent twice. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
