import { randomBytes } from 'node:crypto';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** What the app and Slack know of each other. */
export type SlackSecrets = Readonly<{ botToken: string; signingSecret: string }>;

const SecretId = 'homeostat/slack';

export function freshSlackSecrets(): SlackSecrets {
  const botToken = `xoxb-local-${randomBytes(24).toString('hex')}`;
  return { botToken, signingSecret: randomBytes(16).toString('hex') };
}

type Storing = Readonly<{ emulator: string; account: string; region: string; secrets: SlackSecrets }>;

/** Puts them where an account has them; an emulator that runs on may still hold those of an earlier run. */
export async function storeSlackSecrets({ emulator, account, region, secrets }: Storing): Promise<void> {
  const credentials = { accessKeyId: account, secretAccessKey: 'test' };
  const client = new SecretsManagerClient({ endpoint: emulator, region, credentials });
  const SecretString = JSON.stringify(secrets);
  try {
    await client.send(new CreateSecretCommand({ Name: SecretId, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  } finally {
    client.destroy();
  }
}
