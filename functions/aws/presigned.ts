import type { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import type { HttpRequest } from '@smithy/types';

/** A link that makes one read of S3 with our own rights, for as long as it says. The read itself is not made here. */
export async function presigned(s3: S3Client, command: GetObjectCommand, seconds: number): Promise<string> {
  const { credentials, region, sha256 } = s3.config;
  const { method, protocol, hostname, port, path, query = {} } = await requestOf(s3, command);
  const host = port === undefined ? hostname : `${hostname}:${port}`;
  // S3 takes a path as it is; every other service wants it escaped twice.
  const signer = new SignatureV4({ service: 's3', uriEscapePath: false, credentials, region, sha256 });
  const headers = { host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
  const signed = await signer.presign({ method, protocol, hostname, path, query, headers }, { expiresIn: seconds });
  const search = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${escaped(name)}=${escaped(String(value))}`,
  );
  return `${protocol}//${host}${path}?${search.join('&')}`;
}

/** The request that the client would send, with the endpoint that it would send it to. */
async function requestOf(s3: S3Client, command: GetObjectCommand): Promise<HttpRequest> {
  let request: HttpRequest | undefined;
  command.middlewareStack.add(
    () => async (built) => {
      request = built.request as HttpRequest;
      return { response: {}, output: { $metadata: {} } };
    },
    { step: 'build', priority: 'high', name: 'keepRequest' },
  );
  await command.resolveMiddleware(s3.middlewareStack, s3.config, {})(command);
  if (request === undefined) {
    throw new Error('the client of S3 made no request');
  }
  return request;
}

/** As the signature has it (RFC 3986): more than `encodeURIComponent` does. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
