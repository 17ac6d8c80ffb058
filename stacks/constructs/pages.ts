import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  EndpointType,
  LambdaIntegration,
  LambdaRestApi,
  LogGroupLogDestination,
  MethodLoggingLevel,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import { acknowledgeLogging, protect } from './web-acl.ts';

export interface PagesProps {
  readonly pages: IFunction;
  /** What answers Slack's requests, where questions are asked there. */
  readonly slack: IFunction | undefined;
}

/** The approvers' pages behind API Gateway: throttled, logged without their contents, and behind a Web ACL. */
export class Pages extends Construct {
  readonly api: LambdaRestApi;

  constructor(scope: Construct, id: string, { pages, slack }: PagesProps) {
    super(scope, id);
    const log = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.api = new LambdaRestApi(this, 'Api', {
      handler: pages,
      proxy: false,
      description: 'Homeostat: questions to approvers',
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: true,
      cloudWatchRoleRemovalPolicy: RemovalPolicy.DESTROY,
      deployOptions: {
        // X-Ray would record the whole URL, and the path of a question is its secret.
        tracingEnabled: false,
        throttlingRateLimit: 20,
        throttlingBurstLimit: 40,
        loggingLevel: MethodLoggingLevel.ERROR,
        dataTraceEnabled: false,
        accessLogDestination: new LogGroupLogDestination(log),
        // No path: the path of a question is its secret.
        accessLogFormat: AccessLogFormat.custom(
          JSON.stringify({
            requestId: '$context.requestId',
            ip: '$context.identity.sourceIp',
            method: '$context.httpMethod',
            status: '$context.status',
            latency: '$context.responseLatency',
          }),
        ),
      },
    });
    this.api.root.addMethod('ANY');
    this.api.root.addProxy();
    if (slack !== undefined) {
      this.api.root.addResource('slack').addResource('interactions').addMethod('POST', new LambdaIntegration(slack));
    }
    protect(this, { api: this.api, name: 'homeostat-pages', requestsIn5Minutes: 300 });
    this.acknowledge();
  }

  private acknowledge(): void {
    const reason =
      'Approvers come from a mail: the link opens the page, and only a code mailed to the approver decides; what comes from Slack is signed by Slack, and the function verifies it';
    acknowledge(this.api, 'AwsSolutions-APIG4', reason);
    acknowledge(this.api, 'AwsSolutions-COG4', reason);
    acknowledge(
      this.api,
      'AwsSolutions-APIG2',
      'The function parses every request with a schema before it uses any of it',
    );
    acknowledgeLogging(this.api);
  }
}
