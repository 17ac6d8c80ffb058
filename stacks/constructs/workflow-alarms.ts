import { Duration, type Stack } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Alarms } from './alarms.ts';

export interface WorkflowAlarmsProps {
  readonly remediate: StateMachine;
  readonly triage: StateMachine;
  readonly deadLetters: Queue;
}

/** Rings where a workflow could not come to its own end, and where anything waits in the dead letters. */
export function workflowAlarms(stack: Stack, { remediate, triage, deadLetters }: WorkflowAlarmsProps): Alarms {
  const alarms = new Alarms(stack, 'Alarms');
  const period = Duration.minutes(1);
  alarms.rings(
    'RemediationsFailed',
    remediate.metricFailed({ period }),
    'A remediation could not write its own end. Look at the execution; the reconciler records it.',
  );
  alarms.rings(
    'RemediationsTimedOut',
    remediate.metricTimedOut({ period }),
    'A remediation took longer than any may. The reconciler records its end.',
  );
  alarms.rings('RemediationsAborted', remediate.metricAborted({ period }), 'Somebody stopped a remediation.');
  alarms.rings(
    'TriageFailed',
    triage.metricFailed({ period }),
    'Events could not be judged. They wait in the dead-letter queue.',
  );
  alarms.rings(
    'TriageTimedOut',
    triage.metricTimedOut({ period }),
    'Events were not judged in time. They are in the log of the workflow only.',
  );
  alarms.ringsFor(deadLetters);
  return alarms;
}
