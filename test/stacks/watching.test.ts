import { describe, expect, jest, test } from '@jest/globals';
import type { Control } from '../../catalogue/control.ts';
import { controlById } from '../../catalogue/index.ts';
import type { ConfigInput } from '../../functions/domain/config.ts';

/** A control that takes nothing away, said to be watched: what it does makes no difference to the rules. */
const control = controlById('iam.role-trust-closed') as Control;
jest.unstable_mockModule('../../catalogue/index.ts', () => ({
  catalogue: [{ ...control, id: 'iam.watched', watches: true }, control],
  controlById,
}));
const { home, other, listOf, resourcesOf, statementsOf, synthesized, twoAccounts } = await import('./app.ts');

const withControls = (...controls: string[]): ConfigInput => ({ ...twoAccounts, controls });
const { hub, members } = synthesized(withControls('*'));
const ofType = (template: typeof hub, type: string) =>
  resourcesOf(template)
    .filter(([, { Type }]) => Type === type)
    .map(([, { Properties }]) => Properties as Record<string, unknown>);
const refusedRules = (template: typeof hub) =>
  ofType(template, 'AWS::Events::Rule').filter((rule) => JSON.stringify(rule).includes('AccessDenied'));
const pattern = {
  source: [{ prefix: 'aws.' }],
  'detail-type': ['AWS API Call via CloudTrail'],
  detail: {
    errorCode: expect.arrayContaining([{ prefix: 'AccessDenied' }, { suffix: 'UnauthorizedOperation' }]),
    userIdentity: { type: ['AssumedRole', 'IAMUser', 'FederatedUser'] },
  },
};
const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';

describe('refused calls', () => {
  test.each(Object.entries(members))('are listened to in %s, those that only read among them', (_, template) => {
    expect(refusedRules(template)).toEqual([expect.objectContaining({ State: state, EventPattern: pattern })]);
  });

  test('of the hub’s own region go to the function, and are kept where it cannot be reached', () => {
    const [rule] = refusedRules(members[`${home} eu-central-1`] as typeof hub);
    expect(rule?.['Targets']).toEqual([
      expect.objectContaining({
        Id: 'Watch',
        Arn: expect.objectContaining({ 'Fn::ImportValue': expect.stringContaining('watch') }),
        DeadLetterConfig: expect.anything(),
        RetryPolicy: expect.anything(),
      }),
    ]);
  });

  test.each([`${home} us-east-1`, `${other} us-east-1`])(
    'of %s go to the hub’s bus, as its other events do',
    (place) => {
      const [rule] = refusedRules(members[place] as typeof hub);
      expect(JSON.stringify(rule?.['Targets'])).toContain('event-bus/homeostat');
    },
  );

  test('that came by the hub’s bus, from a member, go to the function', () => {
    expect(refusedRules(hub)).toEqual([
      expect.objectContaining({
        State: state,
        EventBusName: expect.objectContaining({ Ref: expect.stringContaining('Bus') }),
        EventPattern: { ...pattern, account: [home, other] },
        Targets: [expect.objectContaining({ Id: 'Watch', DeadLetterConfig: expect.anything() })],
      }),
    ]);
  });

  test('are not listened to where no control that is at work takes anything away', () => {
    const quiet = synthesized(withControls('iam.role-trust-closed'));
    expect([quiet.hub, ...Object.values(quiet.members)].flatMap(refusedRules)).toEqual([]);
  });
});

describe('the function that answers them', () => {
  test('may be called by rules of the hub’s account, and by nobody else', () => {
    const permissions = ofType(hub, 'AWS::Lambda::Permission').filter((one) => JSON.stringify(one).includes('watch'));
    expect(permissions.length).toBeGreaterThan(0);
    for (const { Principal, SourceArn } of permissions) {
      expect(Principal).toBe('events.amazonaws.com');
      expect(JSON.stringify(SourceArn)).toMatch(new RegExp(`:events:eu-central-1:${home}:rule/\\*|Arn`));
    }
  });

  test('reads the history, keeps notes in the state, starts undos and sends notices, and may do nothing else', () => {
    const actions = statementsOf(hub)
      .filter(({ role }) => role === 'Homeostat-watch')
      .flatMap(({ statement }) => listOf(statement.Action))
      .filter((action) => !/^(logs|xray):/.test(action));
    expect([...new Set(actions)].toSorted()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      // What Lambda asks of a queue that it leaves its failures in.
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
      'states:StartExecution',
    ]);
  });

  test('hears of the ends of undos', () => {
    const ends = ofType(hub, 'AWS::Events::Rule').filter((rule) => JSON.stringify(rule).includes('undoes'));
    expect(ends.map(({ EventPattern }) => EventPattern)).toEqual([
      { source: ['homeostat'], 'detail-type': ['Remediation Closed'], detail: { undoes: [{ exists: true }] } },
    ]);
  });
});
