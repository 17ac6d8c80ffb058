import { type Raw, type Row, rows } from './row.ts';

const key = { service: 'kms', account: '111122223333' } as const;
const secret = { service: 'secretsmanager', account: '123456789012' } as const;
const lambda = { service: 'lambda', account: '123456789012' } as const;
const use: Raw = { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:Decrypt', Resource: '*' };
const read: Raw = { Effect: 'Allow', Principal: '*', Action: 'secretsmanager:GetSecretValue', Resource: '*' };
const invoke: Raw = {
  Sid: 'invoke',
  Effect: 'Allow',
  Principal: '*',
  Action: 'lambda:InvokeFunction',
  Resource: 'arn:aws:lambda:us-east-2:123456789012:function:my-function',
};
const url: Raw = { ...invoke, Action: 'lambda:InvokeFunctionUrl' };

export const keysAndFunctions: readonly Row[] = [
  ...rows('kmsDefault', key, [
    [
      'the account, as the default key policy has it',
      { ...use, Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*' },
      'closed',
      'closed',
    ],
    [
      'administrators of the account',
      {
        ...use,
        Principal: {
          AWS: ['arn:aws:iam::111122223333:user/KMSAdminUser', 'arn:aws:iam::111122223333:role/KMSAdminRole'],
        },
        Action: ['kms:Create*', 'kms:Put*'],
      },
      'closed',
      'closed',
    ],
  ]),
  ...rows('kmsConditions', key, [
    [
      'everybody of the account, through EBS',
      withCondition(use, {
        StringEquals: { 'kms:CallerAccount': '111122223333', 'kms:ViaService': 'ec2.us-west-2.amazonaws.com' },
      }),
      'closed',
      'closed',
    ],
    [
      'a user of the account, through EC2 or RDS',
      withCondition(
        { ...use, Principal: { AWS: 'arn:aws:iam::111122223333:user/ExampleUser' } },
        { StringEquals: { 'kms:ViaService': ['ec2.us-west-2.amazonaws.com', 'rds.us-west-2.amazonaws.com'] } },
      ),
      'closed',
      'closed',
    ],
    [
      'everybody through a service, of whatever account: AWS says to limit the caller too',
      withCondition(use, { StringEquals: { 'kms:ViaService': 'ec2.us-west-2.amazonaws.com' } }),
      'unclear',
      'unclear',
    ],
    [
      'everybody with an encryption context, which is no secret',
      withCondition(use, { StringEquals: { 'kms:EncryptionContext:AppName': 'ExampleApp' } }),
      'open',
      'open',
    ],
  ]),
  ...rows('analyzer', key, [
    [
      'everybody of another account',
      withCondition(use, { StringEquals: { 'kms:CallerAccount': '444455556666' } }),
      'closed',
      'open',
    ],
    [
      'Access Analyzer’s own role in the account',
      {
        ...use,
        Principal: {
          AWS: 'arn:aws:iam::111122223333:role/aws-service-role/access-analyzer.amazonaws.com/AWSServiceRoleForAccessAnalyzer',
        },
      },
      'closed',
      'closed',
    ],
  ]),
  ...rows('kmsAccess', key, [
    ['an asterisk without a condition: every identity in every account', use, 'open', 'open'],
  ]),
  ...rows('secrets', secret, [['a wildcard for the principal', read, 'open', 'open']]),
  ...rows('secretsExamples', secret, [
    [
      'a role of the account',
      { ...read, Principal: { AWS: 'arn:aws:iam::123456789012:role/EC2RoleToAccessSecrets' } },
      'closed',
      'closed',
    ],
    [
      'the account, where tags are the same',
      withCondition(
        { ...read, Principal: { AWS: '123456789012' } },
        { StringEquals: { 'aws:ResourceTag/AccessProject': '${ aws:PrincipalTag/AccessProject }' } },
      ),
      'closed',
      'closed',
    ],
    [
      'nobody: a Deny for all but an endpoint',
      withCondition({ ...read, Effect: 'Deny' }, { StringNotEquals: { 'aws:sourceVpce': 'vpce-1234a5678b9012c' } }),
      'closed',
      'closed',
    ],
    [
      'everybody whom a Deny for all but an endpoint leaves',
      [
        read,
        withCondition({ ...read, Effect: 'Deny' }, { StringNotEquals: { 'aws:sourceVpce': 'vpce-1234a5678b9012c' } }),
      ],
      'closed',
      'unclear',
    ],
  ]),
  ...rows('lambda', lambda, [
    [
      'S3 for a bucket of the account',
      withCondition(invokedBy('s3.amazonaws.com'), {
        StringEquals: { 'AWS:SourceAccount': '123456789012' },
        ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::my-bucket' },
      }),
      'closed',
      'closed',
    ],
    [
      'S3 for a bucket, whose name another account could take',
      withCondition(invokedBy('s3.amazonaws.com'), { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::my-bucket' } }),
      'closed',
      'unclear',
    ],
    ['SNS for any topic: a confused deputy', invokedBy('sns.amazonaws.com'), 'closed', 'unclear'],
    [
      'SNS for one topic of the account',
      withCondition(invokedBy('sns.amazonaws.com'), {
        ArnLike: { 'AWS:SourceArn': 'arn:aws:sns:us-east-2:123456789012:my-topic' },
      }),
      'closed',
      'closed',
    ],
    ['another account', { ...invoke, Principal: { AWS: 'arn:aws:iam::210987654321:root' } }, 'closed', 'open'],
    ['all AWS accounts', { ...invoke, Action: 'lambda:GetLayerVersion' }, 'open', 'open'],
    [
      'all accounts of an organization',
      withCondition(invoke, { StringEquals: { 'aws:PrincipalOrgID': 'o-t194hfs8cz' } }),
      'closed',
      'unclear',
    ],
  ]),
  ...rows('lambdaUrl', lambda, [
    [
      'anybody with the URL',
      withCondition(url, { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } }),
      'open',
      'open',
    ],
    [
      'anybody through the URL, as functions have it since October 2025',
      withCondition(invoke, { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
      'open',
      'open',
    ],
    [
      'a role of another account through the URL',
      withCondition(
        { ...url, Principal: { AWS: 'arn:aws:iam::444455556666:role/example' } },
        { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      ),
      'closed',
      'open',
    ],
  ]),
];

function withCondition(statement: Raw, Condition: Raw): Raw {
  return { ...statement, Condition };
}

function invokedBy(Service: string): Raw {
  return { ...invoke, Principal: { Service } };
}
