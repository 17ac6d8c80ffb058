import { describe, expect, test } from '@jest/globals';
import { controlById } from '../../../catalogue/index.ts';
import { trailReplay } from '../../../functions/domain/trail-replay.ts';

const control = controlById('s3.bucket-closed-to-public');
const fateOf = trailReplay(control ? [control] : [], 'HomeostatWriter');

const record = {
  eventVersion: '1.08',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333' },
  eventTime: '2026-01-01T00:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutBucketPolicy',
  awsRegion: 'eu-central-1',
  requestParameters: { bucketName: 'ledger' },
  readOnly: false,
  eventID: 'e-1',
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
};
const writer = 'arn:aws:sts::111122223333:assumed-role/HomeostatWriter/homeostat-r-1';

test('a call that a control watches wakes it up for the resource that the call names', () => {
  expect(fateOf(record)).toEqual({
    outcome: 'woke',
    call: 's3:PutBucketPolicy',
    time: '2026-01-01T00:00:00Z',
    woken: [{ control, target: { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::ledger' } }],
  });
});

describe('nobody is woken up by', () => {
  test.each([
    ['a call that was refused', { ...record, errorCode: 'AccessDenied' }, 'refused'],
    ['a call that reads', { ...record, eventName: 'GetBucketPolicy', readOnly: true }, 'read-only'],
    ['a call that no control watches', { ...record, eventName: 'PutObject' }, 'no-control'],
    ['an event of a service', { ...record, eventType: 'AwsServiceEvent' }, 'service-event'],
    ['a call of Homeostat itself', { ...record, userIdentity: { type: 'AssumedRole', arn: writer } }, 'own-call'],
    ['a call without parameters', { ...record, requestParameters: null }, 'no-resource'],
    ['a call on what is no bucket', { ...record, requestParameters: { bucketName: 'a b' } }, 'no-resource'],
    ['something else', { hello: 'world' }, 'malformed'],
    ['nothing', null, 'malformed'],
  ])('%s', (_, input, because) => {
    expect(fateOf(input)).toMatchObject({ outcome: 'asleep', because });
  });
});

test('an AWS service without an ARN is a caller like any other', () => {
  const userIdentity = { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' };
  expect(fateOf({ ...record, userIdentity })).toMatchObject({ outcome: 'woke' });
});
