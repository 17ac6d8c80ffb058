import { cloudwatch } from './cloudwatch.ts';
import { elbv2 } from './elbv2.ts';
import { iam } from './iam.ts';
import { logs } from './logs.ts';
import type { Proof } from './proof.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { cloudwatch, elbv2, iam, logs, rds, s3 };
