import type { Console } from '../domain/console-config.ts';
import { environment } from '../environment.ts';

/** A secret that was changed is known after this time at the latest. */
const freshMs = 5 * 60_000;

let known: { readonly secret: Promise<string>; readonly readAt: number } | undefined;

/** The secret with which the console proves itself to the sign-in service: it is in no template, log or environment. */
export async function clientSecret({ signIn }: Pick<Console, 'signIn'>, now: number): Promise<string> {
  if (known === undefined || now - known.readAt > freshMs) {
    known = { secret: signIn === 'cognito' ? ofUserPool() : ofManager(signIn.clientSecretName), readAt: now };
  }
  try {
    return await known.secret;
  } catch (error) {
    known = undefined;
    throw error;
  }
}

/** The user pool made the secret itself and tells it to who may describe the client. */
async function ofUserPool(): Promise<string> {
  const { CognitoIdentityProviderClient, DescribeUserPoolClientCommand } = await import(
    '@aws-sdk/client-cognito-identity-provider'
  );
  const { UserPoolClient } = await new CognitoIdentityProviderClient({ maxAttempts: 4 }).send(
    new DescribeUserPoolClientCommand({ UserPoolId: environment.userPool, ClientId: environment.oidcClientId }),
  );
  return said(UserPoolClient?.ClientSecret);
}

async function ofManager(name: string): Promise<string> {
  const { SecretsManagerClient, GetSecretValueCommand } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString } = await new SecretsManagerClient({ maxAttempts: 4 }).send(
    new GetSecretValueCommand({ SecretId: name }),
  );
  return said(SecretString);
}

function said(secret: string | undefined): string {
  if (secret === undefined || secret === '') {
    throw new Error('there is no client secret');
  }
  return secret;
}
