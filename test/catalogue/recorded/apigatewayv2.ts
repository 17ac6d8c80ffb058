import type { Recorded } from './recorded.ts';

const stage = {
  ApiId: 'a1b2c3d4',
  CreatedDate: '2020-04-05T16:21:16+00:00',
  DeploymentId: 'shktxb',
  LastUpdatedDate: '2020-04-08T22:23:17+00:00',
  RouteSettings: { 'GET /pets': { ThrottlingBurstLimit: 100, ThrottlingRateLimit: 2000 } },
  StageName: '$default',
  StageVariables: {},
  Tags: {},
};

export const apigatewayv2: readonly Recorded[] = [
  {
    control: 'apigatewayv2.stage-throttled',
    of: 'a stage as API Gateway makes it: without a word of limits, so that an undo gives it those of the account',
    target: {
      account: '111122223333',
      region: 'eu-central-1',
      arn: 'arn:aws:apigateway:eu-central-1::/apis/a1b2c3d4/stages/$default',
    },
    source: 'https://docs.aws.amazon.com/cli/latest/reference/apigatewayv2/update-stage.html',
    before: {
      'apigatewayv2:GetStage': { ...stage, DefaultRouteSettings: { DetailedMetricsEnabled: false } },
      'apigateway:GetAccount': { throttleSettings: { burstLimit: 5000, rateLimit: 10000 }, features: ['UsagePlans'] },
    },
    after: {
      'apigatewayv2:GetStage': {
        ...stage,
        DefaultRouteSettings: {
          DetailedMetricsEnabled: false,
          ThrottlingBurstLimit: 2500,
          ThrottlingRateLimit: 5000,
        },
      },
    },
    record: {
      eventSource: 'apigateway.amazonaws.com',
      eventName: 'CreateStage',
      requestParameters: { stageName: '$default', autoDeploy: true, apiId: 'a1b2c3d4' },
      responseElements: { stageName: '$default', defaultRouteSettings: { detailedMetricsEnabled: false } },
    },
  },
];
