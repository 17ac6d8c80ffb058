import { type Exchange, header, type Parameters, pathOf, queryOf } from './exchange.ts';
import type { Operation } from './operation.ts';
import { bestMatch, parametersOf, type RouteMatch } from './rest.ts';
import { modelsOf } from './service-model.ts';
import { s3Body } from './xml.ts';

/** A call of S3, which names its bucket in the path or in the host and is recorded unlike any other service. */
export async function identifyS3(exchange: Exchange): Promise<Operation | undefined> {
  const models = await modelsOf('s3');
  const place = placeOf(exchange);
  const request = { method: exchange.method, path: place.path, query: queryOf(exchange) };
  const match = bestMatch(
    models.filter(({ client }) => client === place.client),
    request,
  );
  if (!match) return undefined;
  const parameters = place.client === 's3' ? s3Parameters(exchange, place, match) : parametersOf(exchange, match);
  return { api: place.client, name: match.model.name, parameters, model: match.model };
}

/** Where a request goes: to which of S3's two APIs, which bucket, and which path inside it. */
type Place = Readonly<{ client: 's3' | 's3-control'; bucket?: string; path: string }>;

function placeOf(exchange: Exchange): Place {
  const path = pathOf(exchange);
  if (path.startsWith('/v20180820/')) return { client: 's3-control', path };
  const [, hosted] = virtualHost.exec(header(exchange.headers, 'host') ?? '') ?? [];
  if (hosted) return { client: 's3', bucket: hosted, path };
  const [, bucket, rest] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  return bucket ? { client: 's3', bucket: decodeURIComponent(bucket), path: rest ?? '/' } : { client: 's3', path };
}

// `logs.localhost:4566`, `logs.s3.localhost:4566`, `logs.s3.us-east-1.amazonaws.com`
const virtualHost = /^([a-z0-9][a-z0-9.-]*?)(?:\.s3(?:[.-][a-z0-9-]+)*)?\.(?:localhost|amazonaws\.com)(?::\d+)?$/i;

function s3Parameters(exchange: Exchange, place: Place, match: RouteMatch): Parameters {
  const key = match.labels['Key'];
  return {
    ...body(exchange, match.model.name),
    ...(place.bucket === undefined ? {} : { bucketName: place.bucket }),
    ...(key === undefined ? {} : { key }),
    Host: header(exchange.headers, 'host'),
    ...subresources(exchange),
    ...headers(exchange),
  };
}

/** `?policy` and the like are members with an empty value. */
function subresources(exchange: Exchange): Parameters {
  return Object.fromEntries([...queryOf(exchange)].filter(([name]) => name !== 'x-id' && !/^x-amz-/i.test(name)));
}

/** Headers that say what is to be done, and not how the request is sent. */
function headers(exchange: Exchange): Parameters {
  const names = Object.keys(exchange.headers).filter((name) => said.test(name));
  return Object.fromEntries(names.map((name) => [name, header(exchange.headers, name)]));
}

const said = /^x-amz-(acl|grant-|object-ownership|bucket-object-lock|confirm-remove-self|bypass-governance|mfa)/;

function body(exchange: Exchange, operation: string): Parameters {
  const text = exchange.body?.toString().trim() ?? '';
  if (operation === 'PutBucketPolicy') return { bucketPolicy: jsonOr(text) };
  return text.startsWith('<') ? s3Body(text) : {};
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
