import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { type StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { Functions } from './functions.ts';
import { Workflow, workflowArn } from './workflow.ts';

/** Carries one finding to its end. */
export function remediateWorkflow(stack: Stack, { open, ask, apply, verify, close, assess }: Functions): StateMachine {
  const bus = stack.formatArn({ service: 'events', resource: 'event-bus', resourceName: 'default' });
  return new Workflow(stack, 'Remediate', {
    name: 'remediate',
    type: StateMachineType.STANDARD,
    functions: {
      Open: open.function,
      Ask: ask.function,
      Apply: apply.function,
      Verify: verify.function,
      Close: close.function,
      Assess: assess.function,
    },
    substitutions: { Triage: workflowArn(stack, 'triage') },
    statements: [
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus] }),
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [workflowArn(stack, 'triage')] }),
    ],
  }).stateMachine;
}

export interface TriageProps {
  readonly functions: Functions;
  readonly remediate: StateMachine;
  readonly deadLetters: Queue;
}

/** Judges one event. */
export function triageWorkflow(stack: Stack, { functions, remediate, deadLetters }: TriageProps): StateMachine {
  return new Workflow(stack, 'Triage', {
    name: 'triage',
    type: StateMachineType.EXPRESS,
    functions: { Assess: functions.assess.function },
    substitutions: { Remediate: remediate.stateMachineArn, DeadLetters: deadLetters.queueUrl },
    statements: [
      new PolicyStatement({ actions: ['states:StartExecution'], resources: [remediate.stateMachineArn] }),
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
    ],
  }).stateMachine;
}
