import { accessanalyzer } from './accessanalyzer.ts';
import { config } from './config.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ecr } from './ecr.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import { kms } from './kms.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';
import { securityhub } from './securityhub.ts';
import { sqs } from './sqs.ts';
import { wafv2 } from './wafv2.ts';
import type { Recorded } from './recorded.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = {
  accessanalyzer,
  config,
  dynamodb,
  ec2,
  ecr,
  guardduty,
  iam,
  kms,
  rds,
  s3,
  securityhub,
  sqs,
  wafv2,
};
import { secretsmanager } from './secretsmanager.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = { kms, s3, secretsmanager };
