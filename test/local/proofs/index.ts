import { iam } from './iam.ts';
import { lambda } from './lambda.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';
import { states } from './states.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { iam, lambda, s3, states };
