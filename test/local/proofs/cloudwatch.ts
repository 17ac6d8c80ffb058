import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  DisableAlarmActionsCommand,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Aws, Proof } from './proof.ts';

export const cloudwatch: readonly Proof[] = [
  {
    control: 'cloudwatch.alarm-actions-on',
    of: 'an alarm whose actions somebody switched off',
    async drift(aws) {
      const AlarmName = 'proof-quiet';
      await alarm(aws, AlarmName);
      await aws.client(CloudWatchClient).send(new DisableAlarmActionsCommand({ AlarmNames: [AlarmName] }));
      return arnOf(aws, AlarmName);
    },
    witness,
  },
  {
    control: 'cloudwatch.alarm-actions-on',
    of: 'an alarm of alarms that was made without its actions',
    async drift(aws) {
      await alarm(aws, 'proof-part');
      const AlarmName = 'proof-composite';
      await aws.client(CloudWatchClient).send(
        new PutCompositeAlarmCommand({
          AlarmName,
          AlarmRule: 'ALARM("proof-part")',
          AlarmActions: [topic(aws)],
          ActionsEnabled: false,
        }),
      );
      return arnOf(aws, AlarmName);
    },
    witness,
  },
];

async function alarm(aws: Aws, AlarmName: string): Promise<void> {
  await aws.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: 'Proofs',
      MetricName: 'Refusals',
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
      Period: 60,
      Statistic: 'Sum',
      Threshold: 1,
      AlarmActions: [topic(aws)],
      Tags: [{ Key: 'team', Value: 'proofs' }],
    }),
  );
}

function topic({ region, account }: Aws): string {
  return `arn:aws:sns:${region}:${account}:proofs`;
}

function arnOf({ region, account }: Aws, name: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`;
}

/** The whole alarm, save for its state and the times that go on by themselves. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const AlarmNames = [arn.split(':alarm:')[1] ?? ''];
  const answer = await aws
    .client(CloudWatchClient)
    .send(new DescribeAlarmsCommand({ AlarmNames, AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }));
  return [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])].map((one) =>
    Object.fromEntries(Object.entries(one).filter(([name]) => !/^State|Timestamp$/.test(name))),
  );
}
