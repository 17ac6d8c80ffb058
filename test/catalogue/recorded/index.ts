import { accessanalyzer } from './accessanalyzer.ts';
import { config } from './config.ts';
import { guardduty } from './guardduty.ts';
import { iam } from './iam.ts';
import type { Recorded } from './recorded.ts';
import { s3 } from './s3.ts';
import { securityhub } from './securityhub.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = {
  accessanalyzer,
  config,
  guardduty,
  iam,
  s3,
  securityhub,
};
