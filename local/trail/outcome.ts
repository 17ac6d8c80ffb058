import type { NormalizedSchema } from '@smithy/core/schema';
import { cloudTrailForm } from './cloudtrail-form.ts';
import { type Exchange, header, type Parameters } from './exchange.ts';
import type { Operation } from './operation.ts';
import { redacted } from './redact.ts';
import { xmlContent } from './xml.ts';

export type Refusal = Readonly<{ errorCode: string; errorMessage?: string }>;

/** Why a call was refused; nothing when it was not. */
export function refusalOf(exchange: Exchange, service: string): Refusal | undefined {
  if (exchange.status < 400) return undefined;
  const { code, message } = errorIn(exchange);
  const errorCode = spelled(code ?? String(exchange.status), service);
  return message === undefined ? { errorCode } : { errorCode, errorMessage: message };
}

/** Whether the caller was not allowed to make a call. The status does not tell: it is 400 with some services, as for bad input. */
export function isRefused(exchange: Exchange): boolean {
  return /AccessDenied|Unauthorized|AuthorizationError|NotAuthorized/.test(refusalOf(exchange, '')?.errorCode ?? '');
}

/** What the service answered, in CloudTrail's form and without secrets; S3's answers are never recorded. */
export function responseElementsOf(exchange: Exchange, { api, name, model }: Operation): Parameters | null {
  const answer = api === 's3' || exchange.status >= 400 ? {} : answered(exchange);
  const result = answer[`${name}Result`] ?? (api === 'ec2' || !('ResponseMetadata' in answer) ? answer : {});
  const formed = cloudTrailForm(asMember(result, model?.output), model?.output);
  const empty = typeof formed !== 'object' || formed === null || Object.keys(formed).length === 0;
  return empty ? null : redacted(formed as Parameters, api);
}

/** An answer whose body is one member of the output, as CloudFront's are, is shown as that member. */
function asMember(result: unknown, output: NormalizedSchema | undefined): unknown {
  const members = Object.entries(output?.isStructSchema() ? output.getMemberSchemas() : {});
  const [payload] = members.filter(([, member]) => member.getMergedTraits().httpPayload && member.isStructSchema());
  const isEmpty = typeof result !== 'object' || result === null || Object.keys(result).length === 0;
  return payload === undefined || isEmpty ? result : { [payload[0]]: result };
}

function errorIn(exchange: Exchange): { code?: string | undefined; message?: string | undefined } {
  const body = answered(exchange);
  const error = (body['Error'] ?? (body['Errors'] as Parameters | undefined)?.['Error'] ?? body) as Parameters;
  const code =
    header(exchange.responseHeaders, 'x-amzn-errortype') ?? text(error['Code'] ?? error['__type'] ?? error['code']);
  // `com.amazonaws.x#Name:http://…` is Name.
  return { code: code?.split(':')[0]?.split('#').at(-1), message: text(error['Message'] ?? error['message']) };
}

/** IAM's errors have the suffix and EC2's the prefix of their exceptions' names in a record. */
function spelled(code: string, service: string): string {
  if (service === 'ec2') return `Client.${code}`;
  if (service !== 'iam' || /Exception$|^Access|^Validation|^Invalid(Client|Action)|^Throttling/.test(code)) return code;
  return `${code}Exception`;
}

function answered(exchange: Exchange): Parameters {
  const body = exchange.responseBody?.toString().trim() ?? '';
  if (body.startsWith('<')) return xmlContent(body);
  return body.startsWith('{') ? JSON.parse(body) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
