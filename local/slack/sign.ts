import { createHmac } from 'node:crypto';

export type Signing = Readonly<{ body: string; signingSecret: string; at: Date }>;

/**
 * The headers by which Slack vouches for a post to an app.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signatureHeaders({ body, signingSecret, at }: Signing): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  return { 'X-Slack-Request-Timestamp': timestamp, 'X-Slack-Signature': `v0=${signature}` };
}
