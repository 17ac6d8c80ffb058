import { apigateway } from './apigateway.ts';
import { apigatewayv2 } from './apigatewayv2.ts';
import { cloudtrail } from './cloudtrail.ts';
import { cloudwatch } from './cloudwatch.ts';
import { config } from './config.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { elbv2 } from './elbv2.ts';
import { iam } from './iam.ts';
import { inspector } from './inspector.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { logs } from './logs.ts';
import type { Proof } from './proof.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';
import { secretsmanager } from './secretsmanager.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';
import { states } from './states.ts';
import { wafv2 } from './wafv2.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = {
  apigateway,
  apigatewayv2,
  cloudtrail,
  cloudwatch,
  config,
  dynamodb,
  ec2,
  elbv2,
  iam,
  inspector,
  kms,
  lambda,
  logs,
  rds,
  s3,
  secretsmanager,
  sns,
  sqs,
  states,
  wafv2,
};
