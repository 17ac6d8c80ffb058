import type { Caller, Permission, Target } from '../control.ts';
import { tagsOf } from '../tags.ts';

type Kind = 'instance' | 'network-acl' | 'security-group' | 'subnet' | 'vpc';

/** The ARN pattern of all resources of a kind that an account has in a region. */
export function all<const K extends Kind>(kind: K): `arn:{partition}:ec2:{region}:{account}:${K}/*` {
  return `arn:{partition}:ec2:{region}:{account}:${kind}/*`;
}

/** The ARN that an id, or a path to it, stands in. */
export function arnOf<const Id extends string>(kind: Kind, id: Id): string {
  return `arn:{partition}:ec2:{region}:{account}:${kind}/${id}`;
}

export function idOf({ arn }: Target): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** What every control of EC2's resources reads besides its own. */
export const tagReads = [{ call: 'ec2:DescribeTags', on: '*' }] as const satisfies readonly Permission[];

export async function ec2Tags(
  target: Target,
  aws: Caller<'ec2:DescribeTags'>,
): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('ec2:DescribeTags', { Filters: [{ Name: 'resource-id', Values: [idOf(target)] }] }))?.Tags);
}

/** What EC2 says about the rest of a list. */
interface Paged {
  readonly NextToken?: string | undefined;
}

/** Page after page of a list, as its calls take and give tokens. */
export async function* everyPage<Page extends Paged>(
  page: (rest: { readonly NextToken?: string }) => Promise<Page | undefined>,
): AsyncGenerator<Page> {
  let NextToken: string | undefined;
  do {
    const one = await page({ ...(NextToken && { NextToken }) });
    if (one !== undefined) {
      yield one;
    }
    NextToken = one?.NextToken;
  } while (NextToken);
}
