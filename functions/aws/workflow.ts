import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Approval } from '../domain/approval.ts';
import type { Cause, Finding, Target } from '../domain/finding.ts';
import { environment } from '../environment.ts';

const workflows = new SFNClient({ maxAttempts: 5 });

/** Wakes the workflow that waits for a decision. The token stays between DynamoDB and Step Functions. */
export async function resume(taskToken: string, approval: Approval): Promise<void> {
  await workflows.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(approval) }));
}

/** Ends a wait that cannot come to a decision. `error` is what the workflow catches. */
export async function giveUp(taskToken: string, error: string, because: string): Promise<void> {
  await workflows.send(
    new SendTaskFailureCommand({ taskToken, error, cause: JSON.stringify({ errorMessage: because }) }),
  );
}

/** What an execution was started with, as JSON text. */
export async function inputOf(executionArn: string): Promise<string> {
  const { input } = await workflows.send(new DescribeExecutionCommand({ executionArn }));
  return input ?? '';
}

/** Starts the remediation of a finding; the same finding starts one, however often it is asked for. */
export async function startRemediation(finding: Finding): Promise<void> {
  try {
    await workflows.send(
      new StartExecutionCommand({
        stateMachineArn: environment.remediateStateMachine,
        name: finding.id,
        input: JSON.stringify(finding),
      }),
    );
  } catch (error) {
    // Started before, at another time of the day: the input differs by its times alone.
    if (!(error instanceof ExecutionAlreadyExists)) {
      throw error;
    }
  }
}

/** Judges a resource anew, for a reason it was judged for before. */
export async function judgeAgain(again: { control: string; target: Target; cause: Cause }): Promise<void> {
  await workflows.send(
    new StartExecutionCommand({ stateMachineArn: environment.triageStateMachine, input: JSON.stringify({ again }) }),
  );
}
