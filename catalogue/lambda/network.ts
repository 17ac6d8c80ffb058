import * as z from 'zod';
import type { Caller, Permission } from '../control.ts';

/** What a function would be attached to: those of the wanted subnets and security groups that are in its account and region. */
export const Network = z.object({
  subnets: z.array(z.string()),
  securityGroups: z.array(z.string()),
  /** Whose they are. */
  vpcs: z.array(z.string()),
});
type Network = z.infer<typeof Network>;

export const networkReads = [
  { call: 'ec2:DescribeSubnets', on: '*' },
  { call: 'ec2:DescribeSecurityGroups', on: '*' },
] as const satisfies readonly Permission[];

/** Filters, unlike ids, may name what is not there: a list can serve several accounts and regions. */
export async function networkOf(
  wanted: { readonly subnets: readonly string[]; readonly securityGroups: readonly string[] },
  aws: Caller<(typeof networkReads)[number]['call']>,
): Promise<Network> {
  const [subnets, groups] = await Promise.all([
    aws('ec2:DescribeSubnets', { Filters: [{ Name: 'subnet-id', Values: [...wanted.subnets] }] }),
    aws('ec2:DescribeSecurityGroups', { Filters: [{ Name: 'group-id', Values: [...wanted.securityGroups] }] }),
  ]);
  // What a filter lets through is looked at once more: nothing that was not asked for is attached.
  const Subnets = subnets?.Subnets?.filter(({ SubnetId = '' }) => wanted.subnets.includes(SubnetId)) ?? [];
  const Groups = groups?.SecurityGroups?.filter(({ GroupId = '' }) => wanted.securityGroups.includes(GroupId)) ?? [];
  return {
    subnets: ids(Subnets.map(({ SubnetId }) => SubnetId)),
    securityGroups: ids(Groups.map(({ GroupId }) => GroupId)),
    vpcs: ids([...Subnets, ...Groups].map(({ VpcId }) => VpcId)),
  };
}

/** Each once and in order: AWS keeps none. */
export function ids(some: readonly (string | undefined)[] | undefined): string[] {
  return [...new Set((some ?? []).flatMap((id) => id ?? []))].toSorted();
}
