import { iam } from './iam.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';
import { wafv2 } from './wafv2.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { iam, s3, wafv2 };
