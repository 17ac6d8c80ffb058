import * as z from 'zod';
import { type Change, defineControl, outputOf, type Undo } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { all, arnOf, ec2Tags, idOf, tagReads } from '../../ec2/resource.ts';
import { listVpcs, vpcMade } from '../../ec2/vpc.ts';
import { examples } from './vpc-flow-logged.examples.ts';

export const Vpc = z.object({
  id: z.string(),
  account: z.string(),
  region: z.string(),
  /** Its flow logs, in an order of their own. */
  logs: z.array(
    z.object({
      records: z.string(),
      destination: z.string(),
      /** Why nothing arrives; `null` while all is well. */
      problem: z.string().nullable(),
    }),
  ),
  /** Whose it is; read only where it has no log that will do. */
  owner: z.string().nullable(),
});
export type Vpc = z.infer<typeof Vpc>;

const Settings = z.object({
  destination: z
    .string()
    .regex(
      /^$|^arn:[\w{}-]+:(s3:::[\w./{}-]+|logs:[\w{}-]+:[\w{}]+:log-group:[\w./#{}-]+)$/,
      'name a bucket, with a folder or without, or a log group by its ARN',
    )
    .default('')
    .describe(
      'ARN of the bucket (with a folder, if you like) or log group that VPCs without a flow log are to have one to; {partition}, {region} and {account} stand for those of the VPC. While it is empty, such VPCs are left',
    ),
  role: z
    .string()
    .regex(/^$|^arn:[\w{}-]+:iam::[\w{}]+:role\/[\w+=,.@/-]*flow-logs[\w+=,.@-]*$/, 'its name has to contain flow-logs')
    .default('')
    .describe(
      'ARN of the role that writes into the log group; a bucket needs none. So that no other role can be handed over, its name has to contain flow-logs',
    ),
  traffic: z
    .enum(['REJECT', 'ALL'])
    .default('REJECT')
    .describe('What has to be recorded: refused connections, as CIS and Security Hub ask for, or all of them'),
});
type Settings = z.infer<typeof Settings>;

const vpcs = all('vpc');
const logs = 'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/*';

export const vpcFlowLogged = defineControl({
  id: 'ec2.vpc-flow-logged',
  title: 'VPCs log their traffic',
  practice: 'private networks',
  severity: 'medium',
  resources: { 'AWS::EC2::VPC': arnOf('vpc', '{resourceId}') },
  standards: {
    'Security Hub': ['EC2.6'],
    'CIS AWS Foundations 5.0': ['3.7'],
    Prowler: ['vpc_flow_logs_enabled'],
  },
  why: 'Without flow logs nobody can tell afterwards who reached what, where data went, or who was turned away: what was not recorded is lost.',
  impact:
    'Addresses, ports and volumes of connections are recorded, never what is in them. The traffic itself is not touched. What is delivered and kept is paid for. An undo deletes the flow log; what it delivered stays.',
  triggers: [
    // DeleteFlowLogs names the log only, and nothing tells any more which VPC it was of: Config’s rule and a scan find that.
    vpcMade,
    { kind: 'config-rule', rule: 'vpc-flow-logs-enabled' },
    { kind: 'security-hub', control: 'EC2.6' },
  ],
  settings: Settings,
  needs: ['destination'],
  reads: [{ call: 'ec2:DescribeFlowLogs', on: '*' }, { call: 'ec2:DescribeVpcs', on: '*' }, ...tagReads],
  writes: [
    { call: 'ec2:CreateFlowLogs', on: vpcs },
    { call: 'ec2:CreateFlowLogs', on: logs, besides: true },
    {
      call: 'ec2:CreateFlowLogs',
      action: 'iam:PassRole',
      on: 'arn:{partition}:iam::{account}:role/*flow-logs*',
      besides: true,
    },
    // Logs to a bucket are a delivery of CloudWatch Logs, which knows no resource for it.
    { call: 'ec2:CreateFlowLogs', action: 'logs:CreateLogDelivery', on: '*', besides: true },
    { call: 'ec2:DeleteFlowLogs', on: logs },
    { call: 'ec2:DeleteFlowLogs', action: 'logs:DeleteLogDelivery', on: '*', besides: true },
  ],
  gone: ['InvalidVpcID.NotFound'],
  state: Vpc,
  list: listVpcs,
  tags: ec2Tags,

  async read(target, aws, settings) {
    const { account, region } = target;
    const id = idOf(target);
    const found = await aws('ec2:DescribeFlowLogs', { Filter: [{ Name: 'resource-id', Values: [id] }] });
    const logs = (found?.FlowLogs ?? [])
      .map((log) => ({
        records: log.TrafficType ?? '',
        destination: log.LogDestination || log.LogGroupName || '',
        problem: log.DeliverLogsStatus === 'FAILED' ? (log.DeliverLogsErrorMessage ?? 'nothing is delivered') : null,
      }))
      .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const vpc = { id, account, region, logs, owner: null };
    if (isLogged(vpc, settings)) {
      return vpc;
    }
    const [described] = (await aws('ec2:DescribeVpcs', { VpcIds: [id] }))?.Vpcs ?? [];
    return { ...vpc, owner: described?.OwnerId ?? null };
  },

  plan(vpc, settings) {
    if (isLogged(vpc, settings)) {
      return { outcome: 'compliant' };
    }
    const because = reasonToLeave(vpc, settings);
    if (because !== undefined) {
      return { outcome: 'leave', because };
    }
    const { id } = vpc;
    const destination = inPlace(settings.destination, vpc);
    const log = { records: settings.traffic, destination, problem: null };
    return {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: `traffic in ${id} is recorded and not touched; what arrives in ${destination} is paid for`,
      },
      apply: [create(vpc, settings)],
      undo: [remove(id)],
      after: { ...vpc, logs: [...vpc.logs, log], owner: null },
    };
  },

  examples,
});

function isLogged(vpc: Vpc, { traffic }: Settings): boolean {
  return covered(
    vpc.logs.filter(({ problem }) => problem === null),
    traffic,
  );
}

function covered(logs: Vpc['logs'], traffic: Settings['traffic']): boolean {
  const recorded = new Set(logs.flatMap(({ records }) => (records === 'ALL' ? ['ACCEPT', 'REJECT'] : [records])));
  return recorded.has('REJECT') && (traffic === 'REJECT' || recorded.has('ACCEPT'));
}

function reasonToLeave(vpc: Vpc, settings: Settings): string | undefined {
  const { id, account, region, owner } = vpc;
  const failing = vpc.logs.find(({ problem }) => problem !== null);
  const destination = inPlace(settings.destination, vpc);
  const [, , service, itsRegion, itsAccount] = destination.split(':');
  if (owner !== account) {
    return `${id} belongs to ${owner === null ? 'an account that could not be read' : `account ${owner}`}, which alone can log it`;
  }
  if (failing !== undefined && covered(vpc.logs, settings.traffic)) {
    return `${id} has a flow log to ${failing.destination} that cannot deliver (${failing.problem}): its role or its destination has to be mended`;
  }
  if (destination === '') {
    return `it is not known where ${id} is to log to: name a bucket or a log group in the setting destination`;
  }
  if (service === 'logs' && settings.role === '') {
    return `a log group needs a role that writes into it: name it in the setting role`;
  }
  return service === 'logs' && (itsRegion !== region || itsAccount !== account)
    ? `${destination} is not in the account and region of ${id}, and flow logs reach no other: write {region} and {account} in the setting destination`
    : undefined;
}

function inPlace(pattern: string, { account, region }: Vpc): string {
  return fill(pattern, { partition: partitionOf(region), account, region });
}

function create(vpc: Vpc, settings: Settings): Change<'ec2:CreateFlowLogs'> {
  const { id } = vpc;
  const destination = inPlace(settings.destination, vpc);
  const toGroup = destination.split(':')[2] === 'logs';
  return {
    call: 'ec2:CreateFlowLogs',
    input: {
      ResourceType: 'VPC',
      ResourceIds: [id],
      TrafficType: settings.traffic,
      LogDestinationType: toGroup ? 'cloud-watch-logs' : 's3',
      LogDestination: destination,
      ...(toGroup && { DeliverLogsPermissionArn: inPlace(settings.role, vpc) }),
    },
    says: `Record ${settings.traffic === 'ALL' ? 'all' : 'refused'} connections in ${id} to ${destination}`,
  };
}

function remove(id: string): Undo<'ec2:DeleteFlowLogs'> {
  return {
    call: 'ec2:DeleteFlowLogs',
    input: { FlowLogIds: [outputOf(0, 'FlowLogIds.0')] },
    says: `Delete the flow log of ${id} that was made; what it delivered stays`,
  };
}
