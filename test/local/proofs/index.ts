import { apigateway } from './apigateway.ts';
import { apigatewayv2 } from './apigatewayv2.ts';
import { iam } from './iam.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { apigateway, apigatewayv2, iam, s3 };
