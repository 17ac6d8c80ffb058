import { iam } from './iam.ts';
import { kms } from './kms.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';
import { secretsmanager } from './secretsmanager.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { iam, kms, s3, secretsmanager };
