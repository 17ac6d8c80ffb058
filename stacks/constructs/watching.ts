import { Duration, Stack } from 'aws-cdk-lib';
import { CfnRule, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Control } from '../../catalogue/control.ts';
import { refusedCalls } from '../../catalogue/derive/refused-pattern.ts';
import type { HandlerFunction } from './handler-function.ts';
import { retryPolicy } from './rule-delivery.ts';

export interface WatchingProps {
  readonly watch: HandlerFunction;
  readonly deadLetters: Queue;
}

/** What the hub needs to answer refused calls: a function that rules may call, and that hears how its undos ended. */
export class Watching extends Construct {
  private readonly props: WatchingProps;

  constructor(scope: Construct, id: string, props: WatchingProps) {
    super(scope, id);
    this.props = props;
    const { watch, deadLetters } = props;
    watch.function.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(deadLetters),
    });
    watch.function.addPermission('Rules', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: '*' }),
    });
    new Rule(this, 'UndoEnded', {
      description: 'An undo came to its end: where a refused call began it, people are told',
      eventPattern: {
        source: ['homeostat'],
        detailType: ['Remediation Closed'],
        detail: { undoes: [{ exists: true }] },
      },
      targets: [
        new LambdaFunction(watch.function, {
          deadLetterQueue: deadLetters,
          retryAttempts: 10,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }

  /** What a rule needs to hand a refused call to the function. */
  target(): CfnRule.TargetProperty {
    const { watch, deadLetters } = this.props;
    return {
      id: 'Watch',
      arn: watch.function.functionArn,
      deadLetterConfig: { arn: deadLetters.queueArn },
      retryPolicy,
    };
  }
}

/** Whether any of the controls takes permissions away and wants to know who misses them. */
export function watches(controls: readonly Control[]): boolean {
  return controls.some((control) => control.watches);
}

export interface RefusedCallsProps {
  readonly target: CfnRule.TargetProperty;
  /** On another bus than the default one: its name, and the accounts whose calls may come by it. */
  readonly bus?: { readonly name: string; readonly accounts: readonly string[] };
}

/** The rule for refused calls, refused reads among them: EventBridge passes on what reads only where a rule's state says so. */
export class RefusedCalls extends Construct {
  constructor(scope: Construct, id: string, { target, bus }: RefusedCallsProps) {
    super(scope, id);
    new CfnRule(this, 'Rule', {
      description: 'Homeostat: calls that were refused to a role or user',
      ...(bus && { eventBusName: bus.name }),
      eventPattern: { ...refusedCalls, ...(bus && { account: bus.accounts }) },
      state: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      targets: [target],
    });
  }
}
