import { execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import * as z from 'zod';
import type { Control } from '../catalogue/control.ts';
import { assume } from './aws/credentials.ts';
import { decidedApproval } from './aws/decided.ts';
import { beginWith, exemptionsNear, waitFor } from './aws/exemptions.ts';
import { append, latest, TogetherRefused } from './aws/history.ts';
import { inForce } from './aws/in-force.ts';
import { claim, countChange, holderOf } from './aws/lease.ts';
import { type Made, make } from './aws/make.ts';
import { patiently } from './aws/patience.ts';
import { questionOn } from './aws/questions.ts';
import { sendingAs } from './aws/sender.ts';
import { stopWatch } from './aws/stop.ts';
import { resourceKey } from './aws/tables.ts';
import { config, settingsOf } from './config.ts';
import { controlById } from './controls.ts';
import { Approval, tally } from './domain/approval.ts';
import { askingFor, entitled } from './domain/asking.ts';
import { guard } from './domain/decide.ts';
import { digest } from './domain/digest.ts';
import { type Change, Finding, type Plan } from './domain/finding.ts';
import { Remediation } from './domain/history.ts';
import { planDigest, resolveOutputs } from './domain/plan.ts';
import { sessionPolicy } from './domain/session-policy.ts';
import { insistUnchanged } from './domain/shows.ts';
import { Stopped } from './domain/switches.ts';
import { environment } from './environment.ts';
import { examinable } from './examine/examinable.ts';
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
 * @throws {NotAllowed} when it was approved and something stands against it by now: nothing was changed.
 * @throws {Stopped} when changes were stopped before its last call: what it had changed was undone.
 * @throws {NotAsPlanned} when plan and approval do not belong together: nothing was changed.
 * @throws {ApplyFailed} when a call failed; the calls before it were undone.
 */
const apply = traced(async (input: unknown): Promise<Applied> => {
  const parsed = Input.parse(input);
  const { finding } = parsed;
  const control = await controlById(finding.control);
  if (control === undefined || finding.verdict.outcome !== 'change') {
    throw new NotAsPlanned('there is no plan to carry out');
  }
  const { plan } = finding.verdict;
  checkBinding(parsed, plan);
  await checkAnswer(parsed);
  const changes = [...plan.apply, ...(plan.undo ?? [])];
  const policy = sessionPolicy(control, finding.target, changes);
  const head = await begin(parsed);
  const made = await carryOut({ input: parsed, plan, control, policy });
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

export const handler = examinable(apply, async () => {
  const { examineRoles } = await import('./examine/roles.ts');
  return examineRoles('apply', [environment.readerRole, environment.writerRole]);
});

interface Work {
  readonly input: Input;
  readonly plan: Plan;
  readonly control: Control;
  readonly policy: string;
}

/** Makes the calls, and looks before each whether changes were stopped. */
async function carryOut({ input, plan, control, policy }: Work): Promise<readonly Made[]> {
  const { finding, reread } = input;
  const { look, minding } = stopWatch(finding);
  const isFresh = !reread && Date.now() - Date.parse(finding.readAt) < freshMs;
  try {
    const [credentials] = await Promise.all([
      assume({ ...finding.target, role: environment.writerRole, session: `homeostat-${finding.id}`, policy }),
      isFresh ? undefined : checkUnchanged(control, finding, plan),
      look(),
    ]);
    const send = sendingAs(async () => credentials);
    const { region } = finding.target;
    return await make({ plan, region, send: patiently(minding(send), control), sendBack: patiently(send, control) });
  } catch (error) {
    if (error instanceof Stopped) {
      await waitUntilOver(error.pause, finding);
    }
    throw error;
  }
}

/** What is held is judged again when what holds it ends. */
async function waitUntilOver(heldBy: string, finding: Finding): Promise<void> {
  const [write] = waitFor(heldBy, finding);
  if (write !== undefined) {
    await execute(write);
  }
}

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

/**
 * The answer that woke the workflow is the one that the question's record holds, whoever approved may still do so, and nothing
 * stands against the change that did not when it was asked about.
 * @throws {NotAllowed} where it was approved and may not be done any more.
 */
async function checkAnswer({ finding, approval }: Input): Promise<void> {
  if (!approval) {
    return;
  }
  const asked = await questionOn(finding.id);
  const recorded = asked && (await decidedApproval(asked));
  if (asked === undefined || recorded === undefined || digest(recorded) !== digest(approval)) {
    throw new NotAsPlanned('the question was not decided like that');
  }
  const asking = askingFor(config, finding);
  const may = asking === 'unknown' ? [] : entitled(asking, asked.group, finding);
  const { decision } = tally(recorded.votes, { entitled: may, quorum: asked.quorum, planDigest: asked.planDigest });
  if (decision !== 'approve') {
    throw new NotAllowed('who approved it may not do so any more');
  }
  const now = new Date();
  const [exemptions, switches] = await Promise.all([exemptionsNear(finding.target, now), inForce()]);
  const obstacle = guard({ finding, config, own: environment.ownResources, exemptions, switches, now });
  if (obstacle !== undefined) {
    const heldBy = obstacle.action === 'hold' ? (obstacle.exemption ?? obstacle.pause) : undefined;
    if (heldBy !== undefined) {
      await waitUntilOver(heldBy, finding);
    }
    throw new NotAllowed(obstacle.because);
  }
}

/** What was asked about takes the resource only now; what runs by itself has it since it was opened. */
async function begin({ finding, head: opened, approval }: Input): Promise<Remediation> {
  const head = opened.status === 'applying' ? opened : ((await latest(finding.id)) ?? opened);
  if (head.status === 'applying') {
    // Or an earlier try of this step wrote it and failed before its first call: only then is the step retried.
    return head;
  }
  if (head.status !== 'awaiting-approval' && head.status !== opened.status) {
    throw new NotAsPlanned(`it is ${head.status} already`);
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
      together: [
        claim(lease),
        countChange(finding.target.account, now, config.limits.changesPerHour),
        ...beginWith(finding, now),
      ],
    });
  } catch (error) {
    const holder = error instanceof TogetherRefused ? await holderOf(lease.resourceKey, now) : undefined;
    throw holder !== undefined && holder !== finding.id
      ? new ResourceLeased(`${holder} is changing the resource`)
      : error;
  }
}

async function checkUnchanged(control: Control, finding: Finding, plan: Plan): Promise<void> {
  const { target, undoes } = finding;
  const readAt = new Date().toISOString();
  const state = await readState(control, target);
  insistUnchanged(
    { control, target, settings: settingsOf(control), state, readAt },
    { state: finding.state, plan, isUndo: undoes !== undefined },
  );
}

/** It was approved, and may not be done any more. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}

/** Plan, record and approval do not belong together. */
export class NotAsPlanned extends Error {
  override readonly name = 'NotAsPlanned';
}
