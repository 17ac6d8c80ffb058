import { describe, expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { tableEncrypted } from '../../../catalogue/controls/dynamodb/table-encrypted.ts';
import { topicEncrypted } from '../../../catalogue/controls/sns/topic-encrypted.ts';
import { queueEncrypted } from '../../../catalogue/controls/sqs/queue-encrypted.ts';

const account = '111122223333';
const place = { account, region: 'eu-central-1' };
const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const byDefault = policy({
  Effect: 'Allow',
  Principal: { AWS: '*' },
  Action: 'SNS:Publish',
  Resource: '*',
  Condition: { StringEquals: { 'AWS:SourceOwner': account } },
});

describe('sns.topic-encrypted', () => {
  const target = { ...place, arn: `arn:aws:sns:eu-central-1:${account}:alerts` };
  const alarm = (...AlarmActions: string[]) => ({ MetricAlarms: [{ AlarmActions }] });

  test('reads an encrypted topic with one call', async () => {
    const { aws, made } = cloud({ 'sns:GetTopicAttributes': { Attributes: { KmsMasterKeyId: 'alias/mine' } } });
    expect(await topicEncrypted.read(target, aws, { key: 'alias/aws/sns' })).toMatchObject({
      key: 'alias/mine',
      use: null,
    });
    expect(made).toEqual(['sns:GetTopicAttributes']);
  });

  test.each([
    ['an alarm of its own', alarm(target.arn), ['cloudwatch.amazonaws.com']],
    ['an alarm of a topic whose name begins alike', alarm(`${target.arn}-old`), []],
  ])('finds %s', async (_, alarms, refuses) => {
    const { aws } = cloud({
      'sns:GetTopicAttributes': { Attributes: { Policy: byDefault } },
      'cloudwatch:DescribeAlarms': alarms,
    });
    const state = await topicEncrypted.read(target, aws, { key: 'alias/aws/sns' });
    expect(state).toMatchObject({ key: null, use: { senders: { anyService: true }, wanted: { refuses } } });
  });

  test('asks for no alarms where its policy lets none in', async () => {
    const own = { Effect: 'Allow', Principal: { AWS: account }, Action: 'SNS:Publish', Resource: '*' };
    const { aws, made } = cloud({ 'sns:GetTopicAttributes': { Attributes: { Policy: policy(own) } } });
    await topicEncrypted.read(target, aws, { key: 'alias/aws/sns' });
    expect(made).toEqual(['sns:GetTopicAttributes']);
  });
});

describe('sqs.queue-encrypted', () => {
  const target = { ...place, arn: `arn:aws:sqs:eu-central-1:${account}:jobs` };
  const url = { 'sqs:GetQueueUrl': { QueueUrl: `https://sqs.eu-central-1.amazonaws.com/${account}/jobs` } };

  test.each([
    ['SQS’s own keys', { SqsManagedSseEnabled: 'true' }, 'SQS'],
    ['a KMS key', { KmsMasterKeyId: 'alias/mine', SqsManagedSseEnabled: 'false' }, { key: 'alias/mine' }],
    ['none', { SqsManagedSseEnabled: 'false' }, 'none'],
    ['none, which SQS says by nothing', undefined, 'none'],
  ])('reads where a queue is, and its encryption: %s', async (_, Attributes, encryption) => {
    const { aws, made } = cloud({ ...url, 'sqs:GetQueueAttributes': { Attributes } });
    expect(await queueEncrypted.read(target, aws, { key: '' })).toMatchObject({ name: 'jobs', encryption, use: null });
    expect(made).toEqual(['sqs:GetQueueUrl', 'sqs:GetQueueAttributes']);
  });
});

describe('dynamodb.table-encrypted', () => {
  const target = { ...place, arn: `arn:aws:dynamodb:eu-central-1:${account}:table/orders` };
  const key = `arn:aws:kms:eu-central-1:${account}:key/0a1b2c3d`;
  const mine = { SSEType: 'KMS', KMSMasterKeyArn: key };
  const fit = { KeyMetadata: { KeyState: 'Enabled', KeySpec: 'SYMMETRIC_DEFAULT' } };

  test.each([
    ['DynamoDB’s own key', {}, { key: null, hindrance: null, wanted: { unfit: null } }],
    ['a KMS key', { SSEDescription: { ...mine, Status: 'ENABLED' } }, { key, hindrance: null, wanted: null }],
    [
      'a key that is just being changed',
      { SSEDescription: { ...mine, Status: 'UPDATING' } },
      { key, hindrance: 'its encryption is just being changed', wanted: null },
    ],
    ['a table that goes', { TableStatus: 'DELETING' }, { key: null, hindrance: 'its status is DELETING' }],
    ['a table that is just made', { TableStatus: 'CREATING' }, { key: null, hindrance: null }],
    ['copies elsewhere', { Replicas: [{ RegionName: 'eu-west-1' }] }, { key: null, isGlobal: true }],
  ])('reads %s', async (_, Table, expected) => {
    const { aws } = cloud({ 'dynamodb:DescribeTable': { Table }, 'kms:DescribeKey': fit });
    expect(await tableEncrypted.read(target, aws, { key: 'alias/tables' })).toMatchObject(expected);
  });

  test('asks for no key where none is wanted', async () => {
    const { aws, made } = cloud({ 'dynamodb:DescribeTable': { Table: {} } });
    await tableEncrypted.read(target, aws, { key: '' });
    expect(made).toEqual(['dynamodb:DescribeTable']);
  });
});

/** Answers what is known, and fails on every other call. */
function cloud(answers: Readonly<Partial<Record<CallName, object>>>) {
  const made: CallName[] = [];
  const aws = (async (call: CallName) => {
    made.push(call);
    const answer = (answers as Readonly<Record<string, object>>)[call];
    if (answer === undefined) {
      throw new Error(`${call} was not expected`);
    }
    return answer;
  }) as unknown as Caller<CallName>;
  return { aws, made };
}
