import { createHash, createHmac } from 'node:crypto';
import type { ClientRequest } from 'node:http';

/**
 * Signs a request to `/` once more, for another body.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function signAgain(outgoing: ClientRequest, body: string): void {
  const header = (name: string) => String(outgoing.getHeader(name) ?? '').trim();
  const authorization = header('authorization');
  const [, scope = '', names = ''] = /Credential=[^/]+\/([^,\s]+),\s*SignedHeaders=([^,\s]+)/.exec(authorization) ?? [];
  outgoing.setHeader('content-length', Buffer.byteLength(body));
  if (header('x-amz-content-sha256')) outgoing.setHeader('x-amz-content-sha256', sha256(body));
  const headers = names.split(';').map((name) => `${name}:${header(name)}`);
  const request = ['POST', '/', '', ...headers, '', names, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', header('x-amz-date'), scope, sha256(request)].join('\n');
  const secret = `AWS4${process.env['AWS_SECRET_ACCESS_KEY']}`;
  const signingKey = scope.split('/').reduce<string | Buffer>((key, part) => hmac(key, part), secret);
  const signature = hmac(signingKey, text).toString('hex');
  outgoing.setHeader('authorization', authorization.replace(/Signature=\w+/, `Signature=${signature}`));
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
