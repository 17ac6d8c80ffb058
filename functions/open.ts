import * as z from 'zod';
import { beginWith, exemptionsNear, waitFor } from './aws/exemptions.ts';
import { append, entriesOf, HistoryMoved, latest, remediationsOf, TogetherRefused } from './aws/history.ts';
import { inForce } from './aws/in-force.ts';
import { changesThisHour, claim, countChange, holderOf } from './aws/lease.ts';
import { resourceKey } from './aws/tables.ts';
import { config } from './config.ts';
import { askingFor, type Round, roundsOf } from './domain/asking.ts';
import { type Decision, decide, limitReached } from './domain/decide.ts';
import { Finding, type Status } from './domain/finding.ts';
import { type Remediation, startOf } from './domain/history.ts';
import { environment } from './environment.ts';
import { logger, traced } from './telemetry.ts';
import { doubtAbout } from './trust.ts';

const Input = z.object({ finding: Finding, settled: z.boolean().default(false) });

export interface Opened {
  readonly action: Decision['action'];
  readonly because: string;
  readonly head: Remediation;
  /** Seconds to settle before the resource is judged again; 0 otherwise. */
  readonly seconds: number;
  /** Whether the resource may have changed since it was read. */
  readonly reread: boolean;
  /** The stretches of the question's life, where a person is asked. */
  readonly rounds: readonly Round[];
}

/** Decides what happens to a finding and writes the finding, its plan and the decision to the history. */
export const handler = traced(async (input: unknown): Promise<Opened> => {
  const { finding, settled } = Input.parse(input);
  const now = new Date();
  const doubt = await doubtAbout(finding);
  const decision: Decision = doubt ? { action: 'hold', because: doubt } : await decided(finding, settled, now);
  logger.info('finding decided', {
    control: finding.control,
    resource: finding.target.arn,
    action: decision.action,
    because: decision.because,
  });
  const head = startOf(finding, decision, now);
  if (decision.action === 'settle') {
    return opened({ decision, head, reread: true, finding });
  }
  try {
    return await record(finding, decision, head, now);
  } catch (error) {
    if (error instanceof HistoryMoved) {
      return recorded(finding);
    }
    throw error;
  }
});

async function decided(finding: Finding, settled: boolean, now: Date): Promise<Decision> {
  const [exemptions, switches, earlier, changes] = await Promise.all([
    exemptionsNear(finding.target, now),
    inForce(),
    remediationsOf(finding.target, 20),
    changesThisHour(finding.target.account, now),
  ]);
  return decide({
    finding,
    config,
    own: environment.ownResources,
    exemptions,
    switches,
    earlier: earlier.map(({ id, control, status, openedAt, planDigest }) => ({
      id,
      control,
      status,
      openedAt,
      planDigest,
    })),
    changesThisHour: changes,
    settled,
    now,
  });
}

async function record(finding: Finding, decision: Decision, head: Remediation, now: Date): Promise<Opened> {
  const transition = {
    head,
    status: statusOf(decision),
    because: decision.because,
    detail: { finding, decision },
    at: now.toISOString(),
  };
  if (decision.action !== 'apply') {
    const heldBy = decision.action === 'hold' ? (decision.exemption ?? decision.pause) : undefined;
    const together = heldBy ? waitFor(heldBy, finding) : [];
    return opened({ decision, head: await append({ ...transition, together }), reread: true, finding });
  }
  const lease = { resourceKey: resourceKey(finding.target), owner: finding.id, now };
  const begun = [countChange(finding.target.account, now, config.limits.changesPerHour), ...beginWith(finding, now)];
  try {
    const together = [claim({ ...lease, untouchedSince: finding.readAt }), ...begun];
    return opened({ decision, head: await append({ ...transition, together }), reread: false, finding });
  } catch (error) {
    if (!(error instanceof TogetherRefused)) {
      throw error;
    }
  }
  const [holder, changes] = await Promise.all([
    holderOf(lease.resourceKey, now),
    changesThisHour(finding.target.account, now),
  ]);
  if (holder !== undefined && holder !== finding.id) {
    throw new ResourceLeased(`${holder} is changing the resource`);
  }
  if (changes >= config.limits.changesPerHour) {
    return record(finding, limitReached(finding.target.account, changes), head, now);
  }
  try {
    const together = [claim(lease), ...begun];
    return opened({ decision, head: await append({ ...transition, together }), reread: true, finding });
  } catch (error) {
    // Between the look and the write, another one took the resource.
    throw error instanceof TogetherRefused ? new ResourceLeased('another remediation took the resource') : error;
  }
}

/** A second run of this step finds what the first one wrote, and goes on from there. */
async function recorded(finding: Finding): Promise<Opened> {
  const { id } = finding;
  const [head, [first]] = await Promise.all([latest(id), entriesOf(id)]);
  if (head === undefined || first === undefined) {
    throw new Error(`the history of ${id} could not be read back`);
  }
  const { decision } = JSON.parse(first.detail) as { decision: Decision };
  return opened({ decision, head, reread: true, finding });
}

function opened({ decision, head, reread, finding }: Opening): Opened {
  const { action, because } = decision;
  const seconds = decision.action === 'settle' ? decision.seconds : 0;
  return { action, because, head, seconds, reread, rounds: action === 'ask' ? roundsFor(finding) : [] };
}

interface Opening {
  readonly decision: Decision;
  readonly head: Remediation;
  readonly reread: boolean;
  readonly finding: Finding;
}

function roundsFor(finding: Finding): readonly Round[] {
  const asking = askingFor(config, finding);
  return asking === 'unknown' ? [] : roundsOf(asking);
}

function statusOf({ action }: Decision): Status {
  switch (action) {
    case 'observe':
      return 'observed';
    case 'ask':
      return 'awaiting-approval';
    case 'apply':
      return 'applying';
    case 'hold':
    case 'settle':
      return 'held';
    default:
      return action satisfies never;
  }
}

/** Another remediation is changing the resource; it will let go in a moment. */
export class ResourceLeased extends Error {
  override readonly name = 'ResourceLeased';
}
