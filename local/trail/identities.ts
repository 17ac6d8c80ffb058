import type { Exchange, Parameters } from './exchange.ts';
import type { Operation } from './operation.ts';
import type { Scope } from './scope.ts';
import { xmlContent } from './xml.ts';

/** CloudTrail's `userIdentity`. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export type UserIdentity = Readonly<{ type: string; accountId: string; accessKeyId: string } & Parameters>;

export type Identities = Readonly<{
  of: (scope: Scope) => UserIdentity;
  /** Remembers the access keys that a call hands out. */
  learn: (operation: Operation, exchange: Exchange, by: UserIdentity) => void;
}>;

/** Knows who is behind an access key, from the answers that went by. */
export function rememberIdentities(defaultAccount: string): Identities {
  const known = new Map<string, UserIdentity>();
  return {
    of: ({ accessKeyId }) => known.get(accessKeyId) ?? root(accessKeyId, defaultAccount),
    learn: (operation, exchange, by) => {
      const identity = handedOut(operation, exchange, by);
      if (identity) known.set(identity.accessKeyId, identity);
    },
  };
}

/** A key nobody handed out: MiniStack takes twelve digits for an account, anything else for its own account. */
function root(accessKeyId: string, defaultAccount: string): UserIdentity {
  const accountId = /^\d{12}$/.test(accessKeyId) ? accessKeyId : defaultAccount;
  return { type: 'Root', principalId: accountId, arn: `arn:aws:iam::${accountId}:root`, accountId, accessKeyId };
}

function handedOut(operation: Operation, exchange: Exchange, by: UserIdentity): UserIdentity | undefined {
  if (exchange.status >= 400 || !exchange.responseBody) return undefined;
  if (operation.api === 'sts' && operation.name.startsWith('AssumeRole')) return session(operation, exchange);
  if (operation.api === 'iam' && operation.name === 'CreateAccessKey') return user(exchange, by);
  return undefined;
}

function session({ name, parameters }: Operation, exchange: Exchange): UserIdentity | undefined {
  const result = resultOf(exchange, name);
  const { AssumedRoleUser: assumed, Credentials: credentials } = result as Record<string, Parameters | undefined>;
  const [arn, accessKeyId, roleArn] = [assumed?.['Arn'], credentials?.['AccessKeyId'], parameters?.['roleArn']];
  if (typeof arn !== 'string' || typeof accessKeyId !== 'string' || typeof roleArn !== 'string') return undefined;
  const accountId = roleArn.split(':')[4] ?? '';
  const principalId = String(assumed?.['AssumedRoleId'] ?? '');
  const issuer = {
    principalId: principalId.split(':')[0],
    arn: roleArn,
    accountId,
    userName: roleArn.split('/').at(-1),
  };
  const attributes = { creationDate: exchange.at.toISOString().replace(/\.\d+/, ''), mfaAuthenticated: 'false' };
  const sessionContext = { sessionIssuer: { type: 'Role', ...issuer }, attributes };
  return { type: 'AssumedRole', principalId, arn, accountId, accessKeyId, sessionContext };
}

function user(exchange: Exchange, { accountId }: UserIdentity): UserIdentity | undefined {
  const key = resultOf(exchange, 'CreateAccessKey')['AccessKey'] as Parameters | undefined;
  const [userName, accessKeyId] = [key?.['UserName'], key?.['AccessKeyId']];
  if (typeof userName !== 'string' || typeof accessKeyId !== 'string') return undefined;
  return { type: 'IAMUser', arn: `arn:aws:iam::${accountId}:user/${userName}`, accountId, accessKeyId, userName };
}

function resultOf(exchange: Exchange, name: string): Parameters {
  const content = xmlContent(exchange.responseBody?.toString() ?? '');
  return (content[`${name}Result`] ?? {}) as Parameters;
}
