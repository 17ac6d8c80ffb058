import { elbv2 } from './elbv2.ts';
import { iam } from './iam.ts';
import type { Proof } from './proof.ts';
import { rds } from './rds.ts';
import { s3 } from './s3.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { elbv2, iam, rds, s3 };
