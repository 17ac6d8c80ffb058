import type { Input, Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

/** AWS WAF keeps Web ACLs of resources in a region apart from those of CloudFront, which it keeps in us-east-1. */
export type Scope = 'REGIONAL' | 'CLOUDFRONT';
export type WebAcl = NonNullable<Output<'wafv2:GetWebACL'>['WebACL']>;

export const webAclArn = 'arn:{partition}:wafv2:{region}:{account}:*/webacl/*/*';
export const regionalWebAclArn = 'arn:{partition}:wafv2:{region}:{account}:regional/webacl/*/*';
export const globalWebAclArn = 'arn:{partition}:wafv2:{region}:{account}:global/webacl/*/*';

/**
 * AWS WAF finds what was just made only after a while, a load balancer that is not yet provisioned for instance.
 * Source: AWS WAF API reference, AssociateWebACL and UpdateWebACL, "Errors".
 */
export const wafBusy = ['WAFUnavailableEntityException'] as const;

/** Where CloudTrail's calls name their Web ACL: by its scope, which its ARN spells differently; `locateWebAcl` mends that. */
export const createdWebAcl =
  'arn:{partition}:wafv2:{region}:{account}:{scope}/webacl/{name}/{responseElements.summary.id}';
export const updatedWebAcl = 'arn:{partition}:wafv2:{region}:{account}:{scope}/webacl/{name}/{id}';

/** What every control of Web ACLs reads besides its own: their tags, and which there are. */
export const webAclReads = [
  { call: 'wafv2:ListTagsForResource', on: webAclArn },
  { call: 'wafv2:ListWebACLs', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of Web ACLs share: each spreads it, and `webAclReads` into its reads. */
export const webAcls = {
  resources: { 'AWS::WAFv2::WebACL': 'by-arn' },
  gone: ['WAFNonexistentItemException'],
  list: listWebAcls,
  locate: locateWebAcl,
  tags: webAclTags,
} as const;

const scopeInArn: Readonly<Record<Scope, string>> = { REGIONAL: 'regional', CLOUDFRONT: 'global' };

/** The full ARN of a Web ACL that a call named by `REGIONAL` or `CLOUDFRONT`. */
async function locateWebAcl({ arn }: Target): Promise<string> {
  return arn.replace(/:(REGIONAL|CLOUDFRONT)\//, (_, scope: Scope) => `:${scopeInArn[scope]}/`);
}

/** What calls take for a Web ACL. */
export function webAclOf(arn: string): Required<Pick<Input<'wafv2:GetWebACL'>, 'Name' | 'Id' | 'Scope'>> {
  const [scope = '', , Name = '', Id = ''] = arn.slice(arn.lastIndexOf(':') + 1).split('/');
  return { Name, Id, Scope: scope === scopeInArn.CLOUDFRONT ? 'CLOUDFRONT' : 'REGIONAL' };
}

async function webAclTags(
  { arn }: Target,
  aws: Caller<'wafv2:ListTagsForResource'>,
): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('wafv2:ListTagsForResource', { ResourceARN: arn }))?.TagInfoForResource?.TagList);
}

/** The Web ACLs of an account and region; those of CloudFront count to us-east-1. */
async function* listWebAcls({ region }: Place, aws: Caller<'wafv2:ListWebACLs'>): AsyncGenerator<string> {
  for (const scope of region === 'us-east-1' ? (['REGIONAL', 'CLOUDFRONT'] as const) : (['REGIONAL'] as const)) {
    for await (const { ARN } of summaries(scope, aws)) {
      if (ARN !== undefined) {
        yield ARN;
      }
    }
  }
}

/** The ARN of the Web ACL of a name; names are unique within a scope, account and region. */
export async function webAclNamed(
  name: string,
  scope: Scope,
  aws: Caller<'wafv2:ListWebACLs'>,
): Promise<string | undefined> {
  for await (const { Name, ARN } of summaries(scope, aws)) {
    if (Name === name) {
      return ARN;
    }
  }
  return undefined;
}

async function* summaries(scope: Scope, aws: Caller<'wafv2:ListWebACLs'>) {
  let NextMarker: string | undefined;
  do {
    const page = await aws('wafv2:ListWebACLs', { Scope: scope, Limit: 100, ...(NextMarker && { NextMarker }) });
    yield* page?.WebACLs ?? [];
    NextMarker = page?.NextMarker || undefined;
  } while (NextMarker !== undefined);
}
