import type { Recorded } from './recorded.ts';

const account = '111122223333';
const region = 'eu-central-1';
const wholeAccount = { account, region, arn: `arn:aws:ec2:${region}:${account}:account` };
const instanceId = 'i-0dbc91f429e48eeed';
const instance = { account, region, arn: `arn:aws:ec2:${region}:${account}:instance/${instanceId}` };

/** The metadata options are as EC2 answered them to RunInstances in the recording of Invictus IR. */
const options = {
  State: 'applied',
  HttpTokens: 'optional',
  HttpPutResponseHopLimit: 1,
  HttpEndpoint: 'enabled',
  HttpProtocolIpv6: 'disabled',
  InstanceMetadataTags: 'disabled',
};

function described(MetadataOptions: object, more: object = {}): object {
  const one = { InstanceId: instanceId, State: { Code: 16, Name: 'running' }, MetadataOptions, ...more };
  return { Reservations: [{ ReservationId: 'r-0ac0088de73525c3c', OwnerId: account, Instances: [one] }] };
}

const run = {
  eventSource: 'ec2.amazonaws.com',
  eventName: 'RunInstances',
  requestParameters: {
    instancesSet: { items: [{ imageId: 'ami-029eb80bc237bec6f', minCount: 1, maxCount: 1 }] },
    instanceType: 't3.micro',
  },
  responseElements: {
    reservationId: 'r-0ac0088de73525c3c',
    instancesSet: { items: [{ instanceId, instanceState: { code: 0, name: 'pending' } }] },
  },
};

export const ec2: readonly Recorded[] = [
  {
    control: 'ec2.volumes-encrypted-by-default',
    of: 'an account where somebody turned it off',
    target: wholeAccount,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetEbsEncryptionByDefault.html',
    before: {
      'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault: false, SseType: 'none' },
      'ec2:GetEbsDefaultKmsKeyId': { KmsKeyId: 'alias/aws/ebs' },
      'ec2:EnableEbsEncryptionByDefault': { EbsEncryptionByDefault: true },
      'ec2:DisableEbsEncryptionByDefault': { EbsEncryptionByDefault: false },
    },
    after: { 'ec2:GetEbsEncryptionByDefault': { EbsEncryptionByDefault: true, SseType: 'sse-ebs' } },
    record: {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'DisableEbsEncryptionByDefault',
      requestParameters: { DisableEbsEncryptionByDefaultRequest: '' },
    },
  },
  {
    control: 'ec2.instance-metadata-v2',
    of: 'an instance that was launched without a word about it, and on which software uses version 1',
    target: instance,
    source: 'https://github.com/invictus-ir/aws_dataset',
    before: {
      'ec2:DescribeInstances': described(options),
      'cloudwatch:GetMetricStatistics': {
        Label: 'MetadataNoToken',
        Datapoints: [{ Timestamp: new Date('2026-01-01T00:00:00Z'), Sum: 12, Unit: 'None' }],
      },
      'ec2:ModifyInstanceMetadataOptions': { InstanceId: instanceId, InstanceMetadataOptions: options },
    },
    after: { 'ec2:DescribeInstances': described({ ...options, State: 'pending', HttpTokens: 'required' }) },
    record: run,
  },
  {
    control: 'ec2.instance-metadata-v2',
    of: 'an instance for which somebody allowed version 1 again',
    target: instance,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html',
    before: {
      'ec2:DescribeInstances': described(options),
      'cloudwatch:GetMetricStatistics': { Label: 'MetadataNoToken', Datapoints: [] },
      'ec2:ModifyInstanceMetadataOptions': { InstanceId: instanceId, InstanceMetadataOptions: options },
    },
    after: { 'ec2:DescribeInstances': described({ ...options, HttpTokens: 'required' }) },
    record: {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'ModifyInstanceMetadataOptions',
      requestParameters: {
        ModifyInstanceMetadataOptionsRequest: { InstanceId: instanceId, HttpTokens: 'optional' },
      },
    },
  },
  {
    control: 'ec2.instance-metadata-v2',
    of: 'an instance that EKS keeps',
    target: instance,
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_OperatorResponse.html',
    before: {
      'ec2:DescribeInstances': described(options, { Operator: { Managed: true, Principal: 'eks.amazonaws.com' } }),
      'cloudwatch:GetMetricStatistics': { Label: 'MetadataNoToken', Datapoints: [] },
    },
    record: run,
  },
  {
    control: 'ec2.vpc-flow-logged',
    of: 'a VPC whose log cannot deliver',
    settings: { destination: 'arn:aws:s3:::flow-logs' },
    target: { account, region, arn: `arn:aws:ec2:${region}:${account}:vpc/vpc-0e568b18707c87afa` },
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_FlowLog.html',
    before: {
      'ec2:DescribeFlowLogs': {
        FlowLogs: [
          {
            FlowLogId: 'fl-064ed3a785e4a37ef',
            FlowLogStatus: 'ACTIVE',
            ResourceId: 'vpc-0e568b18707c87afa',
            TrafficType: 'REJECT',
            LogDestinationType: 'cloud-watch-logs',
            LogGroupName: '/stratus-red-team/vpc-flow-logs',
            DeliverLogsStatus: 'FAILED',
            DeliverLogsErrorMessage: 'Access error',
          },
        ],
      },
      'ec2:DescribeVpcs': { Vpcs: [{ VpcId: 'vpc-0e568b18707c87afa', OwnerId: account }] },
    },
    record: {
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpc',
      requestParameters: { cidrBlock: '10.0.0.0/16', instanceTenancy: 'default', amazonProvidedIpv6CidrBlock: false },
      responseElements: { vpc: { vpcId: 'vpc-0e568b18707c87afa', state: 'pending', ownerId: account } },
    },
  },
];
