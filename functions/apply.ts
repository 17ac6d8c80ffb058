import * as z from 'zod';
import type { Control } from '../catalogue/control.ts';
import { controlById } from '../catalogue/index.ts';
import { assume } from './aws/credentials.ts';
import { append, HistoryMoved, latest, TogetherRefused } from './aws/history.ts';
import { claim, countChange, holderOf } from './aws/lease.ts';
import { type Made, make } from './aws/make.ts';
import { isDecided } from './aws/questions.ts';
import { sendingAs } from './aws/sender.ts';
import { resourceKey } from './aws/tables.ts';
import { config } from './config.ts';
import { Approval } from './domain/approval.ts';
import { type Change, Finding, type Plan } from './domain/finding.ts';
import { Remediation } from './domain/history.ts';
import { planDigest, resolveOutputs } from './domain/plan.ts';
import { sessionPolicy } from './domain/session-policy.ts';
import { insistUnchanged } from './domain/shows.ts';
import { environment } from './environment.ts';
import { ResourceLeased } from './open.ts';
import { readState } from './read.ts';
import { logger, traced } from './telemetry.ts';

const Input = z.object({
  finding: Finding,
  head: Remediation,
  reread: z.boolean(),
  approval: Approval.nullish(),
});
type Input = z.infer<typeof Input>;

/** What was read this recently, by a remediation that alone may write the resource, need not be read again. */
const freshMs = 3_000;

export interface Applied {
  readonly head: Remediation;
  readonly calls: readonly Omit<Made, 'output'>[];
  /** The calls that undo this remediation, with what AWS answered filled in. */
  readonly undo: readonly Change[] | null;
}

/**
 * Carries a plan out: exactly the plan that was recorded and, where a person was asked, approved.
 * @throws {Stale} when the resource is not what the plan was made for: nothing was changed.
 * @throws {NotAsPlanned} when plan and approval do not belong together: nothing was changed.
 * @throws {ApplyFailed} when a call failed; the calls before it were undone.
 */
export const handler = traced(async (input: unknown): Promise<Applied> => {
  const parsed = Input.parse(input);
  const { finding } = parsed;
  const control = controlById(finding.control);
  if (control === undefined || finding.verdict.outcome !== 'change') {
    throw new NotAsPlanned('there is no plan to carry out');
  }
  const { plan } = finding.verdict;
  checkBinding(parsed, plan);
  await checkAnswer(parsed);
  const changes = [...plan.apply, ...(plan.undo ?? [])];
  const policy = sessionPolicy(control, finding.target, changes);
  const head = await begin(parsed);
  const isFresh = !parsed.reread && Date.now() - Date.parse(finding.readAt) < freshMs;
  const [credentials] = await Promise.all([
    assume({ ...finding.target, role: environment.writerRole, session: `homeostat-${finding.id}`, policy }),
    isFresh ? undefined : checkUnchanged(control, finding),
  ]);
  const made = await make({ plan, region: finding.target.region, send: sendingAs(async () => credentials) });
  logger.info('plan applied', {
    control: finding.control,
    resource: finding.target.arn,
    calls: made.map(({ call, requestId }) => ({ call, requestId })),
  });
  return {
    head,
    calls: made.map(({ output: _output, ...call }) => call),
    undo: plan.undo
      ? resolveOutputs(
          plan.undo,
          made.map(({ output }) => output),
        )
      : null,
  };
});

/** The digest is taken anew from the very calls about to be made. */
function checkBinding({ finding, head, approval }: Input, plan: Plan): void {
  const actual = planDigest({ control: finding.control, target: finding.target, state: finding.state, ...plan });
  const isAsked = head.status === 'awaiting-approval';
  const bound = [plan.digest, head.planDigest, ...(isAsked ? [approval?.planDigest] : [])];
  if (bound.some((one) => one !== actual)) {
    throw new NotAsPlanned('the plan is not the one that was recorded and approved');
  }
  if (isAsked && approval?.decision !== 'approve') {
    throw new NotAsPlanned('nobody approved the plan');
  }
}

/** The answer that woke the workflow is the one that the question's record holds. */
async function checkAnswer({ finding, approval }: Input): Promise<void> {
  if (approval && !(await isDecided(finding.id, approval))) {
    throw new NotAsPlanned('the question was not decided like that');
  }
}

/** What was asked about takes the resource only now; what runs by itself has it since it was opened. */
async function begin({ finding, head, approval }: Input): Promise<Remediation> {
  if (head.status === 'applying') {
    return head;
  }
  const now = new Date();
  const lease = { resourceKey: resourceKey(finding.target), owner: finding.id, now };
  const because = approval ? `${approval.by} approved it` : 'it was decided';
  try {
    return await append({
      head,
      status: 'applying',
      because,
      detail: { approval },
      at: now.toISOString(),
      together: [claim(lease), countChange(finding.target.account, now, config.limits.changesPerHour)],
    });
  } catch (error) {
    const begun = error instanceof HistoryMoved ? await latest(finding.id) : undefined;
    if (begun?.status === 'applying' && begun.sequence === head.sequence + 1) {
      // An earlier try of this step wrote it and failed before its first call: only then is the step retried.
      return begun;
    }
    const holder = error instanceof TogetherRefused ? await holderOf(lease.resourceKey, now) : undefined;
    throw holder !== undefined && holder !== finding.id
      ? new ResourceLeased(`${holder} is changing the resource`)
      : error;
  }
}

async function checkUnchanged(control: Control, finding: Finding): Promise<void> {
  insistUnchanged(await readState(control, finding.target), finding.state);
}

/** Plan, record and approval do not belong together. */
export class NotAsPlanned extends Error {
  override readonly name = 'NotAsPlanned';
}
