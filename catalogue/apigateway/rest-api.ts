import type { Caller, Permission } from '../control.ts';

/** Which REST APIs there are. */
export const restApisRead = {
  call: 'apigateway:GetRestApis',
  action: 'apigateway:GET',
  on: 'arn:{partition}:apigateway:{region}::/restapis',
} as const satisfies Permission;

/** The ids of an account's REST APIs in a region. */
export async function* listRestApis(aws: Caller<'apigateway:GetRestApis'>): AsyncGenerator<string> {
  let position: string | undefined;
  do {
    const page = await aws('apigateway:GetRestApis', { limit: 500, ...(position && { position }) });
    for (const { id } of page?.items ?? []) {
      if (id !== undefined) {
        yield id;
      }
    }
    position = page?.position;
  } while (position !== undefined);
}
