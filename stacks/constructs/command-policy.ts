import type { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { indexNames } from '../../functions/domain/listing.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Alarms } from './alarms.ts';
import type { Functions } from './functions.ts';
import type { Store } from './store.ts';

export interface CommandPolicyProps {
  readonly functions: Functions;
  readonly store: Store;
}

/** What whoever uses the `homeostat` command needs: attach it to them. Who may decide what, the configuration says. */
export function commandPolicy(stack: Stack, { functions, store }: CommandPolicyProps): ManagedPolicy {
  const { history, state, tally } = store;
  const indexes = indexNames.map((index) => `${history.tableArn}/index/${index}`);
  const tables = [history.tableArn, ...indexes, state.tableArn, `${state.tableArn}/index/byList`, tally.tableArn];
  const self = stack.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${stack.stackName}/*` });
  const invoked = [functions.undo, functions.command].map((one) => one.function.functionArn);
  const policy = new ManagedPolicy(stack, 'CommandPolicy', {
    managedPolicyName: 'HomeostatCommand',
    description: 'Lets somebody use the homeostat command: read the history, ask for an undo, answer questions',
    statements: [
      new PolicyStatement({ actions: ['cloudformation:DescribeStacks'], resources: [self] }),
      new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:Scan'], resources: tables }),
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: invoked }),
    ],
  });
  acknowledge(
    policy,
    `AwsSolutions-IAM5[Resource::${self.replace(stack.partition, '<AWS::Partition>')}]`,
    'A stack is asked for by its name, and its ARN ends in an id that is new with each making',
  );
  return policy;
}

export interface ExaminationProps {
  readonly examine: StateMachine;
  readonly deadLetters: Queue;
  readonly alarms: Alarms;
}

/** What `homeostat doctor` looks at by itself, and whom it asks for the rest. */
export function letExamine(policy: ManagedPolicy, { examine, deadLetters, alarms }: ExaminationProps): void {
  policy.addStatements(
    new PolicyStatement({ actions: ['states:StartSyncExecution'], resources: [examine.stateMachineArn] }),
    new PolicyStatement({ actions: ['sqs:GetQueueAttributes'], resources: [deadLetters.queueArn] }),
    new PolicyStatement({ actions: ['sns:ListSubscriptionsByTopic'], resources: [alarms.topicArn] }),
    // Asked for by the beginning of their names, alarms are no resource of their own.
    new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
  );
  acknowledge(
    policy,
    'AwsSolutions-IAM5[Resource::*]',
    'It reads the states of alarms, and nothing narrower lists them',
  );
}
