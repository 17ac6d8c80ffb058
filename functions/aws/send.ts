import type { AwsCredentialIdentity } from '@smithy/types';
import { type ServiceName, services } from './services.ts';

export interface Request {
  /** `s3:PutPublicAccessBlock` */
  readonly call: string;
  readonly input: unknown;
  readonly region: string;
  /** The ones that the AWS SDK finds by itself, where there are none. */
  readonly credentials?: AwsCredentialIdentity;
}

export interface Answer {
  readonly output: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
  readonly milliseconds: number;
}

interface AnyClient {
  send(command: unknown): Promise<{ $metadata?: { requestId?: string } } & Record<string, unknown>>;
}

const clients = new Map<string, Promise<AnyClient>>();

/** Makes one AWS call by its name. The service's client is loaded, and made, on its first call. */
export async function send({ call, input, region, credentials }: Request): Promise<Answer> {
  const [service = '', name = ''] = call.split(':');
  const module = await load(service);
  const Command = module[`${name}Command`];
  if (Command === undefined) {
    throw new TypeError(`${call} is no call of the AWS SDK`);
  }
  const client = await clientFor(service, region, credentials);
  const start = performance.now();
  const { $metadata, ...output } = await client.send(new Command(input));
  return { output, requestId: $metadata?.requestId, milliseconds: Math.round(performance.now() - start) };
}

type Module = Readonly<Record<string, new (input: unknown) => unknown>>;

async function load(service: string): Promise<Module> {
  if (!(service in services)) {
    throw new TypeError(`no client is known for the service ${service}`);
  }
  return (await services[service as ServiceName]()) as unknown as Module;
}

function clientFor(service: string, region: string, credentials?: AwsCredentialIdentity): Promise<AnyClient> {
  const key = `${service} ${region} ${credentials?.accessKeyId ?? ''}`;
  const known = clients.get(key);
  if (known !== undefined) {
    return known;
  }
  if (clients.size >= 50) {
    clients.clear();
  }
  const made = makeClient(service, region, credentials);
  clients.set(key, made);
  return made;
}

async function makeClient(service: string, region: string, credentials?: AwsCredentialIdentity): Promise<AnyClient> {
  const module = await load(service);
  const name = Object.keys(module).find(
    (key) => /^[A-Z]\w*Client$/.test(key) && key !== 'Client' && !key.startsWith('__'),
  );
  const Client = module[name ?? ''];
  if (Client === undefined) {
    throw new TypeError(`the module of ${service} has no client`);
  }
  return new Client({ region, maxAttempts: 5, ...(credentials && { credentials }) }) as AnyClient;
}
