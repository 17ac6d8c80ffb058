import type { Output } from '../calls.ts';
import type { Caller, Permission } from '../control.ts';

export const domains = 'arn:{partition}:apigateway:{region}::/domainnames';

/** Which custom domains there are. */
export const domainsRead = {
  call: 'apigateway:GetDomainNames',
  action: 'apigateway:GET',
  on: domains,
} as const satisfies Permission;

type Domain = NonNullable<Output<'apigateway:GetDomainNames'>['items']>[number];

/** The custom domains of an account in a region. */
export async function* listDomains(aws: Caller<'apigateway:GetDomainNames'>): AsyncGenerator<Domain> {
  let position: string | undefined;
  do {
    const page = await aws('apigateway:GetDomainNames', { limit: 500, ...(position && { position }) });
    yield* page?.items ?? [];
    position = page?.position;
  } while (position !== undefined);
}
