import * as z from 'zod';
import { type Caller, type Change, defineControl, type Plan, type Target } from '../../control.ts';
import type { Place } from '../../derive/place.ts';
import { tagsOf } from '../../tags.ts';

const Alarm = z.object({
  name: z.string(),
  enabled: z.boolean(),
  /** What it does when it changes its state, whatever to. */
  actions: z.array(z.string()),
});
type Alarm = z.infer<typeof Alarm>;

type Read = 'cloudwatch:DescribeAlarms' | 'cloudwatch:ListTagsForResource';
type Write = 'cloudwatch:EnableAlarmActions' | 'cloudwatch:DisableAlarmActions';

const alarmArn = 'arn:{partition}:cloudwatch:{region}:{account}:alarm:*';

/**
 * Actions that only tell somebody. All others, on instances, groups of them or functions, may change something by themselves;
 * so may the response plans of Incident Manager, which can run a runbook.
 */
const tells = /^arn:[^:]+:(sns|aiops|ssm:[^:]*:[^:]*:opsitem):/;

export const alarmActionsOn = defineControl({
  id: 'cloudwatch.alarm-actions-on',
  title: 'Alarms do what they are for',
  practice: 'activity tracking',
  severity: 'high',
  resources: { 'AWS::CloudWatch::Alarm': 'by-arn' },
  standards: { 'Security Hub': ['CloudWatch.17'], Prowler: ['cloudwatch_alarm_actions_enabled'] },
  why: 'An alarm whose actions are switched off still shows red, and tells nobody. Whoever does not want to be seen switches them off first.',
  impact:
    'Whoever the alarm tells hears of its next change of state. Where its actions were switched off while somebody works on what it watches, it may ring for that.',
  triggers: [
    {
      kind: 'api-call',
      service: 'monitoring',
      events: ['DisableAlarmActions'],
      target: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarmNames[]}',
    },
    {
      kind: 'api-call',
      service: 'monitoring',
      events: ['PutCompositeAlarm', 'PutMetricAlarm'],
      target: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarmName}',
    },
    { kind: 'config-rule', rule: 'cloudwatch-alarm-action-enabled-check' },
    { kind: 'security-hub', control: 'CloudWatch.17' },
  ],
  reads: [
    { call: 'cloudwatch:DescribeAlarms', on: alarmArn },
    { call: 'cloudwatch:ListTagsForResource', on: alarmArn },
  ],
  writes: [
    { call: 'cloudwatch:EnableAlarmActions', on: alarmArn },
    { call: 'cloudwatch:DisableAlarmActions', on: alarmArn },
  ],
  gone: ['ResourceNotFoundException', 'ResourceNotFound'],
  state: Alarm,
  list,
  tags,

  async read(target, aws) {
    const name = nameIn(target);
    const answer = await aws('cloudwatch:DescribeAlarms', { AlarmNames: [name], AlarmTypes: [...kinds] });
    const [alarm] = [...(answer?.MetricAlarms ?? []), ...(answer?.CompositeAlarms ?? [])];
    if (alarm === undefined) {
      // Asked for its tags, CloudWatch says whether there is no such alarm.
      await tags(target, aws);
      throw new Error(`CloudWatch does not show the alarm ${name}`);
    }
    const { ActionsEnabled = true, AlarmActions = [], OKActions = [], InsufficientDataActions = [] } = alarm;
    const actions = [...new Set([...AlarmActions, ...OKActions, ...InsufficientDataActions])].toSorted();
    return { name, enabled: ActionsEnabled, actions };
  },

  plan(alarm): Plan<Alarm, Write> {
    const { name, enabled, actions } = alarm;
    if (enabled) {
      return { outcome: 'compliant' };
    }
    if (actions.length === 0) {
      return { outcome: 'leave', because: `${name} has no actions that could be switched on: give it one first` };
    }
    const acting = actions.filter((action) => !tells.test(action));
    if (acting.length > 0) {
      return {
        outcome: 'leave',
        because: `${name} may change something by itself when it rings: ${acting.join(', ')}`,
      };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: `whoever ${name} tells hears of it again, at its next change of state` },
      apply: [turn('on', name, `Switch the actions of ${name} on`)],
      undo: [turn('off', name, `Switch the actions of ${name} off again`)],
      after: { ...alarm, enabled: true },
    };
  },

  examples: [
    { name: 'an alarm that tells somebody', state: of(true), plan: { outcome: 'compliant' } },
    {
      name: 'an alarm whose actions somebody switched off',
      state: of(false),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever root-sign-in tells hears of it again, at its next change of state',
        },
        apply: [turn('on', 'root-sign-in', 'Switch the actions of root-sign-in on')],
        undo: [turn('off', 'root-sign-in', 'Switch the actions of root-sign-in off again')],
        after: of(true),
      },
    },
    {
      name: 'an alarm without actions',
      state: of(false, []),
      plan: {
        outcome: 'leave',
        because: 'root-sign-in has no actions that could be switched on: give it one first',
      },
    },
    {
      name: 'an alarm that stops an instance',
      state: of(false, ['arn:aws:automate:eu-central-1:ec2:stop', 'arn:aws:sns:eu-central-1:111122223333:operators']),
      plan: {
        outcome: 'leave',
        because: 'root-sign-in may change something by itself when it rings: arn:aws:automate:eu-central-1:ec2:stop',
      },
    },
    {
      name: 'an alarm that starts a response plan, beside an item of OpsCenter',
      state: of(false, [
        'arn:aws:ssm-incidents::111122223333:response-plan/restart',
        'arn:aws:ssm:eu-central-1:111122223333:opsitem:1',
      ]),
      plan: {
        outcome: 'leave',
        because:
          'root-sign-in may change something by itself when it rings: arn:aws:ssm-incidents::111122223333:response-plan/restart',
      },
    },
  ],
});

const kinds = ['MetricAlarm', 'CompositeAlarm'] as const;

function of(enabled: boolean, actions = ['arn:aws:sns:eu-central-1:111122223333:operators']): Alarm {
  return { name: 'root-sign-in', enabled, actions };
}

/** An alarm’s name may have colons. */
function nameIn({ arn }: Target): string {
  return arn.split(':').slice(6).join(':');
}

function turn(way: 'on' | 'off', name: string, says: string): Change<Write> {
  const call = way === 'on' ? 'cloudwatch:EnableAlarmActions' : 'cloudwatch:DisableAlarmActions';
  return { call, input: { AlarmNames: [name] }, says };
}

async function* list(_: Place, aws: Caller<Read>): AsyncGenerator<string> {
  let NextToken: string | undefined;
  do {
    const page = await aws('cloudwatch:DescribeAlarms', {
      AlarmTypes: [...kinds],
      MaxRecords: 100,
      ...(NextToken && { NextToken }),
    });
    const alarms = [...(page?.MetricAlarms ?? []), ...(page?.CompositeAlarms ?? [])];
    yield* alarms.flatMap(({ AlarmArn }) => AlarmArn ?? []);
    NextToken = page?.NextToken;
  } while (NextToken);
}

async function tags({ arn }: Target, aws: Caller<Read>): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await aws('cloudwatch:ListTagsForResource', { ResourceARN: arn }))?.Tags);
}
