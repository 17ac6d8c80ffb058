import { cbor } from '@smithy/core/cbor';
import { cloudTrailForm } from './cloudtrail-form.ts';
import { type Exchange, header, type Parameters, pathOf, queryOf } from './exchange.ts';
import { queryForm } from './query-form.ts';
import { identifyRest } from './rest.ts';
import { identifyS3 } from './s3.ts';
import type { Scope } from './scope.ts';
import { modelsOf, type OperationModel } from './service-model.ts';

/** The API operation that a request calls. */
export type Operation = Readonly<{
  /** The API: the signing name, or the client's where one signing name has several. */
  api: string;
  name: string;
  /** In CloudTrail's form. */
  parameters: Parameters | null;
  /** Present when the SDK's client for the service is installed. */
  model?: OperationModel;
}>;

/** Finds out from the wire which operation a signed request is, whatever protocol the service speaks. */
export async function identify(exchange: Exchange, scope: Scope): Promise<Operation | undefined> {
  if (scope.service === 's3') return await identifyS3(exchange);
  const target = header(exchange.headers, 'x-amz-target');
  if (target) return await json(exchange, scope, target.split('.').at(-1) ?? target);
  const rpc = /\/service\/[^/]+\/operation\/(\w+)$/.exec(pathOf(exchange));
  if (rpc?.[1]) return await rpcV2(exchange, scope, rpc[1]);
  const form = formOf(exchange);
  const action = form.get('Action');
  if (action) return await query(form, scope, action);
  return await identifyRest(exchange, scope.service);
}

async function json(exchange: Exchange, { service }: Scope, name: string): Promise<Operation> {
  const model = await modelOf(service, name);
  return operation({
    api: service,
    name,
    model,
    input: exchange.body?.length ? JSON.parse(exchange.body.toString()) : null,
  });
}

async function rpcV2(exchange: Exchange, { service }: Scope, name: string): Promise<Operation> {
  const model = await modelOf(service, name);
  return operation({
    api: service,
    name,
    model,
    input: exchange.body?.length ? cbor.deserialize(exchange.body) : null,
  });
}

async function query(form: URLSearchParams, { service }: Scope, name: string): Promise<Operation> {
  const model = await modelOf(service, name);
  const parameters = queryForm(form, service, model?.input);
  return { api: service, name, parameters, ...(model ? { model } : {}) };
}

function operation({
  input,
  model,
  ...named
}: {
  api: string;
  name: string;
  input: unknown;
  model: OperationModel | undefined;
}) {
  const parameters = input === null ? null : (cloudTrailForm(input, model?.input) as Parameters);
  return { ...named, parameters, ...(model ? { model } : {}) };
}

async function modelOf(service: string, name: string): Promise<OperationModel | undefined> {
  const models = await modelsOf(service);
  return models.map((model) => model.operations.get(name)).find((model) => !!model);
}

function formOf(exchange: Exchange): URLSearchParams {
  const isForm = header(exchange.headers, 'content-type')?.startsWith('application/x-www-form-urlencoded');
  return isForm && exchange.body ? new URLSearchParams(exchange.body.toString()) : queryOf(exchange);
}
