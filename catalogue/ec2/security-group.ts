import type { Caller, NonEmpty, Permission, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { arnOf, ec2Tags, everyPage, tagReads } from './resource.ts';

export const groupReads = [
  { call: 'ec2:DescribeSecurityGroups', on: '*' },
  { call: 'ec2:DescribeNetworkInterfaces', on: '*' },
  ...tagReads,
] as const satisfies readonly Permission[];

/** What all controls of security groups share: each spreads it, and `groupReads` into its reads. */
export const securityGroups = {
  resources: { 'AWS::EC2::SecurityGroup': arnOf('security-group', '{resourceId}') },
  gone: ['InvalidGroup.NotFound'],
  list: listGroups,
  tags: ec2Tags,
} as const;

/** The calls that let traffic through a group. In a default VPC, the request may name the group by its name only. */
export function groupTriggers(...events: NonEmpty<string>): NonEmpty<Trigger> {
  const calls = { kind: 'api-call', service: 'ec2', events } as const;
  return [
    { ...calls, target: arnOf('security-group', '{groupId}') },
    { ...calls, target: arnOf('security-group', '{responseElements.securityGroupRuleSet.items[].groupId}') },
  ];
}

/** The security groups that an account has in a region; those of one name only, where there is one. */
export async function* listGroups(
  { partition, account, region }: Place,
  aws: Caller<'ec2:DescribeSecurityGroups'>,
  name?: string,
): AsyncGenerator<string> {
  const Filters = [
    { Name: 'owner-id', Values: [account] },
    ...(name === undefined ? [] : [{ Name: 'group-name', Values: [name] }]),
  ];
  for await (const page of everyPage((rest) =>
    aws('ec2:DescribeSecurityGroups', { Filters, MaxResults: 1_000, ...rest }),
  )) {
    for (const { GroupId } of page.SecurityGroups ?? []) {
      yield `arn:${partition}:ec2:${region}:${account}:security-group/${GroupId}`;
    }
  }
}

/** Whether any network interface has the group: of an instance, a load balancer, a function, a database. */
export async function isInUse(group: string, aws: Caller<'ec2:DescribeNetworkInterfaces'>): Promise<boolean> {
  const Filters = [{ Name: 'group-id', Values: [group] }];
  const found = await aws('ec2:DescribeNetworkInterfaces', { Filters });
  return (found?.NetworkInterfaces ?? []).some(({ Groups }) => Groups?.some(({ GroupId }) => GroupId === group));
}

/** Whether anything in a VPC has a network interface. */
export async function isLivedIn(vpc: string, aws: Caller<'ec2:DescribeNetworkInterfaces'>): Promise<boolean> {
  const Filters = [{ Name: 'vpc-id', Values: [vpc] }];
  const found = await aws('ec2:DescribeNetworkInterfaces', { Filters, MaxResults: 5 });
  // A page may be empty and not the last.
  return Boolean(found?.NextToken) || (found?.NetworkInterfaces ?? []).some(({ VpcId }) => VpcId === vpc);
}
