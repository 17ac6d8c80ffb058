import * as z from 'zod';
import { type Change, defineControl, type Plan } from '../../control.ts';
import { groupArn, groupName, groupReads, groups, groupTarget, readGroup } from '../../logs/group.ts';

const Group = z.object({
  name: z.string(),
  /** `null` where events are kept for ever. */
  days: z.number().nullable(),
  /** Whether events of that class go after a day, whatever anybody says. */
  isForDelivery: z.boolean(),
  /** Whether events may be older than the wanted number of days; read only where they are kept for ever. */
  mayHoldOlder: z.boolean().nullable(),
});
type Group = z.infer<typeof Group>;

/** Source: CloudWatch Logs API reference, PutRetentionPolicy, "retentionInDays". */
const possibleDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const Settings = z.object({
  days: z
    .literal([...possibleDays])
    .default(365)
    .describe('How many days a group keeps its events at least; one of the numbers that CloudWatch Logs takes'),
  endless: z
    .enum(['limit', 'accept'])
    .default('limit')
    .describe(
      'What becomes of a group that keeps its events for ever: it gets that number of days, as long as no event is older, or stays as it is',
    ),
});
type Settings = z.infer<typeof Settings>;

/**
 * How much older than its group an event can be: CloudWatch Logs refuses events from more than 14 days ago
 * (API reference, PutLogEvents). One more day for the call to arrive.
 */
const olderThanGroup = 15;
const day = 86_400_000;

type Write = 'logs:PutRetentionPolicy' | 'logs:DeleteRetentionPolicy';

export const groupRetained = defineControl({
  id: 'logs.group-retained',
  title: 'Log groups keep their events long enough, and not for ever',
  practice: 'activity tracking',
  severity: 'medium',
  standards: {
    'Security Hub': ['CloudWatch.16'],
    Prowler: ['cloudwatch_log_group_retention_policy_specific_days_enabled'],
  },
  why: 'An intrusion is often found months later: what was logged has to be there still. What is kept for ever costs more every month, and may be kept longer than it is allowed.',
  impact:
    'A group that keeps its events too short a time keeps them longer from now on, and they are paid for; what is gone already does not come back. A group that keeps them for ever deletes each event when it reaches the number of days that the settings name. It gets that number only while no event is so old, so that nothing is deleted by the mend itself.',
  triggers: [
    {
      kind: 'api-call',
      service: 'logs',
      events: ['CreateLogGroup', 'DeleteRetentionPolicy', 'PutRetentionPolicy'],
      target: groupTarget,
    },
    { kind: 'config-rule', rule: 'cw-loggroup-retention-period-check' },
    { kind: 'security-hub', control: 'CloudWatch.16' },
  ],
  settings: Settings,
  ...groups,
  reads: [...groupReads],
  writes: [
    { call: 'logs:PutRetentionPolicy', on: groupArn },
    { call: 'logs:DeleteRetentionPolicy', on: groupArn },
  ],
  state: Group,

  async read(target, aws, settings) {
    const { retentionInDays: days = null, creationTime, logGroupClass } = await readGroup(target, aws);
    const name = groupName(target);
    return {
      name,
      days,
      isForDelivery: logGroupClass === 'DELIVERY',
      mayHoldOlder: days === null ? mayHoldOlder(name, creationTime, settings) : null,
    };
  },

  // Source: AWS Control Tower, "Disallow Changes to Amazon CloudWatch Logs Log Groups Set Up by AWS Control Tower".
  plan(group, settings): Plan<Group, Write> {
    const { name, days } = group;
    if (days === null ? settings.endless === 'accept' : days >= settings.days) {
      return { outcome: 'compliant' };
    }
    if (group.isForDelivery) {
      return { outcome: 'leave', because: `${name} is of the class for delivery, which keeps events for a day only` };
    }
    if (name.includes('aws-controltower')) {
      return { outcome: 'leave', because: `${name} is kept by AWS Control Tower, which alone says how long` };
    }
    if (group.mayHoldOlder) {
      return {
        outcome: 'leave',
        because: `${name} keeps its events for ever and may hold some that are older than ${settings.days} days, which would be deleted`,
      };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: effectOf(group, settings) },
      apply: [put(name, settings.days, `Let ${name} keep its events for ${settings.days} days`)],
      undo: [takeBack(group)],
      after: { ...group, days: settings.days, mayHoldOlder: null },
    };
  },

  examples: [
    { name: 'a group that keeps its events for a year', state: of(365), plan: { outcome: 'compliant' } },
    { name: 'a group that keeps its events longer', state: of(3653), plan: { outcome: 'compliant' } },
    {
      name: 'a group that keeps its events too short a time',
      state: of(14),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'events of /aws/lambda/orders are kept and paid for 365 days instead of 14, also where they were to go sooner for the sake of privacy',
        },
        apply: [put('/aws/lambda/orders', 365, 'Let /aws/lambda/orders keep its events for 365 days')],
        undo: [
          put(
            '/aws/lambda/orders',
            14,
            'Let /aws/lambda/orders keep its events for 14 days again, which deletes those that are older by then',
          ),
        ],
        after: of(365),
      },
    },
    {
      name: 'a young group that keeps its events for ever',
      state: { ...of(null), mayHoldOlder: false },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'events of /aws/lambda/orders are deleted once they are 365 days old instead of never; none is so old yet',
        },
        apply: [put('/aws/lambda/orders', 365, 'Let /aws/lambda/orders keep its events for 365 days')],
        undo: [
          {
            call: 'logs:DeleteRetentionPolicy',
            input: { logGroupName: '/aws/lambda/orders' },
            says: 'Let /aws/lambda/orders keep its events for ever again',
          },
        ],
        after: of(365),
      },
    },
    {
      name: 'an old group that keeps its events for ever',
      state: { ...of(null), mayHoldOlder: true },
      plan: {
        outcome: 'leave',
        because:
          '/aws/lambda/orders keeps its events for ever and may hold some that are older than 365 days, which would be deleted',
      },
    },
    {
      name: 'a group that keeps its events for ever, where that is accepted',
      settings: { endless: 'accept' },
      state: { ...of(null), mayHoldOlder: true },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a group that AWS Control Tower keeps',
      state: { ...of(14), name: '/aws/lambda/aws-controltower-NotificationForwarder' },
      plan: {
        outcome: 'leave',
        because:
          '/aws/lambda/aws-controltower-NotificationForwarder is kept by AWS Control Tower, which alone says how long',
      },
    },
    {
      name: 'a group that only hands its events on',
      state: { ...of(1), isForDelivery: true },
      plan: {
        outcome: 'leave',
        because: '/aws/lambda/orders is of the class for delivery, which keeps events for a day only',
      },
    },
  ],
});

/** Groups that CloudTrail Lake is copied into hold events from long before (API reference, CreateImportTask). */
function mayHoldOlder(name: string, createdAt: number | undefined, { days }: Settings): boolean {
  const isImported = name.startsWith('aws/cloudtrail/');
  return isImported || createdAt === undefined || Date.now() - createdAt > (days - olderThanGroup) * day;
}

function effectOf({ name, days }: Group, settings: Settings): string {
  return days === null
    ? `events of ${name} are deleted once they are ${settings.days} days old instead of never; none is so old yet`
    : `events of ${name} are kept and paid for ${settings.days} days instead of ${days}, also where they were to go sooner for the sake of privacy`;
}

function takeBack({ name, days }: Group): Change<Write> {
  return days === null
    ? {
        call: 'logs:DeleteRetentionPolicy',
        input: { logGroupName: name },
        says: `Let ${name} keep its events for ever again`,
      }
    : put(name, days, `Let ${name} keep its events for ${days} days again, which deletes those that are older by then`);
}

function put(logGroupName: string, retentionInDays: number, says: string): Change<Write> {
  return { call: 'logs:PutRetentionPolicy', input: { logGroupName, retentionInDays }, says };
}

function of(days: number | null): Group {
  return { name: '/aws/lambda/orders', days, isForDelivery: false, mayHoldOlder: null };
}
