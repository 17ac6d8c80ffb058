import { createHmac, timingSafeEqual } from 'node:crypto';

export interface Signed {
  /** The body as it came, byte for byte: parsed and written again it has another signature. */
  readonly body: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** A request may be this old. */
const oldestSeconds = 300;
/** Clocks differ; nobody signs further ahead than this. */
const futureSeconds = 30;

/**
 * Why a request is not believed to come from Slack now; undefined where it does.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function distrust({ body, timestamp, signature }: Signed, secret: string, now: Date): string | undefined {
  if (!/^\d{1,12}$/.test(timestamp)) {
    return 'it has no timestamp';
  }
  if (!/^v0=[0-9a-f]{64}$/.test(signature)) {
    return 'it has no signature of version 0';
  }
  const age = now.getTime() / 1000 - Number(timestamp);
  if (age > oldestSeconds || age < -futureSeconds) {
    return 'it was not signed just now';
  }
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest();
  return timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex')) ? undefined : 'its signature is wrong';
}
