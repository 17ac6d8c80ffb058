import { randomUUID } from 'node:crypto';
import { eventNameOf } from './event-names.ts';
import { type Exchange, header, type Parameters } from './exchange.ts';
import type { UserIdentity } from './identities.ts';
import type { Operation } from './operation.ts';
import { refusalOf, responseElementsOf } from './outcome.ts';
import { redacted } from './redact.ts';
import type { Scope } from './scope.ts';

/** A CloudTrail record. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export type CloudTrailRecord = Readonly<{
  eventSource: string;
  eventName: string;
  awsRegion: string;
  recipientAccountId: string;
  requestParameters: Parameters | null;
}> &
  Parameters;

export type Call = Readonly<{
  exchange: Exchange;
  scope: Scope;
  operation: Operation;
  identity: UserIdentity;
  /** Whether it only reads. */
  readOnly: boolean;
}>;

/** The record that CloudTrail would write of this call. */
export function cloudTrailRecord({ exchange, scope, operation, identity, readOnly }: Call): CloudTrailRecord {
  const { service } = scope;
  const refusal = refusalOf(exchange, service);
  return {
    eventVersion: '1.11',
    userIdentity: identity,
    eventTime: exchange.at.toISOString().replace(/\.\d+/, ''),
    eventSource: `${service}.amazonaws.com`,
    eventName: eventNameOf(operation.api, operation.name),
    awsRegion: global.has(service) ? 'us-east-1' : scope.region,
    sourceIPAddress: exchange.from,
    userAgent: agent(exchange, service),
    ...refusal,
    requestParameters: redacted(operation.parameters, operation.api),
    responseElements: refusal ? null : responseElementsOf(exchange, operation),
    requestID: requestId(exchange),
    eventID: randomUUID(),
    readOnly,
    ...resources(operation, identity.accountId),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: identity.accountId,
    eventCategory: 'Management',
  };
}

/** Services whose calls are recorded in one region, wherever they are made. */
const global = new Set(['iam', 'sts', 'cloudfront', 'route53', 'organizations']);

function agent(exchange: Exchange, service: string): string {
  const name = header(exchange.headers, 'user-agent') ?? '';
  return service === 's3' ? `[${name}]` : name;
}

function requestId({ responseHeaders }: Exchange): string {
  const names = ['x-amzn-requestid', 'x-amz-request-id', 'x-amzn-request-id'];
  return names.map((name) => header(responseHeaders, name)).find((id) => id) ?? randomUUID();
}

function resources({ api, parameters }: Operation, accountId: string): Parameters {
  if (api !== 's3' || typeof parameters?.['bucketName'] !== 'string') return {};
  return { resources: [{ accountId, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${parameters['bucketName']}` }] };
}
