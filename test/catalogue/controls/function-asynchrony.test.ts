import { expect, test } from '@jest/globals';
import type { Caller } from '../../../catalogue/control.ts';
import { asynchronyOf, maySendTo } from '../../../catalogue/lambda/asynchronous.ts';

type Aws = Caller<'lambda:GetPolicy' | 'cloudwatch:GetMetricStatistics'>;

test.each([
  ['a topic', 'sns.amazonaws.com', [], 'sns.amazonaws.com may call it'],
  ['log groups of a region', 'logs.eu-central-1.amazonaws.com', [], 'logs.eu-central-1.amazonaws.com may call it'],
  ['a bucket in China', 's3.amazonaws.com.cn', [], 's3.amazonaws.com.cn may call it'],
  ['an alarm', 'lambda.alarms.cloudwatch.amazonaws.com', [], 'lambda.alarms.cloudwatch.amazonaws.com may call it'],
  ['an API', 'apigateway.amazonaws.com', [0], undefined],
  ['somebody with a role of their own', undefined, [0, 3], 'it was called so within 14 days'],
  ['nobody', undefined, [], undefined],
])('whether a function is called without waiting by %s', async (_, Service, sums, expected) => {
  const statement = { Effect: 'Allow', Principal: { Service }, Action: 'lambda:InvokeFunction', Resource: '*' };
  const asked: unknown[] = [];
  const aws = (async (call: string, input: object) => {
    asked.push(input);
    return call === 'lambda:GetPolicy'
      ? Service && { Policy: JSON.stringify({ Statement: [statement] }) }
      : { Datapoints: sums.map((Sum) => ({ Sum })) };
  }) as unknown as Aws;
  expect(await asynchronyOf({ name: 'orders', qualifier: 'live' }, 14, aws)).toBe(expected);
  expect(asked[0]).toEqual({ FunctionName: 'orders', Qualifier: 'live' });
  expect(asked.slice(1)).toEqual(
    expected?.includes('may call') ? [] : [expect.objectContaining({ MetricName: 'AsyncEventsReceived' })],
  );
});

const topic = 'arn:aws:sns:eu-central-1:111122223333:failures';
const from = (...values: string[]) => ({ ArnLike: { 'AWS:SourceArn': values } });

test.each([
  ['that topic', 'sns.amazonaws.com', from(topic), true],
  ['another topic', 'sns.amazonaws.com', from(`${topic}-of-others`), false],
  ['some topic of the account', 'sns.amazonaws.com', from('arn:aws:sns:eu-central-1:111122223333:*'), true],
  ['any topic', 'sns.amazonaws.com', {}, true],
  ['any topic of an account', 'sns.amazonaws.com', { StringEquals: { 'AWS:SourceAccount': '111122223333' } }, true],
  ['all topics but one', 'sns.amazonaws.com', { ArnNotLike: { 'AWS:SourceArn': topic } }, true],
  ['a bucket', 's3.amazonaws.com', {}, false],
  ['everybody', '*', {}, true],
])('a function that lets in %s', async (_, Service, Condition, expected) => {
  const statement = {
    Effect: 'Allow',
    Principal: { Service },
    Action: 'lambda:InvokeFunction',
    Resource: '*',
    Condition,
  };
  const aws = (async () => ({ Policy: JSON.stringify({ Statement: [statement] }) })) as unknown as Aws;
  expect(await maySendTo({ name: 'orders', qualifier: null }, topic, aws)).toBe(expected);
});

test.each([
  ['without a policy', undefined, false],
  ['with a policy that cannot be read', { Policy: 'gibberish' }, true],
])('a function %s', async (_, answer, expected) => {
  const aws = (async () => answer) as unknown as Aws;
  expect(await maySendTo({ name: 'orders', qualifier: null }, topic, aws)).toBe(expected);
});
