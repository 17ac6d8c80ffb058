import * as z from 'zod';
import { decidedApproval } from './aws/decided.ts';
import { exempt, waitFor } from './aws/exemptions.ts';
import { append, latest } from './aws/history.ts';
import { release } from './aws/lease.ts';
import { questionOn } from './aws/questions.ts';
import { resourceKey, type Write } from './aws/tables.ts';
import { beginWatch, endWatch } from './aws/watches.ts';
import { config } from './config.ts';
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

const Answer = z.object({ approval: z.object({ decision: z.literal('exempt') }) });

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
  const kept = isUnopened ? { finding, ...detail } : detail;
  const together = [...(await exemptionFrom(finding, detail, now)), ...(await watchFrom(finding, status, now))];
  return append({ head, status, because, detail: kept, at: now.toISOString(), together });
}

/** Whoever lost something by a mend is watched from when it was verified. */
async function watchFrom({ id, verdict }: Finding, status: Status, now: Date): Promise<readonly Write[]> {
  const watches = verdict.outcome === 'change' ? (verdict.plan.watch ?? []) : [];
  return status === 'remediated' ? beginWatch(id, watches, now) : [];
}

/** An approver who said "not for 14 days" made an exemption, if the question's own record says so. */
async function exemptionFrom(finding: Finding, detail: object, now: Date): Promise<readonly Write[]> {
  const answer = Answer.safeParse(detail);
  if (!answer.success) {
    return [];
  }
  const asked = await questionOn(finding.id);
  const [vote] = (asked && (await decidedApproval(asked)))?.votes ?? [];
  if (vote?.decision !== 'exempt' || vote.days === undefined) {
    return [];
  }
  const days = Math.min(vote.days, config.exemptions.maximumDays);
  const exemption = {
    id: finding.id.replace(/^r-/, 'x-'),
    control: finding.control,
    scope: { kind: 'resource' as const, ...finding.target },
    owner: vote.person,
    reason: vote.reason ?? '',
    until: new Date(now.getTime() + days * 86_400_000).toISOString(),
  };
  return [...exempt(exemption, now), ...waitFor(exemption.id, finding)];
}

/** The remediation that was undone says so itself, too. */
async function markUndone(id: string, by: string, now: Date): Promise<void> {
  const head = await latest(id);
  if (head !== undefined && head.status !== 'undone') {
    const because = `${by} undid it`;
    const together = await endWatch(id, now);
    await append({ head, status: 'undone', because, detail: { by }, at: now.toISOString(), together });
  }
}
