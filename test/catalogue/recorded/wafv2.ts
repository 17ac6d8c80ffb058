import { type Answers, type Recorded, Refused } from './recorded.ts';

const [account, region] = ['111122223333', 'us-east-1'];
const acl = `arn:aws:wafv2:${region}:${account}:regional/webacl/shop/ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b`;
const global = `arn:aws:wafv2:${region}:${account}:global/webacl/shop/0b7c7a52-5d0c-4b6b-9d0e-5b1f6f8f6a01`;
const group = `arn:aws:logs:${region}:${account}:log-group:aws-waf-logs-homeostat`;
const stage = `arn:aws:apigateway:${region}::/restapis/67ge356u6d/stages/new`;
const balancer = `arn:aws:elasticloadbalancing:${region}:${account}:loadbalancer/app/web/84dc5457e450dba5`;
const distribution = `arn:aws:cloudfront::${account}:distribution/E24U8WV64JHNM3`;

const visibility = { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'shop' };
const webAcl = {
  ARN: acl,
  Id: 'ebbcb976-8d59-4d20-8ca8-4ab2f6b7c07b',
  Name: 'shop',
  DefaultAction: { Allow: {} },
  Rules: [
    {
      Name: 'AWS-AWSManagedRulesCommonRuleSet',
      Priority: 0,
      Statement: { ManagedRuleGroupStatement: { VendorName: 'AWS', Name: 'AWSManagedRulesCommonRuleSet' } },
      OverrideAction: { None: {} },
      VisibilityConfig: visibility,
    },
  ],
  VisibilityConfig: visibility,
  Capacity: 700,
  ManagedByFirewallManager: false,
  LabelNamespace: `awswaf:${account}:webacl:shop:`,
  RetrofittedByFirewallManager: false,
};
const described = { WebACL: webAcl, LockToken: '67551e73-49d8-4363-be48-244deea72ea9' };
const unlogged: Answers = {
  'wafv2:GetLoggingConfiguration': new Refused('WAFNonexistentItemException'),
  'wafv2:GetWebACL': described,
};
const stopped = {
  eventSource: 'wafv2.amazonaws.com',
  eventName: 'DeleteLoggingConfiguration',
  requestParameters: { resourceArn: acl },
} as const;
const logs = 'https://docs.aws.amazon.com/waf/latest/APIReference/API_GetLoggingConfiguration.html';

export const wafv2: readonly Recorded[] = [
  {
    control: 'wafv2.acl-logged',
    of: 'a Web ACL whose log somebody stopped',
    settings: { destination: 'arn:{partition}:logs:{region}:{account}:log-group:aws-waf-logs-homeostat' },
    target: { account, region, arn: acl },
    source: logs,
    before: unlogged,
    after: {
      'wafv2:GetLoggingConfiguration': {
        LoggingConfiguration: {
          ResourceArn: acl,
          LogDestinationConfigs: [group],
          RedactedFields: [{ SingleHeader: { Name: 'authorization' } }],
          ManagedByFirewallManager: false,
          LogType: 'WAF_LOGS',
          LogScope: 'CUSTOMER',
        },
      },
    },
    record: stopped,
  },
  {
    control: 'wafv2.acl-logged',
    of: 'a Web ACL whose log somebody stopped, where none is set',
    target: { account, region, arn: acl },
    source: logs,
    before: unlogged,
    record: stopped,
  },
  {
    control: 'wafv2.api-stage-protected',
    of: 'a stage that somebody made in the console, with a Web ACL by its ARN',
    settings: { acl },
    target: { account, region, arn: stage },
    source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html',
    before: {
      'apigateway:GetStage': { stageName: 'new', deploymentId: '6gejpe', tracingEnabled: false, methodSettings: {} },
      'wafv2:GetWebACLForResource': {},
      'wafv2:GetWebACL': described,
    },
    after: {
      'apigateway:GetStage': { stageName: 'new', deploymentId: '6gejpe', tracingEnabled: false, webAclArn: acl },
    },
    record: {
      eventSource: 'apigateway.amazonaws.com',
      eventName: 'CreateStage',
      requestParameters: {
        restApiId: '67ge356u6d',
        createStageInput: { deploymentId: '6gejpe', stageName: 'new', tracingEnabled: false },
        template: false,
      },
      responseElements: { stageName: 'new', deploymentId: '6gejpe' },
    },
  },
  {
    control: 'wafv2.api-stage-protected',
    of: 'a stage that a deployment made, where the Web ACL of the ARN is CloudFront’s',
    settings: { acl: global },
    target: { account, region, arn: stage },
    source: 'https://docs.aws.amazon.com/apigateway/latest/api/API_GetStage.html',
    before: {
      'apigateway:GetStage': { stageName: 'new', deploymentId: '6gejpe' },
      'wafv2:GetWebACLForResource': {},
    },
    record: {
      eventSource: 'apigateway.amazonaws.com',
      eventName: 'CreateDeployment',
      requestParameters: {
        restApiId: '67ge356u6d',
        createDeploymentInput: { description: '', stageName: 'new' },
        template: false,
      },
      responseElements: { id: '6gejpe' },
    },
  },
  {
    control: 'wafv2.load-balancer-protected',
    of: 'a load balancer whose Web ACL of the setting is gone',
    settings: { acl },
    target: { account, region, arn: balancer },
    source: 'https://docs.aws.amazon.com/waf/latest/APIReference/API_GetWebACLForResource.html',
    before: {
      'wafv2:GetWebACLForResource': {},
      'elasticloadbalancing:DescribeLoadBalancers': {
        LoadBalancers: [{ LoadBalancerArn: balancer, Type: 'application', State: { Code: 'active' } }],
      },
      'wafv2:GetWebACL': new Refused('WAFNonexistentItemException'),
    },
    record: {
      eventSource: 'wafv2.amazonaws.com',
      eventName: 'DisassociateWebACL',
      requestParameters: { resourceArn: balancer },
    },
  },
  {
    control: 'wafv2.distribution-protected',
    of: 'a distribution that somebody changed, found by the name of the Web ACL on a later page',
    settings: { acl: 'shop' },
    target: { account, region, arn: distribution },
    source: 'https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_GetDistribution.html',
    before: {
      'cloudfront:GetDistribution': shown(''),
      'wafv2:ListWebACLs': ({ NextMarker }) =>
        NextMarker === undefined
          ? { NextMarker: 'other', WebACLs: [{ Name: 'other', ARN: global.replace('/shop/', '/other/') }] }
          : { WebACLs: [{ Name: 'shop', ARN: global }] },
      'wafv2:GetWebACL': { WebACL: { ...webAcl, ARN: global }, LockToken: described.LockToken },
    },
    after: { 'cloudfront:GetDistribution': shown(global) },
    record: {
      eventSource: 'cloudfront.amazonaws.com',
      eventName: 'UpdateDistribution',
      requestParameters: { id: 'E24U8WV64JHNM3', ifMatch: 'E20NMCTGXL3Q96', distributionConfig: { webACLId: '' } },
      responseElements: { distribution: { id: 'E24U8WV64JHNM3', aRN: distribution }, eTag: 'E20NMCTGXL3Q96' },
    },
  },
];

function shown(WebACLId: string): object {
  return {
    ETag: WebACLId === '' ? 'E20NMCTGXL3Q96' : 'E1F83G8C2ARO7P',
    Distribution: {
      Id: 'E24U8WV64JHNM3',
      ARN: distribution,
      Status: 'InProgress',
      DistributionConfig: { Enabled: true, Staging: false, WebACLId },
    },
  };
}
