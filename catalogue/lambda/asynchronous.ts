import type { Caller, Permission } from '../control.ts';
import { isVariable, type Test, testsOf } from '../policy/condition.ts';
import { statementsOf, UnreadablePolicy } from '../policy/document.ts';
import { contains } from '../policy/glob.ts';
import { called, functionArn, type Named } from './function.ts';

/** What finding out takes whether a function is called by somebody who does not wait for it. */
export const asynchronyReads = [
  { call: 'lambda:GetPolicy', on: functionArn, absent: ['ResourceNotFoundException'] },
  { call: 'cloudwatch:GetMetricStatistics', on: '*' },
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof asynchronyReads)[number]['call']>;

/**
 * What tells that a function is called by somebody who does not wait for it, as a clause; `undefined` where nothing does.
 * Who calls it so by a role of their own shows only in how often it was called.
 */
export async function asynchronyOf(named: Named, days: number, aws: Aws): Promise<string | undefined> {
  const policy = (await aws('lambda:GetPolicy', called(named)))?.Policy;
  const service = policy === undefined ? undefined : servicesIn(policy).find(isAsynchronous);
  if (service !== undefined) {
    return `${service} may call it`;
  }
  return (await wasCalled(named, days, aws)) ? `it was called so within ${days} days` : undefined;
}

/** Source: AWS Lambda developer guide, "Invoking Lambda with events from other AWS services", method of invocation. */
const asynchronous = new Set([
  'cloudformation',
  'codecommit',
  'codepipeline',
  'config',
  'events',
  'iot',
  'lambda.alarms.cloudwatch',
  'logs',
  's3',
  'ses',
  'sns',
]);

/** `logs.eu-central-1.amazonaws.com` is CloudWatch Logs too. */
function isAsynchronous(principal: string): boolean {
  const service = principal.replace(/(\.[a-z]{2}(-[a-z]+)+-\d)?\.amazonaws\.com(\.cn)?$/, '');
  return asynchronous.has(service);
}

/** Whether a topic may call a function, as far as its policy does not keep that topic out. What is not understood may. */
export async function maySendTo(named: Named, topic: string, aws: Aws): Promise<boolean> {
  const policy = (await aws('lambda:GetPolicy', called(named)))?.Policy;
  return policy !== undefined && letsIn(policy, topic);
}

function letsIn(policy: string, topic: string): boolean {
  try {
    return statementsOf(policy).some(
      (statement) =>
        statement.Effect === 'Allow' &&
        (typeof statement.Principal !== 'object' || Object.values(statement.Principal).flat().some(isTopics)) &&
        testsOf(statement).every((test) => !keepsOut(test, topic)),
    );
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return true;
    }
    throw error;
  }
}

function isTopics(principal: string): boolean {
  return principal === '*' || /^sns\./.test(principal);
}

/** A test for other sources by their ARN. */
function keepsOut({ key, comparison, negated, values }: Test, topic: string): boolean {
  return (
    key.toLowerCase() === 'aws:sourcearn' &&
    /^(exact|glob|arn)$/.test(comparison) &&
    !negated &&
    values.every((value) => !isVariable(value) && !contains(value, topic))
  );
}

function servicesIn(policy: string): readonly string[] {
  try {
    return statementsOf(policy).flatMap(({ Effect, Principal }) =>
      Effect === 'Allow' && typeof Principal === 'object' ? (Principal['Service'] ?? []) : [],
    );
  } catch (error) {
    if (error instanceof UnreadablePolicy) {
      return [];
    }
    throw error;
  }
}

async function wasCalled({ name, qualifier }: Named, days: number, aws: Aws): Promise<boolean> {
  const hour = 3_600_000;
  const EndTime = new Date(Math.ceil(Date.now() / hour) * hour);
  const answer = await aws('cloudwatch:GetMetricStatistics', {
    Namespace: 'AWS/Lambda',
    MetricName: 'AsyncEventsReceived',
    Dimensions: [
      { Name: 'FunctionName', Value: name },
      ...(qualifier === null ? [] : [{ Name: 'Resource', Value: `${name}:${qualifier}` }]),
    ],
    StartTime: new Date(EndTime.getTime() - days * 24 * hour),
    EndTime,
    Period: 86_400,
    Statistics: ['Sum'],
  });
  return (answer?.Datapoints ?? []).some(({ Sum = 0 }) => Sum > 0);
}
