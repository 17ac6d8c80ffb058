import type { IncomingHttpHeaders } from 'node:http';

/** Who signed a request, and for what: SigV4's credential scope. */
export type Scope = Readonly<{ accessKeyId: string; region: string; service: string }>;

const credential = /(?:^|[\s,])Credential=([^/\s]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request/i;

/** The scope of a signed or presigned request; nothing for any other, such as a page or a health check. */
export function scopeOf(request: { url: string; headers: IncomingHttpHeaders }): Scope | undefined {
  const match = credential.exec(request.headers.authorization ?? presigned(request.url));
  if (!match) return undefined;
  const [, accessKeyId = '', region = '', service = ''] = match;
  return { accessKeyId, region, service };
}

function presigned(url: string): string {
  const query = url.indexOf('?');
  if (query < 0) return '';
  const value = new URLSearchParams(url.slice(query)).get('X-Amz-Credential');
  return value ? `Credential=${value}` : '';
}
