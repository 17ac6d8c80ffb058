import { kms } from './kms.ts';
import type { Recorded } from './recorded.ts';
import { s3 } from './s3.ts';
import { secretsmanager } from './secretsmanager.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = { kms, s3, secretsmanager };
