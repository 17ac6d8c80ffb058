import { type Example, outputOf, type Undo } from '../../control.ts';
import type { Vpc } from './vpc-flow-logged.ts';

type Call = 'ec2:CreateFlowLogs' | 'ec2:DeleteFlowLogs';

const id = 'vpc-0a1b2c3d4e5f60718';
const bucket = 'arn:aws:s3:::flow-logs/vpc';
const group = 'arn:aws:logs:{region}:{account}:log-group:/vpc/flow';
const groupHere = 'arn:aws:logs:eu-central-1:111122223333:log-group:/vpc/flow';
const role = 'arn:aws:iam::{account}:role/vpc-flow-logs';
const vpc: Vpc = { id, account: '111122223333', region: 'eu-central-1', logs: [], owner: '111122223333' };

const undo: readonly [Undo<'ec2:DeleteFlowLogs'>] = [
  {
    call: 'ec2:DeleteFlowLogs',
    input: { FlowLogIds: [outputOf(0, 'FlowLogIds.0')] },
    says: `Delete the flow log of ${id} that was made; what it delivered stays`,
  },
];

export const examples: readonly [Example<Vpc, Call>, ...Example<Vpc, Call>[]] = [
  {
    name: 'a VPC that logs what is refused',
    state: { ...vpc, logs: [log('REJECT', groupHere)], owner: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a VPC with two logs that record everything together',
    settings: { traffic: 'ALL' },
    state: { ...vpc, logs: [log('ACCEPT', bucket), log('REJECT', groupHere)], owner: null },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a VPC without a log, while no destination is set',
    state: vpc,
    plan: {
      outcome: 'leave',
      because: `it is not known where ${id} is to log to: name a bucket or a log group in the setting destination`,
    },
  },
  {
    name: 'a VPC without a log, where a bucket is set',
    settings: { destination: bucket },
    state: vpc,
    plan: {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: `traffic in ${id} is recorded and not touched; what arrives in ${bucket} is paid for`,
      },
      apply: [
        {
          call: 'ec2:CreateFlowLogs',
          input: {
            ResourceType: 'VPC',
            ResourceIds: [id],
            TrafficType: 'REJECT',
            LogDestinationType: 's3',
            LogDestination: bucket,
          },
          says: `Record refused connections in ${id} to ${bucket}`,
        },
      ],
      undo,
      after: { ...vpc, logs: [log('REJECT', bucket)], owner: null },
    },
  },
  {
    name: 'a VPC that logs less than is wanted, where a log group is set',
    settings: { destination: group, role, traffic: 'ALL' },
    state: { ...vpc, logs: [log('REJECT', bucket)] },
    plan: {
      outcome: 'change',
      risk: {
        level: 'safe',
        because: `traffic in ${id} is recorded and not touched; what arrives in ${groupHere} is paid for`,
      },
      apply: [
        {
          call: 'ec2:CreateFlowLogs',
          input: {
            ResourceType: 'VPC',
            ResourceIds: [id],
            TrafficType: 'ALL',
            LogDestinationType: 'cloud-watch-logs',
            LogDestination: groupHere,
            DeliverLogsPermissionArn: 'arn:aws:iam::111122223333:role/vpc-flow-logs',
          },
          says: `Record all connections in ${id} to ${groupHere}`,
        },
      ],
      undo,
      after: { ...vpc, logs: [log('REJECT', bucket), log('ALL', groupHere)], owner: null },
    },
  },
  {
    name: 'a VPC without a log, where a log group is set and no role',
    settings: { destination: group },
    state: vpc,
    plan: {
      outcome: 'leave',
      because: 'a log group needs a role that writes into it: name it in the setting role',
    },
  },
  {
    name: 'a VPC without a log, where the log group that is set is in another region',
    settings: { destination: 'arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow', role },
    state: vpc,
    plan: {
      outcome: 'leave',
      because: `arn:aws:logs:us-east-1:111122223333:log-group:/vpc/flow is not in the account and region of ${id}, and flow logs reach no other: write {region} and {account} in the setting destination`,
    },
  },
  {
    name: 'a VPC whose log cannot deliver',
    settings: { destination: bucket },
    state: { ...vpc, logs: [{ ...log('ALL', groupHere), problem: 'Access error' }] },
    plan: {
      outcome: 'leave',
      because: `${id} has a flow log to ${groupHere} that cannot deliver (Access error): its role or its destination has to be mended`,
    },
  },
  {
    name: 'a VPC that another account shares with this one',
    settings: { destination: bucket },
    state: { ...vpc, owner: '444455556666' },
    plan: { outcome: 'leave', because: `${id} belongs to account 444455556666, which alone can log it` },
  },
];

function log(records: string, destination: string): Vpc['logs'][number] {
  return { records, destination, problem: null };
}
