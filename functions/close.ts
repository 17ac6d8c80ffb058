import * as z from 'zod';
import { append, latest } from './aws/history.ts';
import { release } from './aws/lease.ts';
import { resourceKey } from './aws/tables.ts';
import { Finding, Status } from './domain/finding.ts';
import { isClosed, type Remediation, startOf } from './domain/history.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({
  finding: Finding,
  status: Status,
  because: z.string(),
  /** Everything that the history is to keep of the way here. */
  detail: z.record(z.string(), z.unknown()).default({}),
});

/** Records how a remediation ended and lets go of the resource. Runs again safely: an end is recorded once. */
export const handler = traced(async (input: unknown): Promise<Remediation> => {
  const { finding, status, because, detail } = Input.parse(input);
  const now = new Date();
  const head = (await latest(finding.id)) ?? startOf(finding, { because }, now);
  const closed =
    isClosed(head.status) && head.sequence > 0 ? head : await close({ head, finding, status, because, detail, now });
  if (closed.status === 'undone' && finding.undoes !== undefined) {
    await markUndone(finding.undoes, finding.id, now);
  }
  await release({ resourceKey: resourceKey(finding.target), owner: finding.id, now });
  logger.info('remediation closed', { control: finding.control, resource: finding.target.arn, status: closed.status });
  return closed;
});

async function close(end: {
  head: Remediation;
  finding: Finding;
  status: Status;
  because: string;
  detail: object;
  now: Date;
}): Promise<Remediation> {
  const { head, finding, status, because, detail, now } = end;
  const isUnopened = head.sequence === 0;
  return append({ head, status, because, detail: isUnopened ? { finding, ...detail } : detail, at: now.toISOString() });
}

/** The remediation that was undone says so itself, too. */
async function markUndone(id: string, by: string, now: Date): Promise<void> {
  const head = await latest(id);
  if (head !== undefined && head.status !== 'undone') {
    await append({ head, status: 'undone', because: `${by} undid it`, detail: { by }, at: now.toISOString() });
  }
}
