import { expect, test } from '@jest/globals';
import type { Caller } from '../../../catalogue/control.ts';
import { asynchronyOf } from '../../../catalogue/lambda/asynchronous.ts';

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
