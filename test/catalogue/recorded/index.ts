import { apigatewayv2 } from './apigatewayv2.ts';
import type { Recorded } from './recorded.ts';
import { s3 } from './s3.ts';

/** What was recorded of AWS, by the service whose controls it proves. */
export const recordings: Readonly<Record<string, readonly Recorded[]>> = { apigatewayv2, s3 };
