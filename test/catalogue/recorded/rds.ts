import type { Recorded } from './recorded.ts';

const place = { account: '111122223333', region: 'us-east-1' };
const api = 'https://docs.aws.amazon.com/AmazonRDS/latest/APIReference';

export const rds: readonly Recorded[] = [
  {
    control: 'rds.snapshot-private',
    of: 'a snapshot that somebody made public, beside an account that it is shared with',
    target: { ...place, arn: 'arn:aws:rds:us-east-1:111122223333:snapshot:exfiltration' },
    // The call is one of a real attack: https://github.com/invictus-ir/aws_dataset
    source: `${api}/API_DescribeDBSnapshotAttributes.html`,
    before: { 'rds:DescribeDBSnapshotAttributes': ofSnapshot(['193672423079', 'all']) },
    after: { 'rds:DescribeDBSnapshotAttributes': ofSnapshot(['193672423079']) },
    record: {
      eventSource: 'rds.amazonaws.com',
      eventName: 'ModifyDBSnapshotAttribute',
      requestParameters: { dBSnapshotIdentifier: 'exfiltration', valuesToAdd: ['all'], attributeName: 'restore' },
      responseElements: {
        dBSnapshotIdentifier: 'exfiltration',
        dBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: ['193672423079', 'all'] }],
      },
    },
  },
  {
    control: 'rds.snapshot-private',
    of: 'a snapshot of a cluster that somebody made public',
    target: { ...place, arn: 'arn:aws:rds:us-east-1:111122223333:cluster-snapshot:shop-weekly' },
    source: `${api}/API_DescribeDBClusterSnapshotAttributes.html`,
    before: { 'rds:DescribeDBClusterSnapshotAttributes': ofClusterSnapshot(['all']) },
    after: { 'rds:DescribeDBClusterSnapshotAttributes': ofClusterSnapshot([]) },
    record: {
      eventSource: 'rds.amazonaws.com',
      eventName: 'ModifyDBClusterSnapshotAttribute',
      requestParameters: { dBClusterSnapshotIdentifier: 'shop-weekly', valuesToAdd: ['all'], attributeName: 'restore' },
    },
  },
  {
    control: 'rds.instance-uses-tls',
    of: 'a group of parameters that somebody set back to the engine’s defaults',
    target: { ...place, arn: 'arn:aws:rds:us-east-1:111122223333:pg:team-mysql80' },
    source: `${api}/API_DescribeDBParameters.html`,
    before: {
      'rds:DescribeDBParameters': { Parameters: [insists('0', 'engine-default')] },
      'rds:DescribeDBInstances': {
        DBInstances: [user('invoices', 'default.mysql8.0'), user('orders', 'team-mysql80')],
      },
    },
    after: { 'rds:DescribeDBParameters': { Parameters: [insists('1', 'user')] } },
    record: {
      eventSource: 'rds.amazonaws.com',
      eventName: 'ResetDBParameterGroup',
      requestParameters: { dBParameterGroupName: 'team-mysql80', resetAllParameters: true },
      responseElements: { dBParameterGroupName: 'team-mysql80' },
    },
  },
];

function ofSnapshot(accounts: readonly string[]): object {
  return {
    DBSnapshotAttributesResult: {
      DBSnapshotIdentifier: 'exfiltration',
      DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: accounts }],
    },
  };
}

function ofClusterSnapshot(accounts: readonly string[]): object {
  return {
    DBClusterSnapshotAttributesResult: {
      DBClusterSnapshotIdentifier: 'shop-weekly',
      DBClusterSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: accounts }],
    },
  };
}

function insists(ParameterValue: string, Source: string): object {
  return {
    ParameterName: 'require_secure_transport',
    ParameterValue,
    Description: 'Whether client connections to the server are required to use some form of secure transport.',
    Source,
    ApplyType: 'dynamic',
    DataType: 'boolean',
    AllowedValues: '0,1',
    IsModifiable: true,
    ApplyMethod: 'pending-reboot',
  };
}

function user(name: string, group: string): object {
  return {
    DBInstanceIdentifier: name,
    DBInstanceArn: `arn:aws:rds:us-east-1:111122223333:db:${name}`,
    Engine: 'mysql',
    DBInstanceStatus: 'available',
    DBParameterGroups: [{ DBParameterGroupName: group, ParameterApplyStatus: 'in-sync' }],
  };
}
