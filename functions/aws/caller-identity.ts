import * as z from 'zod';

/**
 * A signed GetCallerIdentity request that the caller made and did not send: whoever sends it to STS learns who signed it,
 * and nothing else can be done with it. What it is for is part of what was signed.
 */
export const Proof = z.object({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/),
  authorization: z
    .string()
    .max(2048)
    .regex(/^AWS4-HMAC-SHA256 [\x20-\x7e]+$/),
  date: z.string().regex(/^\d{8}T\d{6}Z$/),
  token: z
    .string()
    .max(8192)
    .regex(/^[\x21-\x7e]+$/)
    .optional(),
});
export type Proof = z.infer<typeof Proof>;

export const purposeHeader = 'x-homeostat-purpose';
export const identityRequestBody = 'Action=GetCallerIdentity&Version=2011-06-15';

/** Where STS answers for a region: AWS's own address, or the one that this process uses for every service. */
export function identityEndpoint(region: string): URL {
  const address =
    process.env['AWS_ENDPOINT_URL_STS'] ??
    process.env['AWS_ENDPOINT_URL'] ??
    `https://sts.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
  // The host is part of what is signed, and both sides have to call this machine the same.
  return new URL(address.replace('//localhost', '//127.0.0.1'));
}

/** The ARN of whoever signed a proof for this very purpose; undefined where STS does not confirm it. */
export async function callerOf(proof: Proof, purpose: string): Promise<string | undefined> {
  if (!/SignedHeaders=(?:[^,;\s]+;)*x-homeostat-purpose(?:[;,]|$)/.test(proof.authorization)) {
    return undefined;
  }
  const answer = await fetch(identityEndpoint(proof.region), {
    method: 'POST',
    redirect: 'error',
    headers: {
      authorization: proof.authorization,
      'content-type': 'application/x-www-form-urlencoded',
      'x-amz-date': proof.date,
      [purposeHeader]: purpose,
      ...(proof.token && { 'x-amz-security-token': proof.token }),
    },
    body: identityRequestBody,
    signal: AbortSignal.timeout(5_000),
  });
  return answer.ok ? /<Arn>([^<]+)<\/Arn>/.exec(await answer.text())?.[1] : undefined;
}
