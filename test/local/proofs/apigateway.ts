import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateResourceCommand,
  CreateRestApiCommand,
  CreateUsagePlanCommand,
  type CreateUsagePlanCommandInput,
  GetDomainNameCommand,
  GetGatewayResponsesCommand,
  GetMethodCommand,
  GetStageCommand,
  GetUsagePlanCommand,
  type Op,
  PutGatewayResponseCommand,
  PutMethodCommand,
  UpdateAccountCommand,
  UpdateStageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Aws, Proof } from './proof.ts';

export const apigateway: readonly Proof[] = [
  {
    control: 'apigateway.stage-throttled',
    of: 'a stage without limits',
    drift: (aws) => stage(aws, 'proof-unlimited'),
    witness: stageAsSeen,
  },
  {
    control: 'apigateway.stage-throttled',
    of: 'a stage whose limits somebody lifted, and leaves the limits of one method',
    async drift(aws) {
      const arn = await stage(aws, 'proof-lifted');
      await patch(aws, arn, { '/~1pets/GET/throttling/rateLimit': '20000', '/*/*/logging/loglevel': 'ERROR' });
      await patch(aws, arn, { '/*/*/throttling/rateLimit': '-1' });
      return arn;
    },
    witness: stageAsSeen,
  },
  {
    control: 'apigateway.stage-hides-data',
    of: 'a stage that logs whole requests of all methods, and of one by itself',
    async drift(aws) {
      const arn = await stage(aws, 'proof-traced');
      await patch(aws, arn, { '/*/*/logging/loglevel': 'INFO', '/~1pets/GET/logging/loglevel': 'ERROR' });
      await patch(aws, arn, { '/*/*/logging/dataTrace': 'true', '/~1pets/GET/logging/dataTrace': 'true' });
      return arn;
    },
    witness: stageAsSeen,
  },
  {
    control: 'apigateway.stage-logged',
    of: 'a stage without an access log',
    settings: { logGroup: '/proof/{api}/{stage}' },
    async drift(aws) {
      const arn = await stage(aws, 'proof-unlogged');
      await letLogsBeWritten(aws);
      const logs = aws.client(CloudWatchLogsClient);
      // The second has the name of the first in its own.
      for (const logGroupName of [groupOf(arn), `${groupOf(arn)}-2`]) {
        await logs.send(new CreateLogGroupCommand({ logGroupName }));
      }
      await patch(aws, arn, { '/description': 'Calls of today' });
      return arn;
    },
    witness: stageAsSeen,
  },
  {
    control: 'apigateway.domain-uses-tls12',
    of: 'a domain that takes TLS 1.0',
    async drift(aws) {
      const domainName = 'old.proof.example.com';
      await aws
        .client(APIGatewayClient)
        .send(new CreateDomainNameCommand({ domainName, securityPolicy: 'TLS_1_0', tags: { team: 'proofs' } }));
      return `arn:aws:apigateway:${aws.region}::/domainnames/${domainName}`;
    },
    async witness(aws, arn) {
      const domainName = arn.split('/').at(-1);
      const { $metadata, ...domain } = await aws
        .client(APIGatewayClient)
        .send(new GetDomainNameCommand({ domainName }));
      return domain;
    },
  },
  {
    control: 'apigateway.method-authorized',
    of: 'a method that asks for an API key only, beside one that answers browsers',
    async drift(aws) {
      const client = aws.client(APIGatewayClient);
      const { id: restApiId, rootResourceId: parentId } = await client.send(
        new CreateRestApiCommand({ name: 'proof-open', tags: { team: 'proofs' } }),
      );
      const { id: resourceId } = await client.send(
        new CreateResourceCommand({ restApiId, parentId, pathPart: 'pets' }),
      );
      const method = { restApiId, resourceId, authorizationType: 'NONE' };
      await client.send(new PutMethodCommand({ ...method, httpMethod: 'OPTIONS' }));
      await client.send(new PutMethodCommand({ ...method, httpMethod: 'ANY', apiKeyRequired: true }));
      return `arn:aws:apigateway:${aws.region}::/restapis/${restApiId}/resources/${resourceId}/methods/ANY`;
    },
    async witness(aws, arn) {
      const [, restApiId = '', resourceId = ''] = /restapis\/([^/]+)\/resources\/([^/]+)/.exec(arn) ?? [];
      const client = aws.client(APIGatewayClient);
      const methods = ['ANY', 'OPTIONS'].map(async (httpMethod) => {
        const { $metadata, ...method } = await client.send(new GetMethodCommand({ restApiId, resourceId, httpMethod }));
        return method;
      });
      return Promise.all(methods);
    },
  },
  errors('an error that tells what its model refuses', {}, 'proof-chatty'),
  errors('API Gateway’s own messages, where they are to go', { messages: true }, 'proof-own-words'),
  usagePlan('a plan without limits', { name: 'proof-endless' }),
  usagePlan('a plan that only has a throttle', { name: 'proof-hasty', throttle: { rateLimit: 7.5, burstLimit: 9 } }),
];

function errors(of: string, settings: Proof['settings'] & object, name: string): Proof {
  return {
    control: 'apigateway.errors-without-details',
    of: `an API with ${of}`,
    settings,
    async drift(aws) {
      const client = aws.client(APIGatewayClient);
      const { id: restApiId } = await client.send(new CreateRestApiCommand({ name }));
      await client.send(
        new PutGatewayResponseCommand({
          restApiId,
          responseType: 'BAD_REQUEST_BODY',
          statusCode: '422',
          responseParameters: { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" },
          responseTemplates: {
            'application/json':
              '{"message":$context.error.messageString,"why":"$context.error.validationErrorString","code":17}',
          },
        }),
      );
      return `arn:aws:apigateway:${aws.region}::/restapis/${restApiId}`;
    },
    async witness(aws, arn) {
      const { items } = await aws
        .client(APIGatewayClient)
        .send(new GetGatewayResponsesCommand({ restApiId: arn.split('/').at(-1) }));
      return items;
    },
  };
}

function usagePlan(of: string, input: CreateUsagePlanCommandInput): Proof {
  return {
    control: 'apigateway.key-required-by-plan',
    of,
    async drift(aws) {
      const client = aws.client(APIGatewayClient);
      const { id: usagePlanId } = await client.send(new CreateUsagePlanCommand(input));
      const patchOperations = [{ op: 'replace' as Op, path: '/description', value: 'For everybody' }];
      await client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }));
      return `arn:aws:apigateway:${aws.region}::/usageplans/${usagePlanId}`;
    },
    /** Limits without any are none. */
    async witness(aws, arn) {
      const { name, description, throttle, quota } = await aws
        .client(APIGatewayClient)
        .send(new GetUsagePlanCommand({ usagePlanId: arn.split('/').at(-1) }));
      return { name, description, throttle: throttle ?? {}, quota: quota ?? {} };
    },
  };
}

/** A REST API with a stage. */
async function stage(aws: Aws, name: string): Promise<string> {
  const client = aws.client(APIGatewayClient);
  const { id: restApiId } = await client.send(new CreateRestApiCommand({ name }));
  await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
  return `arn:aws:apigateway:${aws.region}::/restapis/${restApiId}/stages/prod`;
}

/** Gives API Gateway a role to write logs with. */
async function letLogsBeWritten(aws: Aws): Promise<void> {
  const value = `arn:aws:iam::${aws.account}:role/gateway-logs`;
  const patchOperations = [{ op: 'replace' as Op, path: '/cloudwatchRoleArn', value }];
  await aws.client(APIGatewayClient).send(new UpdateAccountCommand({ patchOperations }));
}

function groupOf(arn: string): string {
  const { restApiId, stageName } = idsOf(arn);
  return `/proof/${restApiId}/${stageName}`;
}

async function patch(aws: Aws, arn: string, values: Readonly<Record<string, string>>): Promise<void> {
  const patchOperations = Object.entries(values).map(([path, value]) => ({ op: 'replace' as Op, path, value }));
  await aws.client(APIGatewayClient).send(new UpdateStageCommand({ ...idsOf(arn), patchOperations }));
}

/** All of a stage that a control may change, and more; empty settings are none. */
async function stageAsSeen(aws: Aws, arn: string): Promise<unknown> {
  const { methodSettings, accessLogSettings, variables, tracingEnabled, deploymentId } = await aws
    .client(APIGatewayClient)
    .send(new GetStageCommand(idsOf(arn)));
  return { methodSettings, accessLogSettings: accessLogSettings ?? {}, variables, tracingEnabled, deploymentId };
}

function idsOf(arn: string): { readonly restApiId: string; readonly stageName: string } {
  const [, restApiId = '', stageName = ''] = /restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn) ?? [];
  return { restApiId, stageName };
}
