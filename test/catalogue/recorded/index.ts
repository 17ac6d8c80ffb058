import { accessanalyzer } from './accessanalyzer.ts';
import { apigatewayv2 } from './apigatewayv2.ts';
import { config } from './config.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ecr } from './ecr.ts';
import { elbv2 } from './elbv2.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import { rds } from './rds.ts';
import type { Recorded } from './recorded.ts';
import { s3 } from './s3.ts';
import { secretsmanager } from './secretsmanager.ts';
import { securityhub } from './securityhub.ts';
import { sqs } from './sqs.ts';
import { wafv2 } from './wafv2.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = {
  accessanalyzer,
  apigatewayv2,
  config,
  dynamodb,
  ec2,
  ecr,
  elbv2,
  guardduty,
  iam,
  kms,
  lambda,
  logs,
  rds,
  s3,
  secretsmanager,
  securityhub,
  sqs,
  wafv2,
};
