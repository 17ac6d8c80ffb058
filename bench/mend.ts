import { setTimeout as wait } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { makeOpenBucket } from './bucket.ts';
import { bucketOpened, type Drift, put } from './event.ts';
import type { Run } from './history.ts';
import type { Setting } from './setting.ts';

/** One remediation that went through both workflows. */
export type Mended = Readonly<{ putAt: number; triage: Run; remediate: Run }>;

/** Makes an open bucket, tells of it and waits until its remediation has ended. */
export async function mendBucket(setting: Setting, Bucket: string): Promise<Mended> {
  await makeOpenBucket(setting, Bucket);
  const drift = bucketOpened(Bucket);
  const putAt = Date.now();
  await put(setting, drift);
  return { putAt, ...(await runsOf(setting, drift, putAt)) };
}

/** Tells of a bucket that needs no mend, and waits until triage has said so. */
export async function judgeBucket(setting: Setting, Bucket: string): Promise<Run> {
  const putAt = Date.now();
  await put(setting, bucketOpened(Bucket));
  return triageSince(setting, putAt);
}

export async function runsOf(setting: Setting, { remediation }: Drift, since: number): Promise<Omit<Mended, 'putAt'>> {
  const { workflows, outputs } = setting;
  const arn = outputs['RemediateStateMachine']?.replace(':stateMachine:', ':execution:');
  // Looking often would slow down what is measured.
  await wait(400);
  const remediate = await ended(workflows, `${arn}:${remediation}`);
  return { triage: await triageSince(setting, since), remediate };
}

/** The latest triage; the emulator keeps what Express workflows did, which AWS does not. */
async function triageSince({ workflows, outputs }: Setting, since: number): Promise<Run> {
  const newest = await eventually(async () => {
    const { executions = [] } = await workflows.send(
      new ListExecutionsCommand({ stateMachineArn: outputs['TriageStateMachine'], maxResults: 1000 }),
    );
    return executions.find(({ startDate = 0 }) => Number(startDate) >= since);
  });
  return ended(workflows, newest.executionArn ?? '');
}

async function ended(workflows: SFNClient, executionArn: string): Promise<Run> {
  const { status } = await eventually(async () => {
    const described = await workflows.send(new DescribeExecutionCommand({ executionArn })).catch(ifMissing);
    return described?.status === 'RUNNING' ? undefined : described;
  });
  if (status !== 'SUCCEEDED') throw new Error(`${executionArn} ended as ${status}`);
  const { events = [] } = await workflows.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
  return events;
}

/** Waits until something is there, half a minute at most. */
export async function eventually<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await wait(40)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error('nothing came within half a minute');
}

function ifMissing(error: Error): undefined {
  if (error.name !== 'ExecutionDoesNotExist') throw error;
  return undefined;
}
