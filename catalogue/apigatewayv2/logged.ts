import * as z from 'zod';
import { findGroup, formatOf, LoggedStage, type LogSettings } from '../apigateway/access-log.ts';
import type { CallName } from '../calls.ts';
import type { Caller, Change, Permission, Target } from '../control.ts';
import { inputOf, nameOf, stageArn, stageOf, stageWrite } from './stage.ts';

export const Logged = LoggedStage.extend({
  managed: z.boolean(),
  /** `HTTP` or `WEBSOCKET`; read only where the log group is there. */
  protocol: z.string().nullable(),
});
export type Logged = z.infer<typeof Logged>;

export const logWrites = [
  stageWrite,
  ...delivering('apigatewayv2:UpdateStage'),
  { call: 'apigatewayv2:DeleteAccessLogSettings', action: 'apigateway:DELETE', on: `${stageArn}/accesslogsettings` },
  ...delivering('apigatewayv2:DeleteAccessLogSettings'),
] as const satisfies readonly Permission[];

export async function readLogged(
  target: Target,
  settings: z.infer<typeof LogSettings>,
  aws: Caller<'apigatewayv2:GetStage' | 'apigatewayv2:GetApi' | 'apigateway:GetAccount' | 'logs:DescribeLogGroups'>,
): Promise<Logged> {
  const stage = stageOf(target);
  const { AccessLogSettings, ApiGatewayManaged: managed = false } =
    (await aws('apigatewayv2:GetStage', inputOf(stage))) ?? {};
  const { DestinationArn: destination = '', Format: format = '' } = AccessLogSettings ?? {};
  if (destination !== '') {
    return { ...stage, managed, log: { destination, format }, group: null, canWrite: null, protocol: null };
  }
  const group = await findGroup(stage, settings, aws);
  const protocol =
    group === null ? null : ((await aws('apigatewayv2:GetApi', { ApiId: stage.api }))?.ProtocolType ?? '');
  return {
    ...stage,
    managed,
    log: null,
    group,
    protocol,
    canWrite: protocol === null ? null : await canWrite(protocol, aws),
  };
}

export function logTo(stage: Logged, destination: string): Change<'apigatewayv2:UpdateStage'> {
  return {
    call: 'apigatewayv2:UpdateStage',
    input: {
      ...inputOf(stage),
      AccessLogSettings: { DestinationArn: destination, Format: formatFor(stage.protocol) },
    },
    says: `Log calls of ${nameOf(stage)} to ${destination}`,
  };
}

export function logNothing(stage: Logged): Change<'apigatewayv2:DeleteAccessLogSettings'> {
  return {
    call: 'apigatewayv2:DeleteAccessLogSettings',
    input: inputOf(stage),
    says: `Log no calls of ${nameOf(stage)} again`,
  };
}

export function formatFor(protocol: string | null): string {
  return protocol === 'WEBSOCKET'
    ? formatOf('requestId', 'requestTime', 'identity.sourceIp', 'eventType', 'routeKey', 'connectionId', 'status')
    : formatOf(
        ...['requestId', 'requestTime', 'identity.sourceIp', 'identity.userArn', 'httpMethod', 'routeKey'],
        ...['protocol', 'status', 'responseLength'],
      );
}

/** Only WebSocket APIs need the account's role; the logs of HTTP APIs are delivered by CloudWatch Logs. */
async function canWrite(protocol: string, aws: Caller<'apigateway:GetAccount'>): Promise<boolean> {
  return protocol === 'HTTP' || Boolean((await aws('apigateway:GetAccount', {}))?.cloudwatchRoleArn);
}

/**
 * CloudWatch Logs asks whoever turns a delivery on or off whether they may.
 * Source: API Gateway developer guide, "Configure logging for HTTP APIs", Permissions to activate logging.
 */
function delivering<Call extends CallName>(call: Call): readonly Permission<Call>[] {
  const everywhere = [
    'CreateLogDelivery',
    'DeleteLogDelivery',
    'DescribeLogGroups',
    'DescribeResourcePolicies',
    'GetLogDelivery',
    'ListLogDeliveries',
    'PutResourcePolicy',
    'UpdateLogDelivery',
  ] as const;
  return [
    ...everywhere.map((action) => ({ call, action: `logs:${action}`, on: '*', besides: true }) as const),
    { call, action: 'logs:CreateLogGroup', on: 'arn:{partition}:logs:{region}:{account}:log-group:*', besides: true },
  ];
}
