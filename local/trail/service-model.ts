import { NormalizedSchema } from '@smithy/core/schema';
import { type Route, routeOf } from './route.ts';

export type OperationModel = Readonly<{
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** Absent for services that do not name the operation by method and path. */
  route?: Route;
}>;

/** The operations of one API, read from the schemas in the AWS SDK's own client for it. */
export type ServiceModel = Readonly<{ client: string; operations: ReadonlyMap<string, OperationModel> }>;

/** The models behind a signing name, of those clients that are installed. Loaded once, when first asked for. */
export function modelsOf(signingName: string): Promise<readonly ServiceModel[]> {
  const known = loaded.get(signingName);
  if (known) return known;
  const models = Promise.all((clients[signingName] ?? [signingName]).map(load)).then((all) => all.filter((m) => !!m));
  loaded.set(signingName, models);
  return models;
}

const loaded = new Map<string, Promise<readonly ServiceModel[]>>();

/** Clients whose package has another name than the one they sign with. */
const clients: Readonly<Record<string, readonly string[]>> = {
  'access-analyzer': ['accessanalyzer'],
  apigateway: ['api-gateway', 'apigatewayv2'],
  'cognito-idp': ['cognito-identity-provider'],
  config: ['config-service'],
  elasticfilesystem: ['efs'],
  elasticloadbalancing: ['elastic-load-balancing-v2'],
  es: ['opensearch'],
  events: ['eventbridge'],
  logs: ['cloudwatch-logs'],
  monitoring: ['cloudwatch'],
  route53: ['route-53'],
  s3: ['s3', 's3-control'],
  ses: ['sesv2'],
  states: ['sfn'],
};

async function load(client: string): Promise<ServiceModel | undefined> {
  const name = `@aws-sdk/client-${client}`;
  const module = await import(name).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  });
  if (!module) return undefined;
  const operations = Object.values(module.default ?? module)
    .filter(isOperation)
    .map(operationModel);
  return { client, operations: new Map(operations.map((operation) => [operation.name, operation])) };
}

/** The SDK's schema of an operation: `[9, namespace, name, traits, input, output]`. */
type OperationSchema = readonly [
  9,
  string,
  string,
  { http?: readonly [string, string, number] } | number,
  never,
  never,
];

function isOperation(value: unknown): value is OperationSchema {
  return Array.isArray(value) && value[0] === 9;
}

function operationModel([, , name, traits, input, output]: OperationSchema): OperationModel {
  const http = typeof traits === 'object' ? traits.http : undefined;
  const schemas = { name, input: NormalizedSchema.of(input), output: NormalizedSchema.of(output) };
  return http ? { ...schemas, route: routeOf(http[0], http[1]) } : schemas;
}
