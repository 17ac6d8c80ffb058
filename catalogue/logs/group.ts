import type { Output } from '../calls.ts';
import type { Caller, Permission, Target } from '../control.ts';
import type { Place } from '../derive/place.ts';

/**
 * A group as policies name it. Its ARN in tags and events has no `:*`, and neither has the target's.
 * Source: CloudWatch Logs API reference, LogGroup, "arn" and "logGroupArn".
 */
export const groupArn = 'arn:{partition}:logs:{region}:{account}:log-group:*:*';

/** Where CloudTrail's calls name their group. */
export const groupTarget = 'arn:{partition}:logs:{region}:{account}:log-group:{logGroupName}';

export const groupReads = [
  { call: 'logs:DescribeLogGroups', on: '*' },
  { call: 'logs:ListTagsForResource', on: 'arn:{partition}:logs:{region}:{account}:log-group:*' },
] as const satisfies readonly Permission[];

/** What all controls of log groups share: each spreads it, and `groupReads` into its reads. */
export const groups = {
  resources: { 'AWS::Logs::LogGroup': 'arn:{partition}:logs:{region}:{account}:log-group:{resourceId}' },
  gone: ['ResourceNotFoundException'],
  list: listGroups,
  tags: groupTags,
} as const;

type LogGroup = NonNullable<Output<'logs:DescribeLogGroups'>['logGroups']>[number];
type Read = Caller<(typeof groupReads)[number]['call']>;

export function groupName({ arn }: Pick<Target, 'arn'>): string {
  return arn.split(':').slice(6).join(':');
}

/** Groups are listed in the order of their names: of those that begin with a name, the one that has it comes first. */
export async function readGroup(target: Target, aws: Read): Promise<LogGroup> {
  const logGroupName = groupName(target);
  const answer = await aws('logs:DescribeLogGroups', { logGroupNamePrefix: logGroupName, limit: 1 });
  const group = answer?.logGroups?.find((one) => one.logGroupName === logGroupName);
  if (group === undefined) {
    // Asked for its tags, CloudWatch Logs says whether there is no such group.
    await groupTags(target, aws);
    throw new Error(`CloudWatch Logs does not show the group ${logGroupName}`);
  }
  return group;
}

async function groupTags({ arn }: Target, aws: Read): Promise<Readonly<Record<string, string>>> {
  return (await aws('logs:ListTagsForResource', { resourceArn: arn }))?.tags ?? {};
}

async function* listGroups({ partition, region, account }: Place, aws: Read): AsyncGenerator<string> {
  let nextToken: string | undefined;
  do {
    const page = await aws('logs:DescribeLogGroups', { limit: 50, ...(nextToken && { nextToken }) });
    yield* (page?.logGroups ?? []).map(
      ({ logGroupName }) => `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}`,
    );
    nextToken = page?.nextToken;
  } while (nextToken);
}
