import type { Exchange } from '../local/trail/exchange.ts';
import { identify } from '../local/trail/operation.ts';
import { scopeOf } from '../local/trail/scope.ts';
import { userAgent } from './setting.ts';

/** How often each call was made: `{ S3: { GetBucketAcl: 1 } }`. */
export type Calls = Readonly<Record<string, Readonly<Record<string, number>>>>;

export type Tap = Readonly<{
  observe: (exchange: Exchange) => void;
  /** The calls of Homeostat's functions since the last time. */
  take: () => Promise<Calls>;
}>;

/** Counts on the wire, where every call of the functions passes, what they ask of AWS. */
export function createTap(): Tap {
  let seen: Exchange[] = [];
  return {
    observe: (exchange) => void seen.push(exchange),
    take: async () => {
      const names = await Promise.all(seen.filter(isOurs).map(nameOf));
      seen = [];
      return counted(names.filter((name) => name !== undefined));
    },
  };
}

export function total(calls: Calls, service?: string): number {
  const chosen = service === undefined ? Object.values(calls) : [calls[service] ?? {}];
  return chosen.flatMap((named) => Object.values(named)).reduce((all, times) => all + times, 0);
}

/** `PutRolePolicy, GetRolePolicy ×2` */
export function listed(calls: Calls, service: string): string {
  return Object.entries(calls[service] ?? {})
    .map(([name, times]) => (times === 1 ? name : `${name} ×${times}`))
    .join(', ');
}

type Name = Readonly<{ service: string; call: string }>;

const services: Readonly<Record<string, string>> = {
  s3: 'S3',
  iam: 'IAM',
  sts: 'STS',
  dynamodb: 'DynamoDB',
  ses: 'SES',
  states: 'Step Functions',
};

/** The functions sign as AWS SDKs do; the benchmark's own clients say who they are. */
function isOurs({ headers }: Exchange): boolean {
  return !headers['user-agent']?.includes(userAgent);
}

async function nameOf(exchange: Exchange): Promise<Name | undefined> {
  const scope = scopeOf(exchange);
  if (scope === undefined) return undefined;
  const operation = await identify(exchange, scope);
  return { service: services[scope.service] ?? scope.service, call: operation?.name ?? 'unknown' };
}

function counted(names: readonly Name[]): Calls {
  const calls: Record<string, Record<string, number>> = {};
  for (const { service, call } of names) {
    const named = calls[service] ?? {};
    calls[service] = { ...named, [call]: (named[call] ?? 0) + 1 };
  }
  return calls;
}
