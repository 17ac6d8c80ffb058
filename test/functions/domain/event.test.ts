import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { actorOf, causeOf, DriftEvent, eventId, eventName } from '../../../functions/domain/event.ts';

const envelope = {
  version: '0',
  id: 'eb-1',
  account: '111122223333',
  region: 'eu-central-1',
  time: '2026-11-24T10:00:00Z',
  source: 'aws.s3',
  resources: [],
};
const userIdentity = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/dev/ann',
  sessionContext: { sourceIdentity: 'ann@example.com', attributes: {} },
};
const call = {
  ...envelope,
  'detail-type': 'AWS API Call via CloudTrail',
  detail: {
    eventSource: 's3.amazonaws.com',
    eventName: 'PutBucketAcl',
    eventID: 'ct-1',
    userAgent: 'aws-cli/2',
    sourceIPAddress: '198.51.100.7',
    userIdentity,
    requestParameters: { bucketName: 'logs' },
    responseElements: null,
  },
};
const item = {
  ...envelope,
  'detail-type': 'Config Configuration Item Change',
  detail: {
    messageType: 'ConfigurationItemChangeNotification',
    configurationItem: {
      resourceType: 'AWS::S3::Bucket',
      ARN: 'arn:aws:s3:::logs',
      awsAccountId: '111122223333',
      awsRegion: 'eu-central-1',
    },
  },
};
const rule = {
  ...envelope,
  'detail-type': 'Config Rules Compliance Change',
  detail: { configRuleName: 's3-x', resourceType: 'AWS::S3::Bucket', resourceId: 'logs' },
};
const hub = {
  ...envelope,
  'detail-type': 'Security Hub Findings - Imported',
  detail: {
    findings: [
      {
        Compliance: { SecurityControlId: 'S3.8' },
        Resources: [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::logs', Region: 'eu-central-1' }],
        AwsAccountId: '111122223333',
      },
    ],
  },
};
const nobody = { type: 'unknown', arn: 'unknown' };

test.each([
  [
    'a call',
    call,
    'ct-1',
    'PutBucketAcl',
    {
      type: 'AssumedRole',
      arn: userIdentity.arn,
      sourceIdentity: 'ann@example.com',
      userAgent: 'aws-cli/2',
      sourceIp: '198.51.100.7',
    },
  ],
  ['a changed item of Config', item, 'eb-1', 'Config Configuration Item Change', nobody],
  ['a rule of Config', rule, 'eb-1', 'Config Rules Compliance Change: s3-x', nobody],
  ['a finding of Security Hub', hub, 'eb-1', 'Security Hub Findings - Imported', nobody],
])('%s is understood: its id, its name and who caused it', (_, input, id, name, actor) => {
  const event = DriftEvent.parse(input);
  expect({ id: eventId(event), name: eventName(event), actor: actorOf(event) }).toEqual({ id, name, actor });
});

test.each([
  [
    'an AWS service',
    { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' },
    { type: 'AWSService', arn: 'cloudformation.amazonaws.com' },
  ],
  ['nobody', null, nobody],
  ['an identity without a name', {}, nobody],
])('a call by %s names what is known', (_, identity, actor) => {
  const { userAgent: _agent, sourceIPAddress: _address, ...detail } = call.detail;
  expect(actorOf(DriftEvent.parse({ ...call, detail: { ...detail, userIdentity: identity } }))).toEqual(actor);
});

describe('an event is not accepted', () => {
  const detailed = (change: object) => ({ ...call, detail: { ...call.detail, ...change } });
  test.each<[string, unknown]>([
    ['that is none', 'hello'],
    ['that is null', null],
    ['of another kind', { ...call, 'detail-type': 'EC2 Instance State-change Notification' }],
    ['without a kind', { ...call, 'detail-type': undefined }],
    ['without detail', { ...call, detail: undefined }],
    ['from an account that is no number', { ...call, account: '1111 OR 1=1' }],
    ['from an account with a line break', { ...call, account: '111122223333\n' }],
    ['from an account that is a list', { ...call, account: ['111122223333'] }],
    ['whose name is an object', detailed({ eventName: { toString: 'PutBucketAcl' } })],
    ['whose parameters are text', detailed({ requestParameters: 'bucketName=logs' })],
    ['whose caller is text', detailed({ userIdentity: 'root' })],
    ['without findings', { ...hub, detail: { findings: [] } }],
    ['with a finding without resources', { ...hub, detail: { findings: [{ AwsAccountId: '1' }] } }],
    [
      'with an item without an ARN',
      { ...item, detail: { configurationItem: { ...item.detail.configurationItem, ARN: undefined } } },
    ],
  ])('%s', (_, input) => {
    expect(DriftEvent.safeParse(input).success).toBe(false);
  });
});

test('text that is too long is cut', () => {
  const event = DriftEvent.parse({
    ...call,
    detail: { ...call.detail, eventName: 'P'.repeat(10_000), userAgent: 'A'.repeat(10_000) },
  });
  expect([eventName(event).length, actorOf(event).userAgent?.length]).toEqual([512, 512]);
});

test('whatever arrives is judged without a throw', () => {
  const kind = fc.constantFrom(call['detail-type'], item['detail-type'], rule['detail-type'], hub['detail-type']);
  const detail = fc.oneof(
    fc.anything(),
    fc.record(
      {
        userIdentity: fc.anything(),
        findings: fc.array(fc.anything()),
        configurationItem: fc.anything(),
        requestParameters: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  );
  const input = fc.oneof(fc.anything(), fc.record({ ...fromEnvelope(), 'detail-type': kind, detail }));
  fc.assert(
    fc.property(input, (value) => {
      const parsed = DriftEvent.safeParse(value);
      return parsed.success ? actorOf(parsed.data).arn.length <= 512 : parsed.error.issues.length > 0;
    }),
  );
});

function fromEnvelope() {
  return Object.fromEntries(
    Object.entries(envelope).map(([name, value]) => [
      name,
      fc.oneof({ weight: 5, arbitrary: fc.constant<unknown>(value) }, fc.anything()),
    ]),
  );
}

describe('a finding of Security Hub', () => {
  const named = { Id: 'finding-1', ProductArn: 'arn:aws:securityhub:eu-central-1::product/aws/securityhub' };
  const [finding] = hub.detail.findings;

  test('is kept with the drift that it led to', () => {
    const event = DriftEvent.parse({ ...hub, detail: { findings: [{ ...finding, ...named }] } });
    expect(causeOf(event).hubFinding).toEqual({ id: named.Id, productArn: named.ProductArn });
  });

  test.each([
    ['has no name', [finding]],
    [
      'is one of several',
      [
        { ...finding, ...named },
        { ...finding, ...named },
      ],
    ],
  ])('is not, where it %s', (_, findings) => {
    expect(causeOf(DriftEvent.parse({ ...hub, detail: { findings } }))).not.toHaveProperty('hubFinding');
  });
});
