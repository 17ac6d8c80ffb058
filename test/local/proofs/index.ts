import { cloudtrail } from './cloudtrail.ts';
import { config } from './config.ts';
import { iam } from './iam.ts';
import { inspector } from './inspector.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { cloudtrail, config, iam, inspector, s3 };
