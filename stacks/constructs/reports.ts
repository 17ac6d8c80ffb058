import { TimeZone } from 'aws-cdk-lib';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
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
    new Schedule(this, 'Weekly', {
      description: 'Mails what happened within the week',
      schedule: ScheduleExpression.expression(cronOf(reports.weekly), TimeZone.of(reports.weekly.timezone)),
      target: new LambdaInvoke(report.function, { deadLetterQueue: deadLetters, retryAttempts: 5 }),
    });
    const { history, state, tally } = store;
    const indexes = indexNames.map((index) => `${history.tableArn}/index/${index}`);
    report.may(['dynamodb:Query'], ...indexes, state.tableArn, `${state.tableArn}/index/byList`, tally.tableArn);
    report.may(['ses:SendEmail'], ...sendersOf(this, channels.mail.from));
  }
}
