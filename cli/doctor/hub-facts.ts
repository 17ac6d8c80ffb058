import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Examined, looked } from '../../functions/domain/examination.ts';
import type { Deployment } from '../connect.ts';
import { exit, Problem } from '../exit.ts';

type Seen<Found> = Awaited<ReturnType<typeof looked<Found>>>;

/** What the command sees by itself, with the caller's own rights. */
export interface HubFacts {
  readonly tables: Seen<true>;
  /** How many dead letters wait. */
  readonly waiting: Seen<number>;
  /** Which alarms ring. */
  readonly ringing: Seen<readonly string[]>;
  /** How many listen to the alarms. */
  readonly listeners: Seen<number>;
}

export async function hubFacts({ outputs }: Deployment): Promise<HubFacts> {
  const [tables, waiting, ringing, listeners] = await Promise.all([
    looked(readTables),
    looked(() => deadLetters(outputs['DeadLetters'] ?? '')),
    looked(ringingAlarms),
    looked(() => listenersOf(outputs['AlarmsTopic'] ?? '')),
  ]);
  return { tables, waiting, ringing, listeners };
}

async function readTables(): Promise<true> {
  const { latest } = await import('../../functions/aws/history.ts');
  const { inForce } = await import('../../functions/aws/in-force.ts');
  await Promise.all([latest('r-0000000000000000'), inForce()]);
  return true;
}

async function deadLetters(QueueUrl: string): Promise<number> {
  const { Attributes } = await new SQSClient({ useQueueUrlAsEndpoint: false }).send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

async function ringingAlarms(): Promise<readonly string[]> {
  const { MetricAlarms = [] } = await new CloudWatchClient({}).send(
    new DescribeAlarmsCommand({ AlarmNamePrefix: 'Homeostat', StateValue: 'ALARM' }),
  );
  return MetricAlarms.map(({ AlarmName = '' }) => AlarmName);
}

async function listenersOf(TopicArn: string): Promise<number> {
  const { Subscriptions = [] } = await new SNSClient({}).send(new ListSubscriptionsByTopicCommand({ TopicArn }));
  return Subscriptions.length;
}

/** What the functions see from where they stand. @throws {Problem} where they could not be asked. */
export async function examined({ outputs }: Deployment): Promise<Examined> {
  const { status, output, error, cause } = await new SFNClient({ disableHostPrefix: isOwnEndpoint() }).send(
    new StartSyncExecutionCommand({ stateMachineArn: outputs['ExamineStateMachine'], input: '{}' }),
  );
  if (status !== 'SUCCEEDED') {
    throw new Problem(
      exit.couldNot,
      `The functions could not be asked: ${error ?? status}: ${cause ?? 'no reason given'}`,
    );
  }
  return Examined.parse(JSON.parse(output ?? '{}'));
}

/** AWS has another host for executions that are waited for; an emulator has one for everything. */
export function isOwnEndpoint(): boolean {
  return process.env['AWS_ENDPOINT_URL'] !== undefined;
}
