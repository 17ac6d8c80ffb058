import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

export interface Protected {
  readonly api: RestApi;
  readonly name: string;
  /** From one address, within five minutes. */
  readonly requestsIn5Minutes: number;
}

/** Puts an API behind a Web ACL: known bad addresses, known bad inputs, and whoever asks too much. */
export function protect(scope: Construct, { api, name, requestsIn5Minutes: limit }: Protected): void {
  const acl = new CfnWebACL(scope, 'WebAcl', {
    scope: 'REGIONAL',
    defaultAction: { allow: {} },
    visibilityConfig: visible(name),
    rules: [
      managedRules(0, 'AWSManagedRulesAmazonIpReputationList'),
      managedRules(1, 'AWSManagedRulesKnownBadInputsRuleSet'),
      {
        name: 'rate',
        priority: 2,
        action: { block: {} },
        statement: { rateBasedStatement: { limit, aggregateKeyType: 'IP' } },
        visibilityConfig: visible('rate'),
      },
    ],
  });
  new CfnWebACLAssociation(scope, 'WebAclAssociation', {
    resourceArn: api.deploymentStage.stageArn,
    webAclArn: acl.attrArn,
  });
}

export function acknowledgeLogging(api: RestApi): void {
  acknowledge(
    api,
    'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
    'API Gateway has one logging role for the whole account and region, and AWS documents this policy for it',
  );
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
