import { parse } from 'hono/utils/cookie';
import * as z from 'zod';
import { personBehind } from './api/sign-in/session.ts';
import { signingIn } from './api/signing-in.ts';

const Request = z.object({
  methodArn: z.string(),
  headers: z.record(z.string(), z.string().nullish()).nullish(),
});

/**
 * Whether API Gateway lets a request through to the API: only from a session that runs. What it may do there, the API itself
 * decides, by the same session.
 */
export async function handler(input: unknown) {
  const { methodArn, headers } = Request.parse(input);
  const header = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'cookie')?.[1] ?? '';
  const { cookies, console } = signingIn;
  const found = await personBehind(parse(header)[cookies.nameOf('session')], console, new Date());
  const Effect = found === undefined ? 'Deny' : 'Allow';
  return {
    principalId: found?.person.mail ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: methodArn }],
    },
  };
}
