import type { NormalizedSchema } from '@smithy/core/schema';
import { cloudTrailForm } from './cloudtrail-form.ts';
import { type Exchange, header, type Parameters, pathOf, queryOf } from './exchange.ts';
import type { Operation } from './operation.ts';
import { matchRoute, type Request } from './route.ts';
import { modelsOf, type OperationModel, type ServiceModel } from './service-model.ts';
import { xmlContent } from './xml.ts';

export type RouteMatch = Readonly<{ client: string; model: OperationModel; labels: Record<string, string> }>;

/** A call of a service whose operations are methods on paths, found through the SDK's own routes. */
export async function identifyRest(exchange: Exchange, service: string): Promise<Operation | undefined> {
  const models = await modelsOf(service);
  const request = { method: exchange.method, path: pathOf(exchange), query: queryOf(exchange) };
  const match = bestMatch(models, request);
  if (!match) return undefined;
  return { api: service, name: match.model.name, parameters: parametersOf(exchange, match), model: match.model };
}

/** Of all operations that the request fits, the one whose route is the most exact. */
export function bestMatch(models: readonly ServiceModel[], request: Request): RouteMatch | undefined {
  const matches = models.flatMap(({ client, operations }) =>
    [...operations.values()].flatMap((model) => {
      const labels = model.route && matchRoute(model.route, request);
      return labels ? [{ client, model, labels }] : [];
    }),
  );
  return matches.sort((one, other) => exactness(other) - exactness(one))[0];
}

/** What was asked for in path, query, headers and body, all together in CloudTrail's form. */
export function parametersOf(exchange: Exchange, { client, model, labels }: RouteMatch): Parameters | null {
  const outside = outsideBody(exchange, model.input, labels);
  const body = bodyMembers(exchange, model.input);
  if (client === 'api-gateway') return restApiForm({ outside, body, model });
  const all = { ...outside, ...body };
  return Object.keys(all).length === 0 ? null : (cloudTrailForm(all, model.input) as Parameters);
}

type Told = Readonly<{ outside: Parameters; body: Parameters; model: OperationModel }>;

/** API Gateway's API for REST APIs, and it alone, is recorded with what the body held under the name of the call's input. */
function restApiForm({ outside, body, model }: Told): Parameters {
  const input = `${model.name.charAt(0).toLowerCase()}${model.name.slice(1)}Input`;
  const inBody = Object.keys(body).length > 0 && { [input]: cloudTrailForm(body, model.input) };
  return { ...(cloudTrailForm(outside, model.input) as Parameters), ...inBody, template: false };
}

function exactness(match: RouteMatch): number {
  return match.model.route?.exactness ?? 0;
}

function outsideBody(exchange: Exchange, input: NormalizedSchema, labels: Record<string, string>): Parameters {
  const query = queryOf(exchange);
  const found = Object.entries(input.isStructSchema() ? input.getMemberSchemas() : {}).map(([name, member]) => {
    const { httpQuery, httpHeader } = member.getMergedTraits();
    if (httpQuery) return [name, query.get(httpQuery)] as const;
    if (httpHeader) return [name, header(exchange.headers, httpHeader.toLowerCase())] as const;
    return [name, labels[name]] as const;
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== null));
}

function bodyMembers(exchange: Exchange, input: NormalizedSchema): Parameters {
  const text = exchange.body?.toString().trim() ?? '';
  if (text.startsWith('<')) return xmlContent(text);
  if (!text.startsWith('{')) return {};
  const payload = Object.entries(input.isStructSchema() ? input.getMemberSchemas() : {}).find(
    ([, member]) => member.getMergedTraits().httpPayload,
  );
  const content = JSON.parse(text);
  return payload ? { [payload[0]]: content } : content;
}
