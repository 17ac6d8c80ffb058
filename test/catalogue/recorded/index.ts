import { elbv2 } from './elbv2.ts';
import { logs } from './logs.ts';
import { rds } from './rds.ts';
import type { Recorded } from './recorded.ts';
import { s3 } from './s3.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = { elbv2, logs, rds, s3 };
