import { dynamodb } from './dynamodb.ts';
import { apigateway } from './apigateway.ts';
import { ec2 } from './ec2.ts';
import { iam } from './iam.ts';
import { lambda } from './lambda.ts';
import { kms } from './kms.ts';
import type { Proof } from './proof.ts';
import { s3 } from './s3.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';

/** The proofs on the running emulator, by the service whose controls they prove. */
export const proofs: Readonly<Record<string, readonly Proof[]>> = { iam, lambda, s3 };
export const proofs: Readonly<Record<string, readonly Proof[]>> = { dynamodb, iam, s3, sns, sqs };
export const proofs: Readonly<Record<string, readonly Proof[]>> = { apigateway, iam, s3 };
export const proofs: Readonly<Record<string, readonly Proof[]>> = { ec2, iam, s3 };
export const proofs: Readonly<Record<string, readonly Proof[]>> = { iam, kms, s3 };
