import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { parseConfig } from '../../functions/domain/config.ts';
import { functionNames } from '../../stacks/names.ts';
import { listOf, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const { hub } = synthesized(twoAccounts);
const ofType = (type: string) =>
  resourcesOf(hub)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties }]) => [id, Properties as Record<string, unknown>] as const);
const functions = ofType('AWS::Lambda::Function').map(
  ([, properties]) => [String(properties['FunctionName']).replace('Homeostat-', ''), properties] as const,
);
const machines = ofType('AWS::StepFunctions::StateMachine').map(
  ([, properties]) => [String(properties['StateMachineName']), properties] as const,
);

/** Whom nobody waits for, or for longer. */
const longest: Readonly<Record<string, number>> = { apply: 240, sweep: 240, archive: 900, export: 900 };

describe('the functions', () => {
  test('are one for each file', () => {
    expect(functions.map(([name]) => name).toSorted()).toEqual([...functionNames].toSorted());
  });

  test.each(functions)(
    '%s is traced, logs as JSON in a group of its own, and ends before who waits for it',
    (name, { TracingConfig, LoggingConfig, Timeout, Runtime }) => {
      expect(TracingConfig).toEqual({ Mode: 'Active' });
      expect(LoggingConfig).toMatchObject({ LogFormat: 'JSON', LogGroup: { Ref: expect.stringContaining(name) } });
      expect(Runtime).toBe('nodejs24.x');
      expect(Timeout).toBeGreaterThanOrEqual(30);
      expect(Timeout).toBeLessThanOrEqual(longest[name] ?? 60);
    },
  );

  test('of the workflows end before their states do', () => {
    const states = Object.values(
      JSON.parse(readFileSync('statemachines/remediate.asl.json', 'utf8')).States as Record<
        string,
        { TimeoutSeconds?: number | string; Arguments?: { FunctionName?: string } }
      >,
    );
    for (const { TimeoutSeconds = Number.POSITIVE_INFINITY, Arguments } of states.filter(
      (state) => state.Arguments?.FunctionName && typeof state.TimeoutSeconds !== 'string',
    )) {
      const name = Arguments?.FunctionName?.replace(/[${}]/g, '').toLowerCase();
      expect(Number(functions.find(([one]) => one === name)?.[1]['Timeout'])).toBeLessThanOrEqual(
        Number(TimeoutSeconds),
      );
    }
  });

  test('that read and write get into the accounts by the two roles only, and look around for the doctor by a third', () => {
    const assuming = statementsOf(hub).filter(({ statement }) => listOf(statement.Action).includes('sts:AssumeRole'));
    const who = assuming.map(({ role, statement }) => [
      role.replace(/^Homeostat-/, ''),
      (JSON.stringify(statement.Resource).match(/role\/\w+/g) ?? []).toSorted(),
    ]);
    const [reader, writer, doctor] = ['role/HomeostatReader', 'role/HomeostatWriter', 'role/HomeostatDoctor'];
    expect(Object.fromEntries(who)).toEqual({
      assess: [doctor, doctor, reader, reader],
      verify: [reader, reader],
      undo: [reader, reader],
      apply: [reader, reader, writer, writer],
      sweep: [reader, reader],
    });
  });
});

describe('the workflows', () => {
  test.each(machines)(
    '%s are traced, and keep what they carry out of the log',
    (_, { TracingConfiguration, LoggingConfiguration }) => {
      expect(TracingConfiguration).toEqual({ Enabled: true });
      expect(LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
    },
  );

  test('are one for triage, at least once, for remediation and evidence one each, exactly once, and one that only looks', () => {
    expect(machines.map(([name, { StateMachineType }]) => [name, StateMachineType]).toSorted()).toEqual([
      ['Homeostat-evidence', 'STANDARD'],
      ['Homeostat-examine', 'EXPRESS'],
      ['Homeostat-remediate', 'STANDARD'],
      ['Homeostat-triage', 'EXPRESS'],
    ]);
  });
});

describe('the history', () => {
  const tables = ofType('AWS::DynamoDB::GlobalTable');
  const [history] = tables.find(([id]) => id.startsWith('StoreHistory')) ?? [''];

  test('is added to and read, and nothing else, by anybody', () => {
    const actions = statementsOf(hub)
      .filter(({ statement }) => statement.Effect === 'Allow' && JSON.stringify(statement.Resource).includes(history))
      .flatMap(({ statement }) => listOf(statement.Action));
    expect([...new Set(actions)].toSorted()).toEqual([
      'dynamodb:ConditionCheckItem',
      // Of its stream, by what counts.
      'dynamodb:DescribeStream',
      'dynamodb:GetItem',
      'dynamodb:GetRecords',
      'dynamodb:GetShardIterator',
      'dynamodb:PutItem',
      'dynamodb:Query',
      // By whoever uses the command, to verify it whole.
      'dynamodb:Scan',
    ]);
  });

  test('is touched under no other name', () => {
    const wide = statementsOf(hub).filter(
      ({ statement }) =>
        // IAM knows no resource for ListStreams, which lists names.
        listOf(statement.Action).some((action) => /^(dynamodb:(?!ListStreams$)|\*)/.test(action)) &&
        /"\*|table\/\*/.test(JSON.stringify(statement.Resource)),
    );
    expect(wide).toEqual([]);
  });

  test.each(tables)(
    '%s outlives its stack, can be restored to any second, and cannot be deleted by mistake',
    (id, { Replicas }) => {
      expect(hub.toJSON()['Resources'][id]).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
      expect(Replicas).toEqual([
        expect.objectContaining({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        }),
      ]);
    },
  );
});

test.each([
  ['AWS/States', 'ExecutionsFailed', 3],
  ['AWS/States', 'ExecutionsTimedOut', 3],
  ['AWS/States', 'ExecutionsAborted', 1],
  ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 1],
])('alarms ring at the first %s %s', (namespace, metric, count) => {
  const alarms = ofType('AWS::CloudWatch::Alarm').filter(
    ([, { Namespace, MetricName }]) => Namespace === namespace && MetricName === metric,
  );
  expect(alarms).toHaveLength(count);
  for (const [, alarm] of alarms) {
    expect(alarm).toMatchObject({
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [expect.anything()],
    });
  }
});

test('executions that ended without a word are reconciled', () => {
  const rules = ofType('AWS::Events::Rule').filter(([id]) => id.startsWith('EndedOtherwise'));
  expect(rules).toEqual([
    [
      expect.anything(),
      expect.objectContaining({
        EventPattern: {
          source: ['aws.states'],
          'detail-type': ['Step Functions Execution Status Change'],
          detail: {
            stateMachineArn: [{ Ref: expect.stringContaining('Remediate') }],
            status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
          },
        },
      }),
    ],
  ]);
});

describe('the pages', () => {
  test('are throttled, behind a Web ACL, and logged without the path, which is a secret', () => {
    const [[, stage] = ['', {}]] = ofType('AWS::ApiGateway::Stage');
    expect(stage).toMatchObject({
      TracingEnabled: false,
      MethodSettings: [expect.objectContaining({ DataTraceEnabled: false, ThrottlingRateLimit: 20 })],
    });
    expect(JSON.stringify((stage as Record<string, unknown>)['AccessLogSetting'])).not.toMatch(
      /path|requestUri|querystring/i,
    );
    expect(ofType('AWS::WAFv2::WebACLAssociation')).toHaveLength(1);
  });
});

test('mail is sent from the configured sender only', () => {
  const resources = statementsOf(hub)
    .filter(({ statement }) => listOf(statement.Action).includes('ses:SendEmail'))
    .flatMap(({ statement }) => listOf(statement.Resource));
  expect(resources.map((resource) => /identity\/[^"]+/.exec(JSON.stringify(resource))?.[0])).toEqual(
    expect.arrayContaining(['identity/homeostat@example.com', 'identity/example.com']),
  );
  expect(resources).toHaveLength(4);
});

test('the bundle has a file for each function, each service in a chunk of its own, and the configuration', () => {
  const { bundleFunctions } = jest.requireActual<typeof import('../../stacks/constructs/bundle.ts')>(
    '../../stacks/constructs/bundle.ts',
  );
  const out = bundleFunctions(parseConfig(twoAccounts), mkdtempSync(join(tmpdir(), 'homeostat-bundle-')));
  expect(functionNames.filter((name) => !existsSync(join(out, `${name}.mjs`)))).toEqual([]);
  expect(statSync(join(out, 'assess.mjs')).size).toBeLessThan(100_000);
  expect(parseConfig(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8')))).toEqual(parseConfig(twoAccounts));
});
