import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Alarms } from './alarms.ts';
import type { Functions } from './functions.ts';

export interface PeopleProps {
  readonly config: Config;
  readonly functions: Functions;
  readonly triage: StateMachine;
  readonly deadLetters: Queue;
}

/** What carries questions to people and their answers back: the queue of messages, the channels, and what follows up on them. */
export class People extends Construct {
  constructor(scope: Construct, id: string, props: PeopleProps) {
    super(scope, id);
    this.deliveries(props);
    this.mail(props);
    this.slack(props);
    this.followUp(props);
    this.exemptions(props);
  }

  /** Messages wait here: until the questions of a burst are collected, and while a channel is down. */
  private deliveries({ functions: { ask, deliver, watch }, deadLetters }: PeopleProps): void {
    const queue = new Queue(this, 'Deliveries', {
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.minutes(6),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 3 },
    });
    deliver.function.addEventSource(new SqsEventSource(queue, { batchSize: 1 }));
    for (const sending of [ask, deliver, watch]) {
      sending.function.addEnvironment('DELIVERIES', queue.queueUrl);
      sending.may(['sqs:SendMessage'], queue.queueArn);
    }
    for (const asking of [ask, deliver]) {
      asking.mayAnswerTasks('states:SendTaskFailure');
    }
    ask.mayAnswerTasks('states:SendTaskSuccess');
  }

  private mail({ functions: { deliver, pages }, config: { channels } }: PeopleProps): void {
    if (channels.mail === undefined) {
      return;
    }
    if (channels.mail.identity === 'create') {
      new EmailIdentity(this, 'Sender', { identity: Identity.email(channels.mail.from) });
    }
    const identities = sendersOf(this, channels.mail.from);
    deliver.may(['ses:SendEmail'], ...identities);
    pages.may(['ses:SendEmail'], ...identities);
  }

  /** The secret is made and changed by people, in Secrets Manager: no template ever holds it. */
  private slack({ functions: { deliver, notify, slack }, config: { channels } }: PeopleProps): void {
    if (channels.slack === undefined) {
      return;
    }
    // Secrets Manager puts a dash and six characters behind a secret's name.
    const secret = Stack.of(this).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      resourceName: `${channels.slack.secret}-??????`,
    });
    for (const using of [deliver, notify, slack]) {
      using.may(['secretsmanager:GetSecretValue'], secret);
    }
  }

  /** Messages that show a question follow what happens to it. */
  private followUp({ functions, config, deadLetters }: PeopleProps): void {
    const bus = Stack.of(this).formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
    const { ask, pages, slack, command, reconcile } = functions;
    for (const announcing of [ask, pages, slack, command, reconcile]) {
      announcing.may(['events:PutEvents'], bus);
    }
    if (config.channels.slack !== undefined) {
      new Rule(this, 'QuestionChanged', {
        description: 'Somebody voted, or a remediation came to its end: messages follow',
        eventPattern: { source: ['homeostat'], detailType: ['Question Changed', 'Remediation Closed'] },
        targets: [
          new LambdaFunction(functions.notify.function, {
            deadLetterQueue: deadLetters,
            retryAttempts: 10,
            maxEventAge: Duration.hours(6),
          }),
        ],
      });
    }
  }

  /** Exemptions end by themselves, and what they held is judged again. */
  private exemptions({ functions: { renew, command }, triage, deadLetters }: PeopleProps): void {
    new Rule(this, 'ExemptionsEnd', {
      description: 'Ends the exemptions whose time has come',
      schedule: Schedule.rate(Duration.minutes(5)),
      targets: [
        new LambdaFunction(renew.function, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
    for (const ending of [renew, command]) {
      ending.function.addEnvironment('TRIAGE_STATE_MACHINE', triage.stateMachineArn);
      ending.may(['states:StartExecution'], triage.stateMachineArn);
    }
  }

  /** Rings when a message could not be sent, or had to wait: questions that nobody sees are not answered. */
  watch(alarms: Alarms, config: Config, service: string): void {
    for (const channel of Object.keys(config.channels)) {
      const metric = (metricName: string) =>
        new Metric({
          namespace: 'Homeostat',
          metricName,
          dimensionsMap: { service, channel },
          statistic: 'Sum',
          period: Duration.minutes(1),
        });
      alarms.rings(`ChannelFailed-${channel}`, metric('ChannelFailed'), `Questions could not be sent by ${channel}.`);
      alarms.rings(
        `ChannelLimited-${channel}`,
        metric('ChannelLimited'),
        `So many questions came at once that some had to wait, by ${channel}.`,
      );
    }
  }
}

/** The identities that SES may know a sender by: the address, or its domain. */
export function sendersOf(scope: Construct, from: string): readonly string[] {
  return [from, from.split('@')[1] ?? ''].map((name) =>
    Stack.of(scope).formatArn({ service: 'ses', resource: 'identity', resourceName: name }),
  );
}

/** The name of a secret's ARN ends in characters that only Secrets Manager knows. */
export function acknowledgeSecret(functions: Functions, config: Config, stack: Stack): void {
  const { slack } = config.channels;
  if (slack === undefined) {
    return;
  }
  const arn = `arn:<AWS::Partition>:secretsmanager:${stack.region}:${stack.account}:secret:${slack.secret}-??????`;
  for (const using of [functions.deliver, functions.notify, functions.slack]) {
    acknowledge(
      using.role,
      `AwsSolutions-IAM5[Resource::${arn}]`,
      'Secrets Manager ends the ARN of a secret in six characters of its own',
    );
  }
}
