import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

/** SHA-256, in hex, over the RFC 8785 canonical JSON of a value: equal values have equal digests, whatever their key order. */
export function digest(value: unknown): string {
  const canonical = canonicalize(value);
  if (canonical === undefined) {
    throw new TypeError('only JSON values have a digest');
  }
  return sha256(canonical).toString('hex');
}

/**
 * The id of the remediation of one drift: the same event, control and resource always give the same id,
 * which is also the name of its execution, so that a second delivery starts nothing.
 */
export function remediationId(drift: { event: string; control: string; arn: string }): string {
  return `r-${base32(sha256(JSON.stringify([drift.event, drift.control, drift.arn]))).slice(0, 16)}`;
}

export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Crockford's alphabet: no letter that reads like a digit. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join('');
}
