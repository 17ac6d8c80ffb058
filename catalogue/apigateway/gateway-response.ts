import * as z from 'zod';
import type { Caller, Change, Permission } from '../control.ts';

const responses = 'arn:{partition}:apigateway:{region}::/restapis/*/gatewayresponses';

/** What an API answers in the place of what is behind it. Source: API Gateway developer guide, "Gateway responses". */
export const GatewayResponse = z.object({
  type: z.string(),
  /** Whether somebody wrote it; else it is the one that API Gateway has by itself. */
  custom: z.boolean(),
  /** `null` where it does not say, as for errors of all kinds. */
  status: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
  templates: z.record(z.string(), z.string()),
});
export type GatewayResponse = z.infer<typeof GatewayResponse>;

export const responsesRead = {
  call: 'apigateway:GetGatewayResponses',
  action: 'apigateway:GET',
  on: responses,
} as const satisfies Permission;

export const responseWrites = [
  { call: 'apigateway:PutGatewayResponse', action: 'apigateway:PUT', on: `${responses}/*` },
  { call: 'apigateway:DeleteGatewayResponse', action: 'apigateway:DELETE', on: `${responses}/*` },
] as const satisfies readonly Permission[];

/** Those that somebody wrote, and the two that all others follow: an API has no more than two dozen. */
export async function readResponses(
  restApiId: string,
  aws: Caller<'apigateway:GetGatewayResponses'>,
): Promise<GatewayResponse[]> {
  const found: GatewayResponse[] = [];
  let position: string | undefined;
  do {
    const page = await aws('apigateway:GetGatewayResponses', { restApiId, limit: 500, ...(position && { position }) });
    for (const { responseType: type = '', defaultResponse, ...response } of page?.items ?? []) {
      found.push({
        type,
        custom: defaultResponse === false,
        status: response.statusCode ?? null,
        headers: response.responseParameters ?? {},
        templates: response.responseTemplates ?? {},
      });
    }
    position = page?.position;
  } while (position !== undefined);
  return found
    .filter(({ type, custom }) => custom || type.startsWith('DEFAULT_'))
    .toSorted((a, b) => (a.type < b.type ? -1 : 1));
}

export function put(
  restApiId: string,
  { type, status, headers, templates }: GatewayResponse,
  says: string,
): Change<'apigateway:PutGatewayResponse'> {
  return {
    call: 'apigateway:PutGatewayResponse',
    input: {
      restApiId,
      responseType: type as 'DEFAULT_4XX',
      ...(status !== null && { statusCode: status }),
      responseParameters: headers,
      responseTemplates: templates,
    },
    says,
  };
}

export function remove(restApiId: string, type: string, says: string): Change<'apigateway:DeleteGatewayResponse'> {
  return {
    call: 'apigateway:DeleteGatewayResponse',
    input: { restApiId, responseType: type as 'DEFAULT_4XX' },
    says,
  };
}
