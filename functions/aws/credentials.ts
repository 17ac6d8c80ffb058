import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { partitionOf } from '../../catalogue/derive/place.ts';
import type { Target } from '../domain/finding.ts';
import { environment } from '../environment.ts';
import { type Send, sendingAs, sharing } from './sender.ts';

/** Credentials last an hour; they are fetched anew this long before. */
const marginMs = 5 * 60_000;

const sts = new STSClient({ maxAttempts: 4 });
const readers = new Map<string, Promise<AwsCredentialIdentity>>();

/** Credentials of the reading role in an account, fetched once an hour. */
async function readerCredentials(target: Pick<Target, 'account' | 'region'>): Promise<AwsCredentialIdentity> {
  const known = await readers.get(target.account)?.catch(() => undefined);
  if (known?.expiration !== undefined && known.expiration.getTime() - marginMs > Date.now()) {
    return known;
  }
  const fresh = assume({ ...target, role: environment.readerRole, session: 'homeostat-read' });
  readers.set(target.account, fresh);
  return fresh;
}

/** Makes calls with the reading role of an account. */
export function asReader(target: Pick<Target, 'account' | 'region'>): Send {
  return sendingAs(() => readerCredentials(target));
}

/** The reading roles of several accounts, for as long as one event is judged: its controls share what they read. */
export function sharedReaders(): typeof asReader {
  const known = new Map<string, Send>();
  return (target) => {
    const send = known.get(target.account) ?? sharing(asReader(target));
    known.set(target.account, send);
    return send;
  };
}

export interface Session {
  readonly account: string;
  readonly region: string;
  readonly role: string;
  readonly session: string;
  /** Cuts the role down to this: what is not in it, the session may not do. */
  readonly policy?: string;
}

/** Credentials for one role session. */
export async function assume({ account, region, role, session, policy }: Session): Promise<AwsCredentialIdentity> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:${partitionOf(region)}:iam::${account}:role/${role}`,
      RoleSessionName: session,
      ...(policy && { Policy: policy }),
    }),
  );
  if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey) {
    throw new Error(`STS gave no credentials for ${role} in ${account}`);
  }
  return {
    accessKeyId: Credentials.AccessKeyId,
    secretAccessKey: Credentials.SecretAccessKey,
    ...(Credentials.SessionToken && { sessionToken: Credentials.SessionToken }),
    ...(Credentials.Expiration && { expiration: new Date(Credentials.Expiration) }),
  };
}
