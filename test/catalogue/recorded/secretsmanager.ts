import type { Recorded } from './recorded.ts';

const account = '111122223333';
const place = { account, region: 'us-west-2' };
const mysql = 'arn:aws:lambda:us-west-2:111122223333:function:SecretsManagerMySql';
const name = 'MyTestSecret';
const arn = `arn:aws:secretsmanager:us-west-2:111122223333:secret:${name}-a1b2c3`;
const described = {
  ARN: arn,
  Name: name,
  VersionIdsToStages: { 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE': ['AWSCURRENT'] },
};
const current = { VersionId: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE', VersionStages: ['AWSCURRENT'] };
const pending = { VersionId: 'EXAMPLE2-90ab-cdef-fedc-ba987EXAMPLE', VersionStages: ['AWSPENDING'] };

export const secretsmanager: readonly Recorded[] = [
  {
    control: 'secretsmanager.secret-rotated',
    of: 'a secret whose rotation somebody turned off: function and schedule stay',
    target: { ...place, arn },
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html',
    before: {
      'secretsmanager:DescribeSecret': {
        ...described,
        RotationEnabled: false,
        RotationLambdaARN: mysql,
        RotationRules: { AutomaticallyAfterDays: 14, Duration: '2h', ScheduleExpression: 'cron(0 16 1,15 * ? *)' },
      },
      'secretsmanager:ListSecretVersionIds': { ARN: arn, Name: name, Versions: [current] },
    },
    after: {
      'secretsmanager:DescribeSecret': {
        ...described,
        RotationEnabled: true,
        RotationLambdaARN: mysql,
        RotationRules: { AutomaticallyAfterDays: 14, Duration: '2h', ScheduleExpression: 'cron(0 16 1,15 * ? *)' },
      },
    },
    record: {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'CancelRotateSecret',
      requestParameters: { secretId: arn },
      responseElements: { aRN: arn, name },
    },
  },
  {
    control: 'secretsmanager.secret-rotated',
    of: 'a new secret, for whose kind the settings name a function',
    settings: { functions: { 'My*': mysql } },
    target: { ...place, arn },
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html',
    before: {
      'secretsmanager:DescribeSecret': described,
      'secretsmanager:ListSecretVersionIds': { ARN: arn, Name: name, Versions: [current] },
    },
    after: { 'secretsmanager:DescribeSecret': { ...described, RotationEnabled: true, RotationLambdaARN: mysql } },
    record: {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'CreateSecret',
      requestParameters: { name, clientRequestToken: 'EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE' },
      responseElements: { arn },
    },
  },
  {
    control: 'secretsmanager.secret-rotated',
    of: 'a secret whose rotation was broken off: a version is AWSPENDING and not AWSCURRENT',
    target: { ...place, arn },
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ListSecretVersionIds.html',
    before: {
      'secretsmanager:DescribeSecret': { ...described, RotationEnabled: false, RotationLambdaARN: mysql },
      'secretsmanager:ListSecretVersionIds': { ARN: arn, Name: name, Versions: [current, pending] },
    },
    record: {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'CancelRotateSecret',
      requestParameters: { secretId: arn },
    },
  },
  {
    control: 'secretsmanager.secret-policy-closed',
    of: 'a copy of a secret of another region',
    target: { ...place, arn },
    source: 'https://docs.aws.amazon.com/secretsmanager/latest/userguide/create-manage-multi-region-secrets.html',
    before: {
      'secretsmanager:GetResourcePolicy': {
        ARN: arn,
        Name: name,
        ResourcePolicy:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}',
      },
      'secretsmanager:DescribeSecret': { ...described, PrimaryRegion: 'us-east-1' },
    },
    record: {
      eventSource: 'secretsmanager.amazonaws.com',
      eventName: 'PutResourcePolicy',
      requestParameters: { secretId: arn },
    },
  },
];
