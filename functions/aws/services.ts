/**
 * The AWS services a control may call. A client is loaded when the first call needs it, so an S3 event never pays for IAM.
 * Adding a service to the product is adding its line here: the names and inputs of its calls follow from its own types.
 * A service has the prefix of its IAM actions as its name. Where two APIs share one (`apigateway`, `s3`), the second has
 * its own name and its permissions say the `action`. CloudTrail's name for a service, which triggers use, is mostly the same.
 */
export const services = {
  'access-analyzer': () => import('@aws-sdk/client-accessanalyzer'),
  apigateway: () => import('@aws-sdk/client-api-gateway'),
  /** IAM and CloudTrail: `apigateway`. */
  apigatewayv2: () => import('@aws-sdk/client-apigatewayv2'),
  appsync: () => import('@aws-sdk/client-appsync'),
  athena: () => import('@aws-sdk/client-athena'),
  cloudfront: () => import('@aws-sdk/client-cloudfront'),
  cloudtrail: () => import('@aws-sdk/client-cloudtrail'),
  /** CloudTrail: `monitoring`. */
  cloudwatch: () => import('@aws-sdk/client-cloudwatch'),
  'cognito-idp': () => import('@aws-sdk/client-cognito-identity-provider'),
  config: () => import('@aws-sdk/client-config-service'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  ec2: () => import('@aws-sdk/client-ec2'),
  ecr: () => import('@aws-sdk/client-ecr'),
  elasticloadbalancing: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  guardduty: () => import('@aws-sdk/client-guardduty'),
  iam: () => import('@aws-sdk/client-iam'),
  inspector2: () => import('@aws-sdk/client-inspector2'),
  kms: () => import('@aws-sdk/client-kms'),
  lambda: () => import('@aws-sdk/client-lambda'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  rds: () => import('@aws-sdk/client-rds'),
  s3: () => import('@aws-sdk/client-s3'),
  /** IAM and CloudTrail: `s3`. */
  s3control: () => import('@aws-sdk/client-s3-control'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  securityhub: () => import('@aws-sdk/client-securityhub'),
  sns: () => import('@aws-sdk/client-sns'),
  sqs: () => import('@aws-sdk/client-sqs'),
  states: () => import('@aws-sdk/client-sfn'),
  wafv2: () => import('@aws-sdk/client-wafv2'),
};

export type ServiceName = keyof typeof services;
