import * as z from 'zod';
import type { Caller, Change, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { domainsRead, listDomains } from './domain.ts';
import { listRestApis, restApisRead } from './rest-api.ts';

const api = 'arn:{partition}:apigateway:{region}::/restapis/*';

export const methodArn = `${api}/resources/*/methods/*`;

/** What stands around a method that asks for no authorization, and may keep strangers out in another way. */
const Surroundings = z.object({
  path: z.string(),
  /** Whether the path answers a browser's question before a call from another site by a method of its own. */
  hasOptions: z.boolean(),
  isPrivate: z.boolean(),
  hasPolicy: z.boolean(),
  /** Whether callers may have to show a client certificate. */
  mayAskForCertificate: z.boolean(),
});
type Surroundings = z.infer<typeof Surroundings>;

export const Method = z.object({
  api: z.string(),
  resource: z.string(),
  verb: z.string(),
  /** `NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`. */
  authorization: z.string(),
  asksForKey: z.boolean(),
  /** Read only where it asks for no authorization. */
  around: Surroundings.nullable(),
});
export type Method = z.infer<typeof Method>;

export const methodReads = [
  { call: 'apigateway:GetMethod', action: 'apigateway:GET', on: methodArn },
  { call: 'apigateway:GetResource', action: 'apigateway:GET', on: `${api}/resources/*` },
  { call: 'apigateway:GetResources', action: 'apigateway:GET', on: `${api}/resources` },
  { call: 'apigateway:GetRestApi', action: 'apigateway:GET', on: api },
  domainsRead,
  restApisRead,
] as const satisfies readonly Permission[];
type Read = (typeof methodReads)[number]['call'];

export async function readMethod(target: Target, aws: Caller<Read>): Promise<Method> {
  const { api: restApiId, resource: resourceId, verb: httpMethod } = idsOf(target);
  const method = await aws('apigateway:GetMethod', { restApiId, resourceId, httpMethod });
  const authorization = method?.authorizationType ?? '';
  return {
    ...idsOf(target),
    authorization,
    asksForKey: method?.apiKeyRequired ?? false,
    around: authorization === 'NONE' && httpMethod !== 'OPTIONS' ? await readAround(restApiId, resourceId, aws) : null,
  };
}

/** The methods of all REST APIs, but for `OPTIONS`, which has to be open. */
export async function* listMethods(place: Place, aws: Caller<Read>): AsyncGenerator<string> {
  for await (const restApiId of listRestApis(aws)) {
    let position: string | undefined;
    do {
      const page = await aws('apigateway:GetResources', { restApiId, limit: 500, ...(position && { position }) });
      for (const { id = '', resourceMethods = {} } of page?.items ?? []) {
        for (const verb of Object.keys(resourceMethods).filter((name) => name !== 'OPTIONS')) {
          yield `arn:${place.partition}:apigateway:${place.region}::/restapis/${restApiId}/resources/${id}/methods/${verb}`;
        }
      }
      position = page?.position;
    } while (position !== undefined);
  }
}

/** A method has no tags of its own. */
export async function tagsOfApi(
  target: Target,
  aws: Caller<'apigateway:GetRestApi'>,
): Promise<Readonly<Record<string, string>>> {
  return (await aws('apigateway:GetRestApi', { restApiId: idsOf(target).api }))?.tags ?? {};
}

/** How sentences call a method. */
export function nameOf({ api, verb, resource, around }: Method): string {
  return `${verb} ${around?.path ?? resource} of API ${api}`;
}

/** Source: API Gateway API reference, "Patch operations", UpdateMethod. */
export function ask(
  { api, resource, verb }: Method,
  value: 'AWS_IAM' | 'NONE',
  says: string,
): Change<'apigateway:UpdateMethod'> {
  return {
    call: 'apigateway:UpdateMethod',
    input: {
      restApiId: api,
      resourceId: resource,
      httpMethod: verb,
      patchOperations: [{ op: 'replace', path: '/authorizationType', value }],
    },
    says,
  };
}

async function readAround(restApiId: string, resourceId: string, aws: Caller<Read>): Promise<Surroundings> {
  const resource = await aws('apigateway:GetResource', { restApiId, resourceId });
  const {
    endpointConfiguration,
    policy = '',
    disableExecuteApiEndpoint,
  } = (await aws('apigateway:GetRestApi', { restApiId })) ?? {};
  return {
    path: resource?.path ?? '',
    hasOptions: Object.keys(resource?.resourceMethods ?? {}).includes('OPTIONS'),
    isPrivate: endpointConfiguration?.types?.includes('PRIVATE') ?? false,
    hasPolicy: policy !== '',
    mayAskForCertificate: disableExecuteApiEndpoint === true && (await anyAsksForCertificate(aws)),
  };
}

/** An API that is reached by custom domains only may be behind one that asks for client certificates. */
async function anyAsksForCertificate(aws: Caller<'apigateway:GetDomainNames'>): Promise<boolean> {
  for await (const { mutualTlsAuthentication } of listDomains(aws)) {
    if (mutualTlsAuthentication?.truststoreUri) {
      return true;
    }
  }
  return false;
}

function idsOf({ arn }: Target): Pick<Method, 'api' | 'resource' | 'verb'> {
  const [, , restApi = '', , resource = '', , verb = ''] = (arn.split('::')[1] ?? '').split('/');
  return { api: restApi, resource, verb };
}
