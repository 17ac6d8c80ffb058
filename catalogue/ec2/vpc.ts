import type { Caller, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { arnOf, everyPage } from './resource.ts';

/** The calls that make a VPC. */
export const vpcMade = {
  kind: 'api-call',
  service: 'ec2',
  events: ['CreateDefaultVpc', 'CreateVpc'],
  target: arnOf('vpc', '{responseElements.vpc.vpcId}'),
} as const satisfies Trigger;

/** The VPCs that are an account's own in a region, not those that others share with it. */
export async function* listVpcs(
  { partition, account, region }: Place,
  aws: Caller<'ec2:DescribeVpcs'>,
): AsyncGenerator<string> {
  const Filters = [{ Name: 'owner-id', Values: [account] }];
  for await (const page of everyPage((rest) => aws('ec2:DescribeVpcs', { Filters, MaxResults: 1_000, ...rest }))) {
    for (const { VpcId } of page.Vpcs ?? []) {
      yield `arn:${partition}:ec2:${region}:${account}:vpc/${VpcId}`;
    }
  }
}
