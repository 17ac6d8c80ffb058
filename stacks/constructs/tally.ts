import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { HandlerFunction } from './handler-function.ts';
import type { Store } from './store.ts';

export interface TallyProps {
  readonly tally: HandlerFunction;
  readonly store: Store;
  readonly deadLetters: Queue;
}

/** Has `tally` follow the history: each change of a head, and each record, and nothing else. */
export class Tally extends Construct {
  constructor(scope: Construct, id: string, { tally, store: { history, tally: table }, deadLetters }: TallyProps) {
    super(scope, id);
    const stream = history.tableStreamArn ?? '';
    tally.may(['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], stream);
    // Lambda asks for it before it polls, and IAM knows no resource for it: it lists names.
    tally.may(['dynamodb:ListStreams'], '*');
    tally.may(['dynamodb:Query'], history.tableArn);
    tally.may(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], table.tableArn);
    const mapping = new EventSourceMapping(this, 'Steps', {
      target: tally.function,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 100,
      bisectBatchOnError: true,
      retryAttempts: 20,
      onFailure: new SqsDlq(deadLetters),
      filters: [writesOn(FilterRule.isEqual('HEAD')), writesOn(FilterRule.beginsWith('RECORD#'))],
    });
    mapping.node.addDependency(tally.role);
  }
}

function writesOn(sk: unknown) {
  return FilterCriteria.filter({
    eventName: FilterRule.or('INSERT', 'MODIFY'),
    dynamodb: { Keys: { sk: { S: sk } } },
  });
}
