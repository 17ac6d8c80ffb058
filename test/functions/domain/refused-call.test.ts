import { describe, expect, test } from '@jest/globals';
import { isAmong, RefusedCall, refusalIn } from '../../../functions/domain/refused-call.ts';

const role = 'arn:aws:iam::111122223333:role/team/app';
const session = 'arn:aws:sts::111122223333:assumed-role/app/i-1';
const assumed = {
  type: 'AssumedRole',
  arn: session,
  sessionContext: { sessionIssuer: { type: 'Role', arn: role, userName: 'app' } },
};

function refusal(detail: object) {
  const call = {
    id: 'eb-1',
    account: '111122223333',
    region: 'eu-central-1',
    time: '2026-11-24T10:00:00Z',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetBucketPolicy',
      eventID: 'ct-1',
      errorCode: 'AccessDenied',
      userIdentity: assumed,
      ...detail,
    },
  };
  return refusalIn(RefusedCall.parse(call));
}

const said = (action: string, reason = '', resource = 'arn:aws:s3:::logs') =>
  `User: ${session} is not authorized to perform: ${action} on resource: ${resource}${reason && ` ${reason}`}`;
const encoded =
  'Encoded authorization failure message: T-kSWIRFn32_fxSgyNzoE36avE5lRaRniAjDs-OdhlNgyecEbeTN_dCroUmnEqAb';

describe('which action was refused', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'is what the message says',
      {
        errorMessage: said(
          's3:GetBucketPolicy',
          'because no identity-based policy allows the s3:GetBucketPolicy action',
        ),
      },
      ['s3:GetBucketPolicy'],
    ],
    [
      'is what the message says, where it names no resource',
      { errorMessage: `User: ${session} is not authorized to perform: rds:DescribeDBInstances` },
      ['rds:DescribeDBInstances'],
    ],
    [
      'is what the message says, around its resource in quotes',
      {
        errorMessage: said(
          's3:ListBucket',
          'because no identity-based policy allows the s3:ListBucket action',
          '"arn:aws:s3:::logs"',
        ),
      },
      ['s3:ListBucket'],
    ],
    [
      'is what the message says, on a resource that has no ARN',
      {
        errorMessage: said(
          'iam:AttachRolePolicy',
          'because no identity-based policy allows the iam:AttachRolePolicy action',
          'role app',
        ),
      },
      ['iam:AttachRolePolicy'],
    ],
    [
      'is another one than the call, where a role was handed over',
      {
        eventSource: 'lambda.amazonaws.com',
        eventName: 'CreateFunction20150331',
        errorMessage: said('iam:PassRole', 'because no identity-based policy allows the iam:PassRole action', role),
      },
      ['iam:PassRole'],
    ],
    [
      'is the verb of API Gateway',
      {
        eventSource: 'apigateway.amazonaws.com',
        eventName: 'GetRestApis',
        errorMessage: said('apigateway:GET', '', 'arn:aws:apigateway:eu-central-1::/restapis'),
      },
      ['apigateway:GET'],
    ],
    [
      'is spelled as the service spells it',
      { eventSource: 'sns.amazonaws.com', errorMessage: said('SNS:SetTopicAttributes') },
      ['SNS:SetTopicAttributes'],
    ],
    [
      'is what an EC2 message says in plain text',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        errorCode: 'Client.UnauthorizedOperation',
        errorMessage: `You are not authorized to perform this operation. ${said('ec2:RunInstances', 'because no identity-based policy allows the ec2:RunInstances action.', 'arn:aws:ec2:eu-central-1:111122223333:instance/*')} ${encoded}`,
      },
      ['ec2:RunInstances'],
    ],
    [
      'may be what EC2 checks besides, where its message is encoded',
      {
        eventSource: 'ec2.amazonaws.com',
        eventName: 'RunInstances',
        errorCode: 'Client.UnauthorizedOperation',
        errorMessage: `You are not authorized to perform this operation. ${encoded}`,
      },
      [
        'ec2:RunInstances',
        'iam:PassRole',
        'iam:CreateServiceLinkedRole',
        'ec2:CreateTags',
        'kms:CreateGrant',
        'kms:Decrypt',
      ],
    ],
    ['is the call, where the message is bare', { errorMessage: 'Access Denied' }, ['s3:GetBucketPolicy']],
    ['is the call, where there is no message', {}, ['s3:GetBucketPolicy']],
    [
      'is the call without the version of the API',
      { eventSource: 'lambda.amazonaws.com', eventName: 'UpdateFunctionConfiguration20150331v2' },
      ['lambda:UpdateFunctionConfiguration'],
    ],
    [
      'is the call of a service that IAM calls otherwise',
      { eventSource: 'monitoring.amazonaws.com', eventName: 'DescribeAlarms' },
      ['cloudwatch:DescribeAlarms'],
    ],
    [
      'is IAM’s spelling of the call',
      { eventSource: 'rds.amazonaws.com', eventName: 'DescribeDbInstances' },
      ['rds:DescribeDBInstances'],
    ],
    [
      'is what IAM calls the call',
      { eventName: 'ListBuckets', errorMessage: 'Access Denied' },
      ['s3:ListAllMyBuckets'],
    ],
    [
      'may be any of the service, where IAM has no action of that name',
      { eventName: 'GetBucketEverything', errorMessage: 'Access Denied' },
      ['s3:*'],
    ],
    [
      'may be any at all, where IAM knows no such service',
      { eventSource: 'brandnew.amazonaws.com', eventName: 'Do' },
      ['*'],
    ],
  ])('%s', (_, detail, actions) => {
    expect(refusal(detail)?.actions).toEqual(actions);
  });
});

describe('who was refused', () => {
  test.each<[string, object, string | undefined]>([
    ['is the role of a session, with its path', assumed, role],
    [
      'is the role of a session that does not name it, by the session',
      { type: 'AssumedRole', arn: session },
      'arn:aws:iam::111122223333:role/app',
    ],
    ['is a user', { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' }, 'arn:aws:iam::111122223333:user/ann'],
    [
      'is the user whose credentials were exchanged',
      {
        type: 'FederatedUser',
        arn: 'arn:aws:sts::111122223333:federated-user/ann',
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann' } },
      },
      'arn:aws:iam::111122223333:user/ann',
    ],
    ['is nobody, where the root user called', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, undefined],
    ['is nobody, where a service called', { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' }, undefined],
    ['is nobody, where somebody of another account called', { type: 'AWSAccount' }, undefined],
    ['is nobody, where the record does not say', undefined as never, undefined],
  ])('%s', (_, userIdentity, principal) => {
    expect(refusal({ userIdentity })?.principal).toBe(principal);
  });

  test('is the actor of the cause, with CloudTrail’s id of the call', () => {
    expect(refusal({})?.cause).toEqual({
      id: 'ct-1',
      name: 'GetBucketPolicy',
      time: '2026-11-24T10:00:00Z',
      actor: { type: 'AssumedRole', arn: session },
    });
  });
});

describe('a refusal', () => {
  const own = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:db';
  const foreign = 'arn:aws:secretsmanager:eu-central-1:444455556666:secret:db';
  const action = 'secretsmanager:GetSecretValue';
  test.each<[string, string, boolean]>([
    [
      'by no policy of the caller',
      said(action, `because no identity-based policy allows the ${action} action`, own),
      true,
    ],
    ['by a policy of the caller', said(action, 'with an explicit deny in an identity-based policy', own), true],
    [
      'by a policy that the message names',
      said(action, 'with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/no', own),
      true,
    ],
    ['without a reason', said(action, '', own), true],
    ['by some deny', said(action, 'with an explicit deny', own), true],
    [
      'by no policy of a resource in the same account',
      said(action, `because no resource-based policy allows the ${action} action`, own),
      true,
    ],
    [
      'by no policy of a bucket, whose account is not told',
      said('s3:GetBucketPolicy', 'because no resource-based policy allows the s3:GetBucketPolicy action'),
      true,
    ],
    [
      'by no policy of a resource in another account',
      said(action, `because no resource-based policy allows the ${action} action`, foreign),
      false,
    ],
    ['by a policy of a resource', said(action, 'with an explicit deny in a resource-based policy', own), false],
    ['by a service control policy', said(action, 'with an explicit deny in a service control policy', own), false],
    [
      'by a service control policy that the message names',
      said(
        action,
        'with an explicit deny in a service control policy: arn:aws:organizations::999988887777:policy/o-1/service_control_policy/p-1',
        own,
      ),
      false,
    ],
    [
      'by no service control policy',
      said(action, `because no service control policy allows the ${action} action`, own),
      false,
    ],
    ['by a resource control policy', said(action, 'with an explicit deny in a resource control policy', own), false],
    [
      'by no permissions boundary',
      said(action, `because no permissions boundary allows the ${action} action`, own),
      false,
    ],
    ['by a permissions boundary', said(action, 'with an explicit deny in a permissions boundary', own), false],
    ['by no session policy', said(action, `because no session policy allows the ${action} action`, own), false],
    ['by a session policy', said(action, 'with an explicit deny in a session policy', own), false],
    [
      'by no VPC endpoint policy',
      said(action, `because no VPC endpoint policy allows the ${action} action`, own),
      false,
    ],
    ['by a VPC endpoint policy', said(action, 'with an explicit deny in a VPC endpoint policy', own), false],
  ])('%s may be for what was taken away, or not: %#', (_, errorMessage, mayBe) => {
    expect(refusal({ errorMessage }) !== undefined).toBe(mayBe);
  });
});

describe('a refused action', () => {
  test.each<[readonly string[], readonly string[], boolean]>([
    [['s3:DeleteBucket'], ['s3:DeleteBucket'], true],
    [['S3:deletebucket'], ['s3:DeleteBucket'], true],
    [['s3:DeleteBucket'], ['s3:GetObject', 's3:*'], true],
    [['s3:DeleteBucket'], ['*'], true],
    [['brandnew:Do'], ['*'], true],
    [['s3:*'], ['s3:DeleteBucket'], true],
    [['*'], ['s3:DeleteBucket'], true],
    [['s3:Delete*'], ['s3:*Bucket'], true],
    [['ec2:RunInstances', 'iam:PassRole'], ['iam:PassRole'], true],
    [['s3:DeleteBucket'], ['s3:DeleteBucketPolicy'], false],
    [['s3:*'], ['sqs:*'], false],
    [['s3:Delete*'], ['s3:Get*'], false],
    [[], ['*'], false],
  ])('%j is among %j: %s', (refused, taken, is) => {
    expect(isAmong(refused, taken)).toBe(is);
  });
});
