import * as z from 'zod';
import { config } from '../config.ts';

const SlackSecret = z.object({ botToken: z.string().min(1), signingSecret: z.string().min(1) });
export type SlackSecret = z.infer<typeof SlackSecret>;

/** A secret that was changed is known after this time at the latest; at once, where the old one no longer works. */
const freshMs = 5 * 60_000;
/** A secret that does not work is looked up anew, but not for every forged request. */
const againMs = 10_000;

let known: { readonly secret: Promise<SlackSecret>; readonly readAt: number } | undefined;

/** The secrets of the Slack app, from Secrets Manager: they are in no template, log or environment. */
export async function slackSecret(now: number, { isDoubted = false } = {}): Promise<SlackSecret> {
  const oldest = isDoubted ? againMs : freshMs;
  if (known === undefined || now - known.readAt > oldest) {
    known = { secret: read(), readAt: now };
  }
  try {
    return await known.secret;
  } catch (error) {
    known = undefined;
    throw error;
  }
}

async function read(): Promise<SlackSecret> {
  const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString } = await new SecretsManagerClient({ maxAttempts: 4 }).send(
    new GetSecretValueCommand({ SecretId: config.channels.slack?.secret }),
  );
  return SlackSecret.parse(JSON.parse(SecretString ?? '{}'));
}
