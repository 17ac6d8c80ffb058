import { Duration, type Stack } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from '../acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';
import { workflowArn } from './workflow.ts';

export interface ReconcileProps {
  readonly reconcile: HandlerFunction;
  readonly remediate: StateMachine;
  readonly deadLetters: Queue;
}

/** An execution that ended in another way than its own still gets its record. */
export function reconcileEndings(stack: Stack, { reconcile, remediate, deadLetters }: ReconcileProps): void {
  new Rule(stack, 'EndedOtherwise', {
    description: 'Remediations whose workflow failed, timed out or was aborted',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: { stateMachineArn: [remediate.stateMachineArn], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
    },
    targets: [
      new LambdaFunction(reconcile.function, {
        deadLetterQueue: deadLetters,
        retryAttempts: 10,
        maxEventAge: Duration.hours(6),
      }),
    ],
  });
  const executions = `${workflowArn(stack, 'remediate').replace(':stateMachine:', ':execution:')}:*`;
  reconcile.may(['states:DescribeExecution'], executions);
  acknowledge(
    reconcile.role,
    `AwsSolutions-IAM5[Resource::${executions.replace(stack.partition, '<AWS::Partition>')}]`,
    'Each execution of the one workflow has an ARN of its own',
  );
  reconcile.function.configureAsyncInvoke({
    retryAttempts: 2,
    maxEventAge: Duration.hours(1),
    onFailure: new SqsDestination(deadLetters),
  });
}
