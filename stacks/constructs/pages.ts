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
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

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
    this.protect();
    this.acknowledge();
  }

  private protect(): void {
    const acl = new CfnWebACL(this, 'WebAcl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('homeostat-pages'),
      rules: [
        managedRules(0, 'AWSManagedRulesAmazonIpReputationList'),
        managedRules(1, 'AWSManagedRulesKnownBadInputsRuleSet'),
        {
          name: 'rate',
          priority: 2,
          action: { block: {} },
          statement: { rateBasedStatement: { limit: 300, aggregateKeyType: 'IP' } },
          visibilityConfig: visible('rate'),
        },
      ],
    });
    new CfnWebACLAssociation(this, 'WebAclAssociation', {
      resourceArn: this.api.deploymentStage.stageArn,
      webAclArn: acl.attrArn,
    });
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
    acknowledge(
      this.api,
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      'API Gateway has one logging role for the whole account and region, and AWS documents this policy for it',
    );
  }
}

function managedRules(priority: number, name: string): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
    visibilityConfig: visible(name),
  };
}

function visible(metricName: string): CfnWebACL.VisibilityConfigProperty {
  return { cloudWatchMetricsEnabled: true, metricName, sampledRequestsEnabled: false };
}
