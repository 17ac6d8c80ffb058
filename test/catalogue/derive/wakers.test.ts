import { expect, test } from '@jest/globals';
import { candidates } from '../../../catalogue/derive/targets.ts';
import { typesThatWake } from '../../../catalogue/derive/triggers.ts';
import { mayWake, wakersOf } from '../../../catalogue/derive/wakers.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { load } from '../../../catalogue/load.ts';
import { DriftEvent } from '../../../functions/domain/event.ts';

const wakers = wakersOf(catalogue);
const envelope = { id: 'e-1', account: '111122223333', region: 'us-east-1', time: '2026-01-01T00:00:00Z' };

test.each(catalogue.map((control) => [control.id, control] as const))(
  '%s is loaded from its own file by its id',
  async (id, control) => {
    expect(await load(id)).toBe(control);
  },
);

test('what every trigger and type speaks of may wake its control up', () => {
  for (const control of catalogue) {
    const own = [...control.triggers.flatMap(eventsOf), ...typesThatWake(control).map(configItem)];
    expect(own.filter((event) => !mayWake(wakers[control.id] ?? none, event))).toEqual([]);
  }
});

test('what leads to a resource of a control may wake it up', () => {
  const events = catalogue.flatMap(({ triggers, resources }) => [
    ...triggers.flatMap(eventsOf),
    ...Object.keys(resources).map(configItem),
  ]);
  for (const event of events) {
    const found = candidates(catalogue, event).map(({ control }) => control.id);
    expect(found.filter((id) => !mayWake(wakers[id] ?? none, event))).toEqual([]);
  }
});

test('other events wake nobody up', () => {
  expect(catalogue.filter(({ id }) => mayWake(wakers[id] ?? none, call('s3', 'GetObject')))).toEqual([]);
  expect(catalogue.filter(({ id }) => mayWake(wakers[id] ?? none, configItem('AWS::Made::Up')))).toEqual([]);
});

test('no event wakes a control that time alone makes drift', () => {
  const swept = catalogue.filter(({ triggers }) => triggers.every(({ kind }) => kind === 'sweep'));
  const events = swept.flatMap(({ resources }) => Object.keys(resources)).map(configItem);
  expect(swept.length).toBeGreaterThan(0);
  expect(events.flatMap((event) => candidates(swept, event))).toEqual([]);
  expect(swept.filter(({ id }) => events.some((event) => mayWake(wakers[id] ?? none, event)))).toEqual([]);
});

const none = { calls: [], types: [], rules: [], hubs: [] };

function eventsOf(trigger: (typeof catalogue)[number]['triggers'][number]): readonly DriftEvent[] {
  switch (trigger.kind) {
    case 'api-call':
      return trigger.events.map((name) => call(trigger.service, name));
    case 'config-rule':
      return catalogue
        .filter(({ triggers }) => triggers.includes(trigger))
        .flatMap(({ resources }) => Object.keys(resources))
        .map((resourceType) => configRule(`securityhub-${trigger.rule}-a1b2c3`, resourceType));
    case 'security-hub':
      return [finding(trigger.control)];
    case 'sweep':
      return [];
    default:
      return trigger satisfies never;
  }
}

function call(service: string, eventName: string): DriftEvent {
  const requestParameters = { bucketName: 'logs', roleName: 'app', policyArn: 'arn:aws:iam::111122223333:policy/p' };
  const detail = { eventSource: `${service}.amazonaws.com`, eventName, requestParameters };
  return DriftEvent.parse({ ...envelope, 'detail-type': 'AWS API Call via CloudTrail', detail });
}

function configItem(resourceType: string): DriftEvent {
  const ARN = 'arn:aws:s3:::logs';
  const configurationItem = { resourceType, ARN, awsAccountId: envelope.account, awsRegion: envelope.region };
  return DriftEvent.parse({
    ...envelope,
    'detail-type': 'Config Configuration Item Change',
    detail: { configurationItem },
  });
}

function configRule(configRuleName: string, resourceType: string): DriftEvent {
  const detail = { configRuleName, resourceType, resourceId: 'logs' };
  return DriftEvent.parse({ ...envelope, 'detail-type': 'Config Rules Compliance Change', detail });
}

function finding(SecurityControlId: string): DriftEvent {
  const Resources = [{ Type: 'AwsS3Bucket', Id: 'arn:aws:s3:::logs', Region: envelope.region }];
  const findings = [{ Compliance: { SecurityControlId }, Resources, AwsAccountId: envelope.account }];
  return DriftEvent.parse({ ...envelope, 'detail-type': 'Security Hub Findings - Imported', detail: { findings } });
}
