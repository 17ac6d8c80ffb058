import { describe, expect, test } from '@jest/globals';
import type { CloudTrailRecord } from '../../local/trail/record.ts';
import { createTrail } from '../../local/trail/trail.ts';
import { exchangeOf, formOf } from './exchange.ts';

const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';
const policy = '{"Version":"2012-10-17","Statement":[]}';
const Host = 'localhost:4566';

async function recordsOf(...exchanges: ReturnType<typeof exchangeOf>[]): Promise<readonly CloudTrailRecord[]> {
  const records: CloudTrailRecord[] = [];
  const complain = (problem: string) => {
    throw new Error(problem);
  };
  const trail = createTrail({ account: '000000000000', deliver: (record) => records.push(record), complain });
  for (const exchange of exchanges) trail.observe(exchange);
  await trail.idle();
  return records;
}

const s3 = { service: 's3', method: 'PUT' };
const iam = { service: 'iam', region: 'us-east-1' };

describe('a management call that changes something is recorded under the name CloudTrail gives it', () => {
  const cases: [string, Parameters<typeof exchangeOf>[0], string, unknown][] = [
    [
      'create-bucket',
      { ...s3, url: '/logs', headers: { 'x-amz-acl': 'public-read', 'x-amz-object-ownership': 'ObjectWriter' } },
      'CreateBucket',
      { bucketName: 'logs', Host, 'x-amz-acl': 'public-read', 'x-amz-object-ownership': 'ObjectWriter' },
    ],
    [
      'create-bucket in a region',
      {
        ...s3,
        url: '/logs',
        body: `<CreateBucketConfiguration xmlns="${xmlns}"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>`,
      },
      'CreateBucket',
      { bucketName: 'logs', Host, CreateBucketConfiguration: { xmlns, LocationConstraint: 'eu-west-1' } },
    ],
    [
      'put-public-access-block',
      {
        ...s3,
        url: '/logs?publicAccessBlock',
        body: `<PublicAccessBlockConfiguration xmlns="${xmlns}"><BlockPublicAcls>false</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls></PublicAccessBlockConfiguration>`,
      },
      'PutBucketPublicAccessBlock',
      {
        bucketName: 'logs',
        Host,
        publicAccessBlock: '',
        PublicAccessBlockConfiguration: { xmlns, BlockPublicAcls: false, IgnorePublicAcls: true },
      },
    ],
    [
      'delete-public-access-block',
      { ...s3, method: 'DELETE', url: '/logs?publicAccessBlock', status: 204 },
      'DeleteBucketPublicAccessBlock',
      { bucketName: 'logs', Host, publicAccessBlock: '' },
    ],
    [
      'put-bucket-policy',
      { ...s3, url: '/logs?policy', body: policy },
      'PutBucketPolicy',
      { bucketName: 'logs', Host, policy: '', bucketPolicy: { Version: '2012-10-17', Statement: [] } },
    ],
    [
      'put-bucket-policy on a virtual host',
      { ...s3, url: '/?policy', headers: { host: 'my.logs.s3.localhost:4566' }, body: policy },
      'PutBucketPolicy',
      {
        bucketName: 'my.logs',
        Host: 'my.logs.s3.localhost:4566',
        policy: '',
        bucketPolicy: { Version: '2012-10-17', Statement: [] },
      },
    ],
    [
      'put-bucket-acl',
      { ...s3, url: '/logs?acl', headers: { 'x-amz-acl': 'public-read' } },
      'PutBucketAcl',
      { bucketName: 'logs', Host, acl: '', 'x-amz-acl': 'public-read' },
    ],
    [
      'put-bucket-lifecycle-configuration',
      {
        ...s3,
        url: '/logs?lifecycle',
        body: '<LifecycleConfiguration><Rule><ID>007</ID></Rule></LifecycleConfiguration>',
      },
      'PutBucketLifecycle',
      { bucketName: 'logs', Host, lifecycle: '', LifecycleConfiguration: { Rule: { ID: '007' } } },
    ],
    [
      'put-role-policy',
      { ...iam, ...formOf({ Action: 'PutRolePolicy', RoleName: 'app', PolicyName: 'all', PolicyDocument: policy }) },
      'PutRolePolicy',
      { roleName: 'app', policyName: 'all', policyDocument: policy },
    ],
    [
      'create-policy-version',
      {
        ...iam,
        ...formOf({ Action: 'CreatePolicyVersion', PolicyArn: 'arn:p', PolicyDocument: policy, SetAsDefault: 'true' }),
      },
      'CreatePolicyVersion',
      { policyArn: 'arn:p', policyDocument: policy, setAsDefault: true },
    ],
    [
      'attach-role-policy',
      { ...iam, ...formOf({ Action: 'AttachRolePolicy', RoleName: 'app', PolicyArn: 'arn:p' }) },
      'AttachRolePolicy',
      { roleName: 'app', policyArn: 'arn:p' },
    ],
    [
      'create-role with tags',
      {
        ...iam,
        ...formOf({
          Action: 'CreateRole',
          RoleName: 'app',
          MaxSessionDuration: '3600',
          'Tags.member.2.Key': 'b',
          'Tags.member.2.Value': '2',
          'Tags.member.1.Key': 'a',
          'Tags.member.1.Value': '1',
        }),
      },
      'CreateRole',
      {
        roleName: 'app',
        maxSessionDuration: 3600,
        tags: [
          { key: 'a', value: '1' },
          { key: 'b', value: '2' },
        ],
      },
    ],
    [
      'a JSON call',
      {
        service: 'dynamodb',
        headers: { 'x-amz-target': 'DynamoDB_20120810.UpdateTable' },
        body: '{"TableName":"t","DeletionProtectionEnabled":false}',
      },
      'UpdateTable',
      { tableName: 't', deletionProtectionEnabled: false },
    ],
    [
      'a JSON call of a service without an installed client',
      {
        service: 'wafv2',
        headers: { 'x-amz-target': 'AWSWAF_20190729.DeleteWebACL' },
        body: '{"Name":"w","Id":"1","Scope":"REGIONAL"}',
      },
      'DeleteWebACL',
      { name: 'w', id: '1', scope: 'REGIONAL' },
    ],
    [
      'create-function',
      {
        service: 'lambda',
        url: '/2015-03-31/functions',
        status: 201,
        body: '{"FunctionName":"f","Code":{"ZipFile":"UEsDBA=="},"Environment":{"Variables":{"TOKEN":"secret"}},"Tags":{"Team":"A"},"Timeout":3}',
      },
      'CreateFunction20150331',
      { functionName: 'f', code: {}, environment: {}, tags: { Team: 'A' }, timeout: 3 },
    ],
    [
      'add-permission',
      {
        service: 'lambda',
        url: '/2015-03-31/functions/f%3Alive/policy?Qualifier=live',
        body: '{"StatementId":"s","Principal":"*"}',
      },
      'AddPermission20150331v2',
      { functionName: 'f:live', qualifier: 'live', statementId: 's', principal: '*' },
    ],
    [
      'apigateway update-stage',
      {
        service: 'apigateway',
        method: 'PATCH',
        url: '/restapis/a1b2c3/stages/prod',
        body: '{"patchOperations":[{"op":"replace","path":"/*/*/logging/dataTrace","value":"true"}]}',
      },
      'UpdateStage',
      {
        restApiId: 'a1b2c3',
        stageName: 'prod',
        updateStageInput: { patchOperations: [{ op: 'replace', path: '/*/*/logging/dataTrace', value: 'true' }] },
        template: false,
      },
    ],
    [
      'apigatewayv2 create-stage',
      {
        service: 'apigateway',
        url: '/v2/apis/a1b2c3/stages',
        status: 201,
        body: '{"stageName":"$default","autoDeploy":true}',
      },
      'CreateStage',
      { apiId: 'a1b2c3', stageName: '$default', autoDeploy: true },
    ],
    [
      'authorize-security-group-ingress',
      {
        service: 'ec2',
        ...formOf({
          Action: 'AuthorizeSecurityGroupIngress',
          GroupId: 'sg-1',
          'IpPermissions.1.FromPort': '22',
          'IpPermissions.1.IpRanges.1.CidrIp': '0.0.0.0/0',
        }),
      },
      'AuthorizeSecurityGroupIngress',
      { groupId: 'sg-1', ipPermissions: { items: [{ fromPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }] } },
    ],
    [
      'modify-security-group-rules',
      {
        service: 'ec2',
        ...formOf({
          Action: 'ModifySecurityGroupRules',
          GroupId: 'sg-1',
          'SecurityGroupRule.1.SecurityGroupRuleId': 'sgr-1',
          'SecurityGroupRule.1.SecurityGroupRule.CidrIpv4': '0.0.0.0/0',
          'SecurityGroupRule.1.SecurityGroupRule.FromPort': '22',
        }),
      },
      'ModifySecurityGroupRules',
      {
        ModifySecurityGroupRulesRequest: {
          GroupId: 'sg-1',
          SecurityGroupRule: {
            SecurityGroupRuleId: 'sgr-1',
            SecurityGroupRule: { CidrIpv4: '0.0.0.0/0', FromPort: 22 },
            tag: 1,
          },
        },
      },
    ],
    [
      'create-flow-logs',
      {
        service: 'ec2',
        ...formOf({ Action: 'CreateFlowLogs', 'ResourceId.1': 'vpc-1', 'ResourceId.2': 'vpc-2', ResourceType: 'VPC' }),
      },
      'CreateFlowLogs',
      {
        CreateFlowLogsRequest: {
          ResourceId: [
            { tag: 1, content: 'vpc-1' },
            { tag: 2, content: 'vpc-2' },
          ],
          ResourceType: 'VPC',
        },
      },
    ],
    [
      'disable-ebs-encryption-by-default',
      { service: 'ec2', ...formOf({ Action: 'DisableEbsEncryptionByDefault' }) },
      'DisableEbsEncryptionByDefault',
      { DisableEbsEncryptionByDefaultRequest: '' },
    ],
    [
      'modify-db-snapshot-attribute',
      {
        service: 'rds',
        ...formOf({
          Action: 'ModifyDBSnapshotAttribute',
          DBSnapshotIdentifier: 'd',
          'ValuesToAdd.AttributeValue.1': 'all',
        }),
      },
      'ModifyDBSnapshotAttribute',
      { dBSnapshotIdentifier: 'd', valuesToAdd: ['all'] },
    ],
    [
      'create-topic',
      {
        service: 'sns',
        ...formOf({
          Action: 'CreateTopic',
          Name: 't',
          'Attributes.entry.1.key': 'FifoTopic',
          'Attributes.entry.1.value': 'true',
        }),
      },
      'CreateTopic',
      { name: 't', attributes: { FifoTopic: 'true' } },
    ],
    [
      'a field with a hostile name',
      { ...iam, ...formOf({ Action: 'TagRole', '__proto__.polluted': 'yes', RoleName: 'app' }) },
      'TagRole',
      expect.objectContaining({ roleName: 'app' }),
    ],
  ];

  test.each(cases)('%s', async (_, call, eventName, requestParameters) => {
    const [record, ...more] = await recordsOf(exchangeOf(call));
    expect(record).toMatchObject({
      eventName,
      eventSource: `${call.service}.amazonaws.com`,
      readOnly: false,
      managementEvent: true,
    });
    expect(record?.requestParameters).toEqual(requestParameters);
    expect(more).toEqual([]);
  });
});

test.each([
  ['reading', { service: 's3', method: 'POST', url: '/logs?select&select-type=2' }],
  ['describing', { service: 'ec2', ...formOf({ Action: 'DescribeInstances' }) }],
  ['putting an object', { ...s3, url: '/logs/key?x-id=PutObject' }],
  ['deleting objects', { ...s3, method: 'POST', url: '/logs?delete' }],
  ['changing an object’s ACL', { ...s3, url: '/logs/key?acl' }],
  ['writing an item', { service: 'dynamodb', headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem' }, body: '{}' }],
  ['putting events', { service: 'events', headers: { 'x-amz-target': 'AWSEvents.PutEvents' }, body: '{}' }],
  [
    'starting an execution',
    { service: 'states', headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' }, body: '{}' },
  ],
  ['invoking a function', { service: 'lambda', url: '/2015-03-31/functions/f/invocations' }],
  ['sending a message', { service: 'sqs', headers: { 'x-amz-target': 'AmazonSQS.SendMessage' }, body: '{}' }],
  ['assuming a role', { service: 'sts', ...formOf({ Action: 'AssumeRole' }) }],
  ['calling an API of one’s own', { service: 'execute-api', url: '/x' }],
  ['a path no route fits', { service: 'lambda', url: '/2099-01-01/unheard-of' }],
])('%s leaves no record', async (_, call) => {
  expect(await recordsOf(exchangeOf(call))).toEqual([]);
});

describe('a call that only reads, and that the caller may not make, is recorded as a read', () => {
  const message = (action: string) =>
    `User: arn:aws:sts::111111111111:assumed-role/app/s is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  const xml = (action: string) => `<Error><Code>AccessDenied</Code><Message>${message(action)}</Message></Error>`;
  const query = (action: string) => `<ErrorResponse>${xml(action)}</ErrorResponse>`;
  test.each<[string, Parameters<typeof exchangeOf>[0], string, string]>([
    [
      'of S3',
      { service: 's3', method: 'GET', url: '/logs?policy', responseBody: xml('s3:GetBucketPolicy') },
      'GetBucketPolicy',
      'AccessDenied',
    ],
    [
      'of IAM',
      { ...iam, ...formOf({ Action: 'ListUsers' }), responseBody: query('iam:ListUsers') },
      'ListUsers',
      'AccessDenied',
    ],
    [
      'of EC2',
      {
        service: 'ec2',
        ...formOf({ Action: 'DescribeInstances' }),
        responseBody: `<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>${message('ec2:DescribeInstances')}</Message></Error></Errors></Response>`,
      },
      'DescribeInstances',
      'Client.UnauthorizedOperation',
    ],
    [
      'of a service that speaks JSON',
      {
        service: 'dynamodb',
        status: 400,
        headers: { 'x-amz-target': 'DynamoDB_20120810.DescribeTable' },
        body: '{}',
        responseBody: JSON.stringify({
          __type: 'com.amazonaws#AccessDeniedException',
          Message: message('dynamodb:DescribeTable'),
        }),
      },
      'DescribeTable',
      'AccessDeniedException',
    ],
    [
      'of a service whose paths are its calls',
      {
        service: 'apigateway',
        method: 'GET',
        url: '/restapis',
        responseHeaders: { 'x-amzn-errortype': 'AccessDeniedException' },
        responseBody: JSON.stringify({ message: message('apigateway:GET') }),
      },
      'GetRestApis',
      'AccessDeniedException',
    ],
    [
      'of STS, which only hands out',
      { service: 'sts', ...formOf({ Action: 'AssumeRole' }), responseBody: query('sts:AssumeRole') },
      'AssumeRole',
      'AccessDenied',
    ],
  ])('%s', async (_, call, eventName, errorCode) => {
    expect(await recordsOf(exchangeOf({ status: 403, ...call }))).toEqual([
      expect.objectContaining({
        eventName,
        errorCode,
        errorMessage: expect.stringContaining('is not authorized to perform'),
        readOnly: true,
      }),
    ]);
  });

  test.each<[string, Parameters<typeof exchangeOf>[0]]>([
    [
      'reading an object, a data event',
      { service: 's3', method: 'GET', url: '/logs/key', responseBody: xml('s3:GetObject') },
    ],
    [
      'reading an item, a data event',
      {
        service: 'dynamodb',
        headers: { 'x-amz-target': 'DynamoDB_20120810.GetItem' },
        body: '{}',
        responseBody: '{"__type":"AccessDeniedException"}',
      },
    ],
    [
      'asking for what is not there',
      {
        ...iam,
        ...formOf({ Action: 'GetUser' }),
        status: 404,
        responseBody: '<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>',
      },
    ],
  ])('%s is not', async (_, call) => {
    expect(await recordsOf(exchangeOf({ status: 403, ...call }))).toEqual([]);
  });
});

test('a record says who, when, where, with what and to which resource', async () => {
  const [record] = await recordsOf(
    exchangeOf({
      ...s3,
      url: '/logs?acl',
      headers: { 'x-amz-acl': 'private' },
      responseHeaders: { 'x-amz-request-id': 'R1' },
    }),
  );
  expect(record).toMatchObject({
    eventTime: '2026-11-01T12:00:00Z',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '127.0.0.1',
    userAgent: '[aws-cli/2]',
    requestID: 'R1',
    recipientAccountId: '000000000000',
    responseElements: null,
    resources: [{ accountId: '000000000000', type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::logs' }],
  });
});

test('IAM is recorded in us-east-1, wherever it is called', async () => {
  const call = formOf({ Action: 'DeleteRole', RoleName: 'app' });
  const [record] = await recordsOf(exchangeOf({ service: 'iam', region: 'eu-west-1', ...call }));
  expect(record?.awsRegion).toBe('us-east-1');
});

test.each([
  [
    'IAM',
    {
      ...iam,
      ...formOf({ Action: 'DeleteRole', RoleName: 'x' }),
      status: 404,
      responseBody:
        '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>gone</Message></Error></ErrorResponse>',
    },
    'NoSuchEntityException',
    'gone',
  ],
  [
    'S3',
    {
      ...s3,
      url: '/logs',
      status: 409,
      responseBody: '<?xml version="1.0"?><Error><Code>BucketAlreadyExists</Code><Message>taken</Message></Error>',
    },
    'BucketAlreadyExists',
    'taken',
  ],
  [
    'EC2',
    {
      service: 'ec2',
      ...formOf({ Action: 'DeleteVpc', VpcId: 'v' }),
      status: 400,
      responseBody:
        '<Response><Errors><Error><Code>InvalidVpcID.NotFound</Code><Message>no</Message></Error></Errors></Response>',
    },
    'Client.InvalidVpcID.NotFound',
    'no',
  ],
  [
    'a JSON service',
    {
      service: 'dynamodb',
      headers: { 'x-amz-target': 'DynamoDB_20120810.DeleteTable' },
      body: '{"TableName":"t"}',
      status: 400,
      responseBody: '{"__type":"com.amazonaws.dynamodb#ResourceNotFoundException","message":"no"}',
    },
    'ResourceNotFoundException',
    'no',
  ],
])('a call that %s refuses is recorded with the reason', async (_, call, errorCode, errorMessage) => {
  const [record] = await recordsOf(exchangeOf(call));
  expect(record).toMatchObject({ errorCode, errorMessage, responseElements: null });
});

test('what was created is in the record', async () => {
  const responseBody =
    '<CreatePolicyResponse xmlns="x"><CreatePolicyResult><Policy><Arn>arn:aws:iam::000000000000:policy/p</Arn><AttachmentCount>0</AttachmentCount><IsAttachable>true</IsAttachable></Policy></CreatePolicyResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></CreatePolicyResponse>';
  const [record] = await recordsOf(
    exchangeOf({
      ...iam,
      ...formOf({ Action: 'CreatePolicy', PolicyName: 'p', PolicyDocument: policy }),
      responseBody,
    }),
  );
  expect(record?.['responseElements']).toEqual({
    policy: { arn: 'arn:aws:iam::000000000000:policy/p', attachmentCount: 0, isAttachable: true },
  });
});

test('what CloudFront answers is under its name in the record', async () => {
  const responseBody =
    '<Distribution xmlns="x"><Id>E1</Id><ARN>arn:aws:cloudfront::000000000000:distribution/E1</ARN></Distribution>';
  const [record] = await recordsOf(
    exchangeOf({
      service: 'cloudfront',
      method: 'POST',
      url: '/2020-05-31/distribution',
      body: '<DistributionConfig xmlns="x"><CallerReference>a</CallerReference></DistributionConfig>',
      responseBody,
    }),
  );
  expect(record).toMatchObject({ eventName: 'CreateDistribution', responseElements: { distribution: { id: 'E1' } } });
});

test('an answer without a result is null', async () => {
  const responseBody =
    '<AttachRolePolicyResponse><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AttachRolePolicyResponse>';
  const [record] = await recordsOf(
    exchangeOf({ ...iam, ...formOf({ Action: 'AttachRolePolicy', RoleName: 'a' }), responseBody }),
  );
  expect(record?.['responseElements']).toBeNull();
});

const newKey = exchangeOf({
  ...iam,
  ...formOf({ Action: 'CreateAccessKey', UserName: 'ann' }),
  responseBody:
    '<CreateAccessKeyResponse><CreateAccessKeyResult><AccessKey><UserName>ann</UserName><AccessKeyId>AKIA1</AccessKeyId><SecretAccessKey>hush</SecretAccessKey></AccessKey></CreateAccessKeyResult></CreateAccessKeyResponse>',
});
const assumed = exchangeOf({
  service: 'sts',
  ...formOf({ Action: 'AssumeRole', RoleArn: 'arn:aws:iam::111111111111:role/team/app', RoleSessionName: 's' }),
  responseBody:
    '<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId><SecretAccessKey>hush</SecretAccessKey><SessionToken>hush</SessionToken></Credentials><AssumedRoleUser><AssumedRoleId>AROA1:s</AssumedRoleId><Arn>arn:aws:sts::111111111111:assumed-role/app/s</Arn></AssumedRoleUser></AssumeRoleResult></AssumeRoleResponse>',
});

test.each([
  [
    'an unknown key is the root of the default account',
    'test',
    { type: 'Root', accountId: '000000000000', arn: 'arn:aws:iam::000000000000:root' },
  ],
  [
    'twelve digits are the root of that account',
    '222222222222',
    { type: 'Root', accountId: '222222222222', arn: 'arn:aws:iam::222222222222:root' },
  ],
  [
    'a key that IAM made is its user',
    'AKIA1',
    { type: 'IAMUser', userName: 'ann', arn: 'arn:aws:iam::000000000000:user/ann' },
  ],
  [
    'a key that STS made is the role’s session',
    'ASIA1',
    {
      type: 'AssumedRole',
      accountId: '111111111111',
      principalId: 'AROA1:s',
      arn: 'arn:aws:sts::111111111111:assumed-role/app/s',
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: 'AROA1',
          arn: 'arn:aws:iam::111111111111:role/team/app',
          accountId: '111111111111',
          userName: 'app',
        },
      },
    },
  ],
])('%s', async (_, key, userIdentity) => {
  const records = await recordsOf(newKey, assumed, exchangeOf({ ...s3, key, url: '/logs' }));
  expect(records.at(-1)).toMatchObject({
    userIdentity: { ...userIdentity, accessKeyId: key },
    recipientAccountId: userIdentity.arn.split(':')[4],
  });
});

test.each([
  ['a new access key', newKey],
  [
    'a password',
    exchangeOf({
      ...iam,
      ...formOf({ Action: 'CreateLoginProfile', UserName: 'ann', Password: 'hush', PasswordResetRequired: 'true' }),
    }),
  ],
  [
    'a stored parameter',
    exchangeOf({
      service: 'ssm',
      headers: { 'x-amz-target': 'AmazonSSM.PutParameter' },
      body: '{"Name":"n","Value":"hush"}',
    }),
  ],
  [
    'a secret',
    exchangeOf({
      service: 'secretsmanager',
      headers: { 'x-amz-target': 'secretsmanager.CreateSecret' },
      body: '{"Name":"n","SecretString":"hush"}',
    }),
  ],
  [
    'a function’s environment',
    exchangeOf({
      service: 'lambda',
      url: '/2015-03-31/functions',
      body: '{"FunctionName":"f"}',
      responseBody: '{"Environment":{"Variables":{"A":"hush"}}}',
    }),
  ],
])('the record of %s does not have the secret', async (_, call) => {
  const records = await recordsOf(call);
  expect(records).toHaveLength(1);
  expect(JSON.stringify(records)).not.toContain('hush');
});

test('a service that cannot be read without its client is named, once', async () => {
  const problems: string[] = [];
  const trail = createTrail({
    account: '000000000000',
    deliver: () => {},
    complain: (problem) => problems.push(problem),
  });
  for (const url of ['/clusters/a', '/clusters/b']) trail.observe(exchangeOf({ service: 'unheard-of', url }));
  trail.observe(exchangeOf({ service: 'execute-api', url: '/x' }));
  await trail.idle();
  expect(problems).toEqual([expect.stringContaining('calls of unheard-of leave no records')]);
});

test('a body that cannot be read costs that record and no other', async () => {
  const records: string[] = [];
  const problems: string[] = [];
  const trail = createTrail({
    account: '000000000000',
    deliver: ({ eventName }) => records.push(eventName),
    complain: (problem) => problems.push(problem),
  });
  trail.observe(
    exchangeOf({ service: 'config', headers: { 'x-amz-target': 'StarlingDoveService.PutConfigRule' }, body: '{"Conf' }),
  );
  trail.observe(exchangeOf({ ...s3, url: '/logs' }));
  await trail.idle();
  expect(records).toEqual(['CreateBucket']);
  expect(problems).toHaveLength(1);
});
