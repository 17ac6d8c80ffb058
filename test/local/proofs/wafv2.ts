import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway';
import { AppSyncClient, CreateGraphqlApiCommand, GetGraphqlApiCommand } from '@aws-sdk/client-appsync';
import {
  CloudFrontClient,
  CreateDistributionCommand,
  DisassociateDistributionWebACLCommand,
  GetDistributionConfigCommand,
} from '@aws-sdk/client-cloudfront';
import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  CreateLoadBalancerCommand,
  DescribeLoadBalancersCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  AssociateWebACLCommand,
  CreateWebACLCommand,
  DisassociateWebACLCommand,
  GetWebACLCommand,
  GetWebACLForResourceCommand,
  type Rule,
  type RuleAction,
  UpdateWebACLCommand,
  WAFV2Client,
} from '@aws-sdk/client-wafv2';
import { webAclOf } from '../../../catalogue/wafv2/web-acl.ts';
import type { Aws, Proof } from './proof.ts';

export const wafv2: readonly Proof[] = [
  {
    control: 'wafv2.api-stage-protected',
    of: 'a stage that somebody took its Web ACL from',
    settings: { acl: 'proof-stage' },
    async drift(aws) {
      const client = aws.client(APIGatewayClient);
      const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: 'proof' }));
      const { id: deploymentId } = await client.send(new CreateDeploymentCommand({ restApiId }));
      await client.send(new CreateStageCommand({ restApiId, deploymentId, stageName: 'prod' }));
      const arn = `arn:aws:apigateway:${aws.region}::/restapis/${restApiId}/stages/prod`;
      await takenFrom(arn, aws, 'proof-stage');
      return arn;
    },
    async witness(aws, arn) {
      const [, , restApiId, , stageName] = arn.split('::')[1]?.split('/') ?? [];
      const { deploymentId } = await aws.client(APIGatewayClient).send(new GetStageCommand({ restApiId, stageName }));
      return { deploymentId, acl: await attached(arn, aws) };
    },
  },
  {
    control: 'wafv2.load-balancer-protected',
    of: 'a load balancer that somebody made, with a Web ACL that refuses',
    settings: { acl: 'proof-balancer' },
    async drift(aws) {
      await webAcl(aws, 'proof-balancer', { Block: {} });
      const Subnets = ['subnet-proof1', 'subnet-proof2'];
      const { LoadBalancers } = await aws
        .client(ElasticLoadBalancingV2Client)
        .send(new CreateLoadBalancerCommand({ Name: 'proof-balancer', Type: 'application', Subnets }));
      return LoadBalancers?.[0]?.LoadBalancerArn ?? '';
    },
    async witness(aws, arn) {
      const client = aws.client(ElasticLoadBalancingV2Client);
      const { LoadBalancers } = await client.send(new DescribeLoadBalancersCommand({ LoadBalancerArns: [arn] }));
      return { scheme: LoadBalancers?.[0]?.Scheme, acl: await attached(arn, aws) };
    },
  },
  {
    control: 'wafv2.load-balancer-protected',
    of: 'a load balancer that somebody took its Web ACL from',
    settings: { acl: 'proof-taken' },
    async drift(aws) {
      const Subnets = ['subnet-proof1', 'subnet-proof2'];
      const { LoadBalancers } = await aws
        .client(ElasticLoadBalancingV2Client)
        .send(new CreateLoadBalancerCommand({ Name: 'proof-taken', Type: 'application', Subnets }));
      const arn = LoadBalancers?.[0]?.LoadBalancerArn ?? '';
      await takenFrom(arn, aws, 'proof-taken');
      return arn;
    },
    witness: (aws, arn) => attached(arn, aws),
  },
  {
    control: 'wafv2.graphql-api-protected',
    of: 'a GraphQL API that somebody made',
    settings: { acl: 'proof-graphql' },
    async drift(aws) {
      await webAcl(aws, 'proof-graphql');
      const { graphqlApi } = await aws
        .client(AppSyncClient)
        .send(new CreateGraphqlApiCommand({ name: 'proof', authenticationType: 'API_KEY' }));
      return graphqlApi?.arn ?? '';
    },
    async witness(aws, arn) {
      const { graphqlApi } = await aws
        .client(AppSyncClient)
        .send(new GetGraphqlApiCommand({ apiId: arn.split('/').at(-1) }));
      return { authentication: graphqlApi?.authenticationType, acl: await attached(arn, aws) };
    },
  },
  {
    control: 'wafv2.user-pool-protected',
    of: 'a user pool that somebody made',
    settings: { acl: 'proof-pool' },
    async drift(aws) {
      await webAcl(aws, 'proof-pool');
      const { UserPool } = await aws
        .client(CognitoIdentityProviderClient)
        .send(new CreateUserPoolCommand({ PoolName: 'proof' }));
      return UserPool?.Arn ?? '';
    },
    async witness(aws, arn) {
      const { UserPool } = await aws
        .client(CognitoIdentityProviderClient)
        .send(new DescribeUserPoolCommand({ UserPoolId: arn.split('/').at(-1) }));
      return { policies: UserPool?.Policies, acl: await attached(arn, aws) };
    },
  },
  distribution('proof-made', async () => {}),
  distribution('proof-detached', async (aws, Id, IfMatch) => {
    await aws.client(CloudFrontClient).send(new DisassociateDistributionWebACLCommand({ Id, IfMatch }));
  }),
  {
    control: 'wafv2.acl-has-rules',
    of: 'a Web ACL that somebody emptied',
    async drift(aws) {
      const arn = await webAcl(aws, 'proof-emptied');
      const client = aws.client(WAFV2Client);
      const { WebACL, LockToken } = await client.send(new GetWebACLCommand(webAclOf(arn)));
      const { DefaultAction, VisibilityConfig } = WebACL ?? {};
      await client.send(
        new UpdateWebACLCommand({ ...webAclOf(arn), DefaultAction, VisibilityConfig, LockToken, Rules: [] }),
      );
      return arn;
    },
    async witness(aws, arn) {
      return (await aws.client(WAFV2Client).send(new GetWebACLCommand(webAclOf(arn)))).WebACL;
    },
  },
];

type Undone = (aws: Aws, id: string | undefined, etag: string | undefined) => Promise<void>;

function distribution(name: string, detach: Undone): Proof {
  const isMade = name === 'proof-made';
  return {
    control: 'wafv2.distribution-protected',
    of: isMade ? 'a distribution that somebody made' : 'a distribution that somebody took its Web ACL from',
    settings: { acl: name },
    async drift(aws) {
      const acl = await webAcl(aws, name, { Count: {} }, 'CLOUDFRONT');
      const { Distribution, ETag } = await aws.client(CloudFrontClient).send(
        new CreateDistributionCommand({
          DistributionConfig: {
            CallerReference: name,
            Comment: name,
            Enabled: true,
            WebACLId: isMade ? '' : acl,
            Origins: {
              Quantity: 1,
              Items: [
                {
                  Id: 'shop',
                  DomainName: 'shop.example.com',
                  CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: 'https-only' },
                },
              ],
            },
            DefaultCacheBehavior: {
              TargetOriginId: 'shop',
              ViewerProtocolPolicy: 'redirect-to-https',
              CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
            },
          },
        }),
      );
      await detach(aws, Distribution?.Id, ETag);
      return Distribution?.ARN ?? '';
    },
    async witness(aws, arn) {
      const Id = arn.split('/').at(-1);
      return (await aws.client(CloudFrontClient).send(new GetDistributionConfigCommand({ Id }))).DistributionConfig;
    },
  };
}

async function takenFrom(ResourceArn: string, aws: Aws, acl: string): Promise<void> {
  const client = aws.client(WAFV2Client);
  await client.send(new AssociateWebACLCommand({ ResourceArn, WebACLArn: await webAcl(aws, acl) }));
  await client.send(new DisassociateWebACLCommand({ ResourceArn }));
}

/** The Web ACL that a resource has, by its ARN. */
async function attached(ResourceArn: string, aws: Aws): Promise<string | undefined> {
  const answer = aws.client(WAFV2Client).send(new GetWebACLForResourceCommand({ ResourceArn }));
  return answer.then(
    ({ WebACL }) => WebACL?.ARN,
    (error: Error) => {
      if (error.name === 'WAFNonexistentItemException') {
        return undefined;
      }
      throw error;
    },
  );
}

/** A Web ACL with one rule. */
async function webAcl(
  aws: Aws,
  Name: string,
  Action: RuleAction = { Count: {} },
  Scope: 'REGIONAL' | 'CLOUDFRONT' = 'REGIONAL',
): Promise<string> {
  const VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: Name };
  const Statement = { GeoMatchStatement: { CountryCodes: ['AQ' as const] } };
  const Rules: Rule[] = [{ Name: 'far-away', Priority: 0, Statement, Action, VisibilityConfig }];
  const DefaultAction = { Allow: {} };
  const { Summary } = await aws
    .client(WAFV2Client)
    .send(new CreateWebACLCommand({ Name, Scope, DefaultAction, Rules, VisibilityConfig }));
  return Summary?.ARN ?? '';
}
