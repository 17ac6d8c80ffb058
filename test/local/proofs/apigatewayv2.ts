import { APIGatewayClient, UpdateAccountCommand } from '@aws-sdk/client-api-gateway';
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateStageCommand,
  type CreateStageCommandInput,
  GetStageCommand,
  type ProtocolType,
} from '@aws-sdk/client-apigatewayv2';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws, Proof } from './proof.ts';

export const apigatewayv2: readonly Proof[] = [
  {
    control: 'apigatewayv2.stage-throttled',
    of: 'a stage of an HTTP API with limits that are too high, and one route with a limit of its own',
    drift: (aws) =>
      stage(aws, 'HTTP', {
        StageName: '$default',
        DefaultRouteSettings: { ThrottlingRateLimit: 9_000, ThrottlingBurstLimit: 300, DetailedMetricsEnabled: true },
        RouteSettings: { 'GET /pets': { ThrottlingRateLimit: 20_000, ThrottlingBurstLimit: 9_000 } },
      }),
    witness,
  },
  {
    control: 'apigatewayv2.stage-logged',
    of: 'a stage of an HTTP API without an access log',
    settings: { logGroup: '/proof/http' },
    async drift(aws) {
      await aws.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: '/proof/http' }));
      return stage(aws, 'HTTP', { StageName: '$default', AutoDeploy: true, Tags: { team: 'proofs' } });
    },
    witness,
  },
  {
    control: 'apigatewayv2.stage-logged',
    of: 'a stage of a WebSocket API without an access log',
    settings: { logGroup: '/proof/websocket' },
    async drift(aws) {
      const value = `arn:aws:iam::${aws.account}:role/gateway-logs`;
      const patchOperations = [{ op: 'replace' as const, path: '/cloudwatchRoleArn', value }];
      await aws.client(APIGatewayClient).send(new UpdateAccountCommand({ patchOperations }));
      await aws.client(CloudWatchLogsClient).send(new CreateLogGroupCommand({ logGroupName: '/proof/websocket' }));
      return stage(aws, 'WEBSOCKET', { StageName: 'live', StageVariables: { color: 'green' } });
    },
    witness,
  },
];

async function stage(
  aws: Aws,
  ProtocolType: ProtocolType,
  input: Omit<CreateStageCommandInput, 'ApiId'>,
): Promise<string> {
  const client = aws.client(ApiGatewayV2Client);
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'proof', ProtocolType }));
  await client.send(new CreateStageCommand({ ApiId, ...input }));
  return `arn:aws:apigateway:${aws.region}::/apis/${ApiId}/stages/${input.StageName}`;
}

async function witness(aws: Aws, arn: string): Promise<unknown> {
  const [, ApiId = '', StageName = ''] = /apis\/([^/]+)\/stages\/([^/]+)$/.exec(arn) ?? [];
  const { $metadata, LastUpdatedDate, ...seen } = await aws
    .client(ApiGatewayV2Client)
    .send(new GetStageCommand({ ApiId, StageName }));
  return seen;
}
