import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { indexNames } from '../../functions/domain/listing.ts';
import { cronOf } from '../../functions/domain/report-config.ts';
import type { HandlerFunction } from './handler-function.ts';
import { sendersOf } from './people.ts';
import type { Store } from './store.ts';

export interface ReportsProps {
  readonly report: HandlerFunction;
  readonly store: Store;
  readonly config: Config;
  readonly deadLetters: Queue;
}

/** Has the report made and mailed once a week, on the clock of whom it is for. */
export class Reports extends Construct {
  constructor(scope: Construct, id: string, { report, store, config, deadLetters }: ReportsProps) {
    super(scope, id);
    const { reports, channels } = config;
    if (reports.weekly === undefined || channels.mail === undefined) {
      return;
    }
    const arn = report.function.functionArn;
    new CfnSchedule(this, 'Weekly', {
      description: 'Mails what happened within the week',
      scheduleExpression: cronOf(reports.weekly),
      scheduleExpressionTimezone: reports.weekly.timezone,
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: this.callerOf(arn, deadLetters).roleArn,
        deadLetterConfig: { arn: deadLetters.queueArn },
        retryPolicy: { maximumRetryAttempts: 5 },
      },
    });
    const { history, state, tally } = store;
    const indexes = indexNames.map((index) => `${history.tableArn}/index/${index}`);
    report.may(['dynamodb:Query'], ...indexes, state.tableArn, `${state.tableArn}/index/byList`, tally.tableArn);
    report.may(['ses:SendEmail'], ...sendersOf(this, channels.mail.from));
  }

  /** What EventBridge Scheduler needs to call the function, and to keep a call that did not go through. */
  private callerOf(functionArn: string, deadLetters: Queue): Role {
    return new Role(this, 'Caller', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      inlinePolicies: {
        call: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
          ],
        }),
      },
    });
  }
}
