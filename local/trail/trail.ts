import type { Deliver } from './delivery.ts';
import type { Exchange } from './exchange.ts';
import { rememberIdentities } from './identities.ts';
import { identify } from './operation.ts';
import { isRefused } from './outcome.ts';
import { type CloudTrailRecord, cloudTrailRecord } from './record.ts';
import { scopeOf } from './scope.ts';
import { modelsOf } from './service-model.ts';
import { isManagementRead, isManagementWrite } from './writes.ts';

export type Trail = Readonly<{
  /** Takes note of an exchange; never throws. */
  observe: (exchange: Exchange) => void;
  /** Resolves when all that was observed has been handed over. */
  idle: () => Promise<void>;
}>;

export type TrailOptions = Readonly<{ account: string; deliver: Deliver; complain: (problem: string) => void }>;

/** Turns API calls that change something, or were refused, into CloudTrail records, in the order in which they were answered. */
export function createTrail({ account, deliver, complain }: TrailOptions): Trail {
  const identities = rememberIdentities(account);
  const said = new Set<string>();
  let last: Promise<void> = Promise.resolve();
  return {
    observe: (exchange) => {
      last = last
        .then(() => recordOf(exchange))
        .then((record) => record && deliver(record))
        .catch((error: Error) => complain(`no record of ${exchange.method} ${exchange.url}: ${error.message}`));
    },
    idle: () => last,
  };

  async function recordOf(exchange: Exchange): Promise<CloudTrailRecord | undefined> {
    const scope = scopeOf(exchange);
    const operation = scope && (await identify(exchange, scope));
    if (scope && !operation) await sayUnreadable(scope.service);
    if (!scope || !operation) return undefined;
    const identity = identities.of(scope);
    identities.learn(operation, exchange, identity);
    const isWrite = isManagementWrite(scope.service, operation.name);
    const isRefusedRead = isRefused(exchange) && isManagementRead(scope.service, operation.name);
    return isWrite || isRefusedRead
      ? cloudTrailRecord({ exchange, scope, operation, identity, readOnly: !isWrite })
      : undefined;
  }

  async function sayUnreadable(service: string): Promise<void> {
    if (said.has(service) || !isManagementWrite(service, '') || (await modelsOf(service)).length > 0) return;
    said.add(service);
    complain(`calls of ${service} leave no records, since the AWS SDK's client for it is not installed`);
  }
}
