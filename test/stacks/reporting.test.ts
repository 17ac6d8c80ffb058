import { describe, expect, test } from '@jest/globals';
import { home, listOf, other, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const plain = synthesized(twoAccounts);
const telling = synthesized({ ...twoAccounts, securityHub: 'on' });
const to = ['ann@example.com'];
const weekly = synthesized({
  ...twoAccounts,
  reports: { weekly: { day: 'friday', hour: 17, timezone: 'Europe/Berlin', to } },
});

type Template = typeof plain.hub;
const ofType = (template: Template, type: string) =>
  resourcesOf(template)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties as Record<string, unknown>] as const);
const actionsOf = (template: Template, role: string) =>
  statementsOf(template)
    .filter((one) => one.role === role && one.statement.Effect === 'Allow')
    .flatMap(({ statement }) => listOf(statement.Action))
    .filter((action) => !/^(logs|xray):/.test(action))
    .toSorted();

describe('the bucket of exports', () => {
  const [id = '', bucket] = ofType(plain.hub, 'AWS::S3::Bucket').find(([name]) => name.startsWith('Exports')) ?? [];

  test('is closed, encrypted, and empties itself within a day', () => {
    expect(bucket).toMatchObject({
      BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [
          {
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
            ExpirationInDays: 1,
            Status: 'Enabled',
          },
        ],
      },
    });
  });

  test('is spoken to with TLS only', () => {
    const policy = ofType(plain.hub, 'AWS::S3::BucketPolicy').find(([, { Bucket }]) =>
      JSON.stringify(Bucket).includes(id),
    );
    expect(JSON.stringify(policy)).toContain('"aws:SecureTransport":"false"');
    expect(JSON.stringify(policy)).toContain('"s3:TlsVersion":1.2');
  });

  test('is written by one function, which reads lists and calls itself, and deletes nothing', () => {
    expect(actionsOf(plain.hub, 'Homeostat-export')).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'lambda:InvokeFunction',
      's3:AbortMultipartUpload',
      's3:GetObject',
      's3:PutObject',
    ]);
    const [, calling] = ofType(plain.hub, 'AWS::Lambda::Function').find(([name]) => name.includes('export')) ?? [];
    expect(calling).toMatchObject({ RecursiveLoop: 'Allow', Timeout: 900 });
  });
});

describe('the weekly report', () => {
  test('comes on the clock of whom it is for', () => {
    expect(ofType(weekly.hub, 'AWS::Scheduler::Schedule').map(([, schedule]) => schedule)).toMatchObject([
      { ScheduleExpression: 'cron(0 17 ? * FRI *)', ScheduleExpressionTimezone: 'Europe/Berlin' },
    ]);
  });

  test('reads, mails as the sender, and does nothing else', () => {
    expect(actionsOf(weekly.hub, 'Homeostat-report')).toEqual(['dynamodb:Query', 'ses:SendEmail']);
  });

  test('is not made where nobody wants it', () => {
    expect(ofType(plain.hub, 'AWS::Scheduler::Schedule')).toEqual([]);
    expect(actionsOf(plain.hub, 'Homeostat-report')).toEqual([]);
  });
});

describe('Security Hub', () => {
  const roleIn = ({ members }: typeof plain, place: string) =>
    ofType(members[place] as Template, 'AWS::IAM::Role').find(([, { RoleName }]) => RoleName === 'HomeostatFindings');

  test('is told nothing where it is off', () => {
    expect(actionsOf(plain.hub, 'Homeostat-findings')).toEqual([]);
    expect(Object.keys(plain.members).filter((place) => roleIn(plain, place))).toEqual([]);
  });

  test('is told in each account by a role of that account, which one function may take', () => {
    const places = Object.keys(telling.members).filter((place) => roleIn(telling, place));
    expect(places).toEqual([`${home} eu-central-1`, `${other} us-east-1`]);
    const [, role] = roleIn(telling, `${other} us-east-1`) ?? [];
    expect(role?.['AssumeRolePolicyDocument']).toMatchObject({
      Statement: [
        {
          Principal: { AWS: expect.objectContaining({ 'Fn::Join': expect.anything() }) },
          Condition: {
            ArnEquals: {
              'aws:PrincipalArn': {
                'Fn::Join': ['', expect.arrayContaining([`:iam::${home}:role/Homeostat-findings`])],
              },
            },
          },
        },
      ],
    });
    expect(actionsOf(telling.hub, 'Homeostat-findings')).toEqual([
      'dynamodb:GetItem',
      'dynamodb:Query',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
      'sts:AssumeRole',
    ]);
  });

  test('takes from that role findings of its own product, and workflows that are new or resolved', () => {
    const [, role] = roleIn(telling, `${other} us-east-1`) ?? [];
    const text = JSON.stringify(role?.['Policies']);
    expect(text).toContain(`:securityhub:*:${other}:product/${other}/default`);
    expect(text).toContain('"securityhub:ASFFSyntaxPath/Workflow.Status":["NEW","RESOLVED"]');
    expect(
      [...text.matchAll(/"(\w+:\w+)"/g)].map(([, action]) => action).filter((one) => !one?.startsWith('aws:')),
    ).toEqual(['securityhub:BatchImportFindings', 'securityhub:BatchUpdateFindings']);
  });

  test('hears of what waits and of what ended, from a queue that waits for it', () => {
    const rules = ofType(telling.hub, 'AWS::Events::Rule').filter(([id]) => id.startsWith('FindingsChanged'));
    expect(rules.map(([, { EventPattern }]) => EventPattern)).toEqual([
      { source: ['homeostat'], 'detail-type': ['Question Changed', 'Remediation Closed'] },
    ]);
    const sources = ofType(telling.hub, 'AWS::Lambda::EventSourceMapping').map(([, properties]) => properties);
    expect(sources).toContainEqual(
      expect.objectContaining({
        BatchSize: 100,
        FunctionResponseTypes: ['ReportBatchItemFailures'],
        ScalingConfig: { MaximumConcurrency: 2 },
      }),
    );
  });
});
