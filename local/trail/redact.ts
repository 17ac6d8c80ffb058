import type { Parameters } from './exchange.ts';

/**
 * Takes out what CloudTrail never writes down either.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-record-contents.html
 */
export function redacted(members: Parameters | null, api: string): Parameters | null {
  if (members === null) return null;
  const special = Object.entries(secretHere[api] ?? {}).filter(([name]) => name in members);
  return { ...(cleaned(members) as Parameters), ...Object.fromEntries(special) };
}

const veil = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** Members that are left out. */
const left =
  /^(secretAccessKey|sessionToken|secretString|secretBinary|secretHash|zipFile|plaintext|ciphertextBlob|authToken|taskToken)$/i;

/** Members whose value is hidden. */
const hidden = /(password|privateKey|privateKeyPlaintext|clientSecret)$/i;

/** Members that hold a secret only in one API, and what is shown instead. */
const secretHere: Readonly<Record<string, Parameters>> = {
  lambda: { environment: {} },
  ssm: { value: veil },
};

function cleaned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !left.test(name));
  return Object.fromEntries(kept.map(([name, item]) => [name, hides(name, item) ? veil : cleaned(item)]));
}

/** `passwordResetRequired` and the like say nothing secret. */
function hides(name: string, item: unknown): boolean {
  return typeof item === 'string' && hidden.test(name);
}
