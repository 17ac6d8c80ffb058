import { type Raw, type Row, rows } from './row.ts';

const bucket = { service: 's3', account: '123456789012' } as const;
const table = { service: 'dynamodb', account: '123456789012' } as const;
const everybody: Raw = { Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: '*' };
const everyReader: Raw = { Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' };
const accountTwo: Raw = { ...everybody, Principal: { AWS: '210987654321' } };
const cloudTrail: Raw = { ...everybody, Principal: { Service: 'cloudtrail.amazonaws.com' } };

export const storage: readonly Row[] = [
  ...rows('s3', bucket, [
    ['Facebook, without a condition', { ...everybody, Principal: { Federated: 'graph.facebook.com' } }, 'open', 'open'],
    ['everybody', everybody, 'open', 'open'],
    ['any VPC by wildcard', when({ StringLike: { 'aws:SourceVpc': 'vpc-*' } }), 'open', 'open'],
    ['one VPC', when({ StringEquals: { 'aws:SourceVpc': 'vpc-91237329' } }), 'closed', 'unclear'],
    ['half of the Internet', when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }), 'open', 'open'],
    ['an IPv4 range broader than /8', when({ IpAddress: { 'aws:SourceIp': '54.0.0.0/7' } }), 'open', 'open'],
    ['an IPv4 range of /8', when({ IpAddress: { 'aws:SourceIp': '54.0.0.0/8' } }), 'closed', 'unclear'],
    ['an IPv6 range broader than /32', when({ IpAddress: { 'aws:SourceIp': '2001:da0::/31' } }), 'open', 'open'],
    ['an IPv6 range of /32', when({ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }), 'closed', 'unclear'],
    ['a private range (RFC 1918)', when({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }), 'closed', 'unclear'],
    [
      'one topic of the account',
      when({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:news' } }),
      'closed',
      'closed',
    ],
    ['one endpoint', when({ StringEquals: { 'aws:SourceVpce': 'vpce-1a2b3c4d' } }), 'closed', 'unclear'],
    ['one source owner', when({ StringEquals: { 'aws:SourceOwner': '123456789012' } }), 'closed', 'closed'],
    ['one source account', when({ StringEquals: { 'aws:SourceAccount': '210987654321' } }), 'closed', 'open'],
    [
      'one key of uploads',
      when({
        StringEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': 'arn:aws:kms:us-west-2:123456789012:key/1234abcd',
        },
      }),
      'closed',
      'unclear',
    ],
    ['one user id', when({ StringEquals: { 'aws:userid': 'AIDAEXAMPLEID' } }), 'closed', 'unclear'],
    ['any user id', when({ StringLike: { 'aws:userid': '*' } }), 'open', 'open'],
    [
      'any access point of the account: here S3 allows the wildcard',
      when({ StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:123456789012:accesspoint/*' } }),
      'closed',
      'closed',
    ],
    [
      'any access point of anybody',
      when({ StringLike: { 's3:DataAccessPointArn': 'arn:aws:s3:us-west-2:*:accesspoint/*' } }),
      'open',
      'open',
    ],
    [
      'access points of the account',
      when({ StringEquals: { 's3:DataAccessPointAccount': '123456789012' } }),
      'closed',
      'closed',
    ],
    ['one organization', when({ StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }), 'closed', 'unclear'],
    [
      'any topic of the account: S3 counts the wildcard as public, though one account owns what it matches',
      when({ ArnLike: { 'aws:SourceArn': 'arn:aws:sns:us-west-2:123456789012:*' } }),
      'unclear',
      'unclear',
    ],
    [
      'the bucket’s own organization by a variable, which S3 counts as public',
      when({ StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } }),
      'unclear',
      'unclear',
    ],
    ['CloudTrail', cloudTrail, 'closed', 'unclear'],
    ['one other account', accountTwo, 'closed', 'open'],
    ['CloudTrail, another account and the public in one policy', [cloudTrail, accountTwo, everybody], 'open', 'open'],
  ]),
  ...rows('dynamodb', table, [
    ['everybody', everyReader, 'open', 'open'],
    ['two accounts, one of them its own', reader({ AWS: ['123456789012', '111122223333'] }), 'closed', 'open'],
    [
      'one user of the account',
      for_({ StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:user/John' } }),
      'closed',
      'closed',
    ],
    [
      'roles by a wildcard, which DynamoDB counts as public',
      for_({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::123456789012:role/*' } }),
      'unclear',
      'unclear',
    ],
    ['an account by a wildcard', for_({ StringLike: { 'aws:PrincipalAccount': '1234*' } }), 'open', 'open'],
    ['any AWS service', for_({ Bool: { 'aws:PrincipalIsAWSService': 'true' } }), 'closed', 'unclear'],
    ['anybody but AWS services', for_({ Bool: { 'aws:PrincipalIsAWSService': 'false' } }), 'open', 'open'],
    [
      'one AWS service',
      for_({ StringEquals: { 'aws:PrincipalServiceName': 'glue.amazonaws.com' } }),
      'closed',
      'unclear',
    ],
    [
      'instances of one VPC',
      for_({ StringEquals: { 'aws:Ec2InstanceSourceVpc': 'vpc-91237329' } }),
      'closed',
      'unclear',
    ],
    [
      'one path in an organization',
      for_({ 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' } }),
      'closed',
      'unclear',
    ],
  ]),
];

function when(Condition: Raw): Raw {
  return { ...everybody, Condition };
}

function reader(Principal: Raw): Raw {
  return { ...everyReader, Principal };
}

function for_(Condition: Raw): Raw {
  return { ...everyReader, Condition };
}
