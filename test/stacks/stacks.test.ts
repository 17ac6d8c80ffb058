import { describe, expect, test } from '@jest/globals';
import { eventPatterns } from '../../catalogue/derive/event-pattern.ts';
import { refusedCalls } from '../../catalogue/derive/refused-pattern.ts';
import { iamAction } from '../../catalogue/derive/statements.ts';
import { catalogue } from '../../catalogue/index.ts';
import { atWork, parseConfig } from '../../functions/domain/config.ts';
import { home, listOf, other, resourcesOf, statementsOf, synthesized, twoAccounts } from './app.ts';

const two = synthesized(twoAccounts);
const atWorkInTwo = atWork(catalogue, parseConfig(twoAccounts));
const one = synthesized({
  accounts: [{ id: '000000000000', regions: ['us-east-1'] }],
  policy: [{ safe: 'automatic' }],
});
const templates = [
  ['the hub', two.hub],
  ...Object.entries(two.members),
  ['the local hub', one.hub],
  ['the local member', one.members['000000000000 us-east-1'] ?? one.hub],
] as const;

/** Their actions name no resource: https://docs.aws.amazon.com/service-authorization, X-Ray and CloudWatch Logs (log delivery). */
const withoutResource = [
  'states:SendTaskFailure',
  'states:SendTaskSuccess',
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'logs:CreateLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:PutResourcePolicy',
  // It reads: whether an event would match a pattern.
  'events:TestEventPattern',
];
const reads = /^[a-z0-9-]+:(Get|List|Describe|BatchGet|Query|Lookup|Check|Validate)\w*$/;
/** What the catalogue may take on everything: `test/catalogue.test.ts` holds each against what IAM knows. */
const ofControls = catalogue.flatMap(({ writes }) => writes.filter(({ on }) => on === '*').map(iamAction));

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig?: object;
  readonly RetryPolicy?: { MaximumRetryAttempts: number; MaximumEventAgeInSeconds: number };
}

describe.each(templates)('%s', (_, template) => {
  const resources = resourcesOf(template);
  const ofType = (type: string) =>
    resources
      .filter(([, { Type }]) => Type === type)
      .map(([id, { Properties }]) => [id, Properties as Record<string, unknown>] as const);

  test('lets nobody write on every resource', () => {
    const wide = statementsOf(template)
      .filter(({ statement }) => statement.Effect === 'Allow' && listOf(statement.Resource).includes('*'))
      .flatMap(({ at, statement }) => listOf(statement.Action).map((action) => `${at}: ${action}`));
    expect(
      wide.filter(
        (line) =>
          !reads.test(line.split(': ')[1] ?? '') &&
          ![...withoutResource, ...ofControls].some((action) => line.endsWith(` ${action}`)),
      ),
    ).toEqual([]);
  });

  test('names every action it allows', () => {
    const actions = statementsOf(template).flatMap(({ statement }) =>
      statement.Effect === 'Allow' ? listOf(statement.Action) : [],
    );
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  test('has every rule keep what it cannot deliver, after it has tried for hours', () => {
    for (const [, { Targets }] of ofType('AWS::Events::Rule')) {
      for (const { DeadLetterConfig, RetryPolicy } of Targets as Target[]) {
        expect(JSON.stringify(DeadLetterConfig)).toMatch(/^\{"Arn":\{.*DeadLetters/);
        expect(RetryPolicy?.MaximumRetryAttempts).toBeGreaterThanOrEqual(10);
        expect(RetryPolicy?.MaximumEventAgeInSeconds).toBe(6 * 3600);
      }
    }
  });

  test('has every function that is called without an answer keep what failed', () => {
    for (const [, { DestinationConfig }] of ofType('AWS::Lambda::EventInvokeConfig')) {
      expect(DestinationConfig).toMatchObject({ OnFailure: { Destination: expect.anything() } });
    }
  });

  test('rings while anything waits in a dead-letter queue', () => {
    const watched = ofType('AWS::CloudWatch::Alarm')
      .filter(
        ([, { MetricName, AlarmActions }]) =>
          MetricName === 'ApproximateNumberOfMessagesVisible' && AlarmActions !== undefined,
      )
      .map(([, { Dimensions }]) => (Dimensions as { Value: { 'Fn::GetAtt': string[] } }[])[0]?.Value['Fn::GetAtt'][0]);
    expect(watched).toEqual(ofType('AWS::SQS::Queue').flatMap(([id, { RedrivePolicy }]) => (RedrivePolicy ? [] : id)));
  });

  test('has no key of its own', () => {
    expect(resources.filter(([, { Type }]) => Type.startsWith('AWS::KMS::'))).toEqual([]);
  });

  test('keeps its logs for a while, not for ever', () => {
    expect(ofType('AWS::Logs::LogGroup').filter(([, { RetentionInDays }]) => RetentionInDays !== 90)).toEqual([]);
  });
});

describe('the rules of a member', () => {
  test.each(Object.entries(two.members))(
    'let through exactly what wakes a control up, and refused calls: %s',
    (name, template) => {
      const [account = ''] = name.split(' ');
      const rules = resourcesOf(template).filter(([id, { Type }]) => Type === 'AWS::Events::Rule' && id !== 'echo');
      const found = rules.map(([, { Properties }]) =>
        JSON.parse(plain((Properties as Record<string, unknown>)['EventPattern'])),
      );
      const waking = eventPatterns(atWorkInTwo, `arn:aws:sts::${account}:assumed-role/HomeostatWriter/`);
      const expected = [...Object.values(waking), refusedCalls];
      expect(found).toEqual(expect.arrayContaining(expected.map((pattern) => JSON.parse(JSON.stringify(pattern)))));
      expect(found).toHaveLength(expected.length);
    },
  );

  test.each([
    [`${home} eu-central-1`, 'stateMachine:Homeostat-triage|TriageStateMachine|FunctionswatchFunction'],
    [`${home} us-east-1`, `:events:eu-central-1:${home}:event-bus/homeostat`],
    [`${other} us-east-1`, `:events:eu-central-1:${home}:event-bus/homeostat`],
  ])('hand on to triage and the watch, or to the bus of the hub: %s', (name, arn) => {
    const targets = resourcesOf(two.members[name] ?? two.hub)
      .filter(([, { Type }]) => Type === 'AWS::Events::Rule')
      .flatMap(([, { Properties }]) =>
        (Properties as unknown as { Targets: Target[] }).Targets.map(({ Arn }) => plain(Arn)),
      );
    expect(targets.filter((target) => !new RegExp(arn).test(target))).toEqual([]);
  });
});

describe('the bus of the hub', () => {
  test('takes events from the member accounts alone', () => {
    const policies = resourcesOf(two.hub).filter(([, { Type }]) => Type === 'AWS::Events::EventBusPolicy');
    expect(
      policies.map(([, { Properties }]) =>
        plain((Properties as Record<string, { Principal: unknown }>)['Statement']?.Principal),
      ),
    ).toEqual([`{"AWS":"arn:aws:iam::${other}:root"}`]);
  });

  test('hands on to triage only what AWS itself sent from one of them, and no refused call', () => {
    const patterns = resourcesOf(two.hub)
      .filter(([id]) => id === 'FromMembers')
      .map(([, { Properties }]) => (Properties as Record<string, unknown>)['EventPattern']);
    expect(patterns).toEqual([
      { account: [home, other], source: [{ prefix: 'aws.' }], detail: { errorCode: [{ exists: false }] } },
    ]);
  });

  test('hands on, besides, the doctor’s event alone', () => {
    const patterns = resourcesOf(two.hub)
      .filter(([, { Type, Properties }]) => Type === 'AWS::Events::Rule' && plain(Properties).includes('"Doctor Asks"'))
      .map(([, { Properties }]) => (Properties as Record<string, unknown>)['EventPattern']);
    expect(patterns).toEqual([{ account: [home, other], source: ['homeostat'], 'detail-type': ['Doctor Asks'] }]);
  });
});

/** CloudFormation's own functions, put together as text. */
function plain(value: unknown): string {
  const joined = JSON.stringify(value, (_, item) =>
    item?.Ref === 'AWS::Partition' ? 'aws' : item?.['Fn::Join'] ? join(item['Fn::Join'][1]) : item,
  );
  return joined.replace(/^"|"$/g, '');
}

function join(parts: readonly unknown[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : plain(part))).join('');
}
