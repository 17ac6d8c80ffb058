import { createHash, createHmac } from 'node:crypto';
import { STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { identityEndpoint, identityRequestBody, type Proof, purposeHeader } from '../functions/aws/caller-identity.ts';

/** Signs, and does not send, a GetCallerIdentity request for one purpose: proof of who asks that is good for nothing else. */
export async function prove(region: string, purpose: string): Promise<Proof> {
  const endpoint = identityEndpoint(region);
  const signer = new SignatureV4({
    service: 'sts',
    // STS needs no checksum of the body, and whoever sends this would have to send it, too.
    applyChecksum: false,
    region,
    sha256: Sha256,
    credentials: await new STSClient({ region }).config.credentials(),
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    path: '/',
    headers: {
      host: endpoint.host,
      'content-type': 'application/x-www-form-urlencoded',
      [purposeHeader]: purpose,
    },
    body: identityRequestBody,
  });
  const token = headers['x-amz-security-token'];
  return {
    region,
    authorization: headers['authorization'] ?? '',
    date: headers['x-amz-date'] ?? '',
    ...(token && { token }),
  };
}

/** SHA-256 in the form the signer asks for. */
class Sha256 {
  private readonly hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', keyOf(secret));
  }

  update(data: Uint8Array | string): void {
    this.hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return new Uint8Array(this.hash.digest());
  }
}

function keyOf(secret: string | ArrayBuffer | ArrayBufferView): string | Uint8Array {
  if (typeof secret === 'string') {
    return secret;
  }
  return ArrayBuffer.isView(secret)
    ? new Uint8Array(secret.buffer, secret.byteOffset, secret.byteLength)
    : new Uint8Array(secret);
}
