import type * as z from 'zod';
import { isGlobal, regionOf } from '../catalogue/derive/place.ts';
import { type Candidate, type ConfigCandidate, candidates } from '../catalogue/derive/targets.ts';
import { ResourceGone, readerFor } from './aws/caller.ts';
import { arnFromConfig } from './aws/config-id.ts';
import { asReader, sharedReaders } from './aws/credentials.ts';
import { config, settingsOf } from './config.ts';
import { controlById, controlsFor } from './controls.ts';
import { Again, type Assessment, type Dropped } from './domain/assessment.ts';
import { remediationId } from './domain/digest.ts';
import { causeOf, DriftEvent } from './domain/event.ts';
import { EchoEvent } from './domain/examination.ts';
import type { Cause, Finding, Target, Verdict } from './domain/finding.ts';
import { matchesAny } from './domain/glob.ts';
import { judge } from './domain/plan.ts';
import { environment } from './environment.ts';
import { examinable } from './examine/examinable.ts';
import { readState } from './read.ts';
import { tagsOf } from './tags.ts';
import { count, logger, traced } from './telemetry.ts';

/** A finding that is larger does not fit through Step Functions (256 KiB) together with what is added on the way. */
const largestFinding = 180_000;

/** Judges what an event speaks of: reads each resource, plans, and answers with the drifts. Changes nothing. */
const assessing = traced(async (input: unknown): Promise<Assessment> => {
  const again = Again.safeParse(input);
  const assessment = again.success ? await assessAgain(again.data) : await assess(input);
  report(assessment);
  return assessment;
});

export const handler = examinable(assessing, async () => (await import('./examine/places.ts')).examinePlaces());

async function assess(input: unknown): Promise<Assessment> {
  const echo = EchoEvent.safeParse(input);
  if (echo.success) {
    return answer(echo.data);
  }
  const parsed = DriftEvent.safeParse(input);
  if (!parsed.success) {
    return dropped('malformed');
  }
  const event = parsed.data;
  const reason = irrelevant(event);
  if (reason !== undefined) {
    return dropped(reason);
  }
  const found = candidates(await controlsFor(event), event);
  if (found.length === 0) {
    return dropped('no-resource');
  }
  const cause = causeOf(event);
  const readers = sharedReaders();
  return sum(await Promise.all(found.map((candidate) => outcomeOf(candidate, cause, readers))));
}

/** The doctor asks whether events arrive: that one did is all there is to say. */
async function answer({ account, region, detail }: z.infer<typeof EchoEvent>): Promise<Assessment> {
  const { noteEcho } = await import('./aws/echo.ts');
  await noteEcho({ nonce: detail.nonce, account, region });
  return sum([]);
}

async function assessAgain({ again }: Again): Promise<Assessment> {
  const control = await controlById(again.control);
  return control === undefined
    ? dropped('no-control')
    : sum([await judged({ control, target: again.target }, again.cause, asReader, again.id)]);
}

function irrelevant(event: DriftEvent): Dropped | undefined {
  if (event['detail-type'] === 'AWS API Call via CloudTrail') {
    if (event.detail.errorCode) {
      return 'refused-call';
    }
    const caller = event.detail.userIdentity?.arn ?? '';
    if (caller.split(':')[4] === event.account && matchesAny(environment.ownResources, caller)) {
      return 'own-call';
    }
  }
  return undefined;
}

type Outcome = Finding | 'compliant' | Dropped;

async function outcomeOf(
  candidate: Candidate | ConfigCandidate,
  cause: Cause,
  readers: typeof asReader,
): Promise<Outcome> {
  const { account } = 'target' in candidate ? candidate.target : candidate.place;
  const known = config.accounts.find(({ id }) => id === account);
  if (known === undefined) {
    return 'foreign-account';
  }
  const target = 'target' in candidate ? candidate.target : await targetFromConfig(candidate);
  if (target === undefined) {
    return 'no-resource';
  }
  return isGlobal(target.arn) || known.regions.includes(target.region)
    ? judged({ control: candidate.control, target }, cause, readers)
    : 'foreign-region';
}

async function targetFromConfig(candidate: ConfigCandidate): Promise<Target | undefined> {
  const arn = await arnFromConfig(candidate);
  return arn === undefined
    ? undefined
    : { account: candidate.place.account, region: regionOf(arn, candidate.place), arn };
}

async function judged(
  { control, target: named }: Candidate,
  cause: Cause,
  readers: typeof asReader,
  id?: string,
): Promise<Outcome> {
  const send = readers(named);
  const readAt = new Date().toISOString();
  let target: Target = named;
  let state: unknown = null;
  let verdict: Verdict | undefined;
  try {
    target = { ...named, arn: (await control.locate?.(named, readerFor(control, named, send))) ?? named.arn };
    state = await readState(control, target, send);
    verdict = judge({ control, target, state, settings: settingsOf(control), readAt });
  } catch (error) {
    if (error instanceof ResourceGone) {
      return 'resource-gone';
    }
    verdict = { outcome: 'unreadable', because: `it could not be read: ${nameOf(error)}` };
  }
  if (verdict === undefined) {
    return 'compliant';
  }
  const tags =
    verdict.outcome === 'change' ? await tagsOf({ control, target, send, risk: verdict.plan.risk.level }) : undefined;
  return fitting({
    id: id ?? remediationId({ event: cause.id, control: control.id, arn: target.arn }),
    control: control.id,
    target,
    cause,
    readAt,
    state,
    ...(tags && { tags }),
    verdict,
  });
}

function fitting(finding: Finding): Finding {
  const size = Buffer.byteLength(JSON.stringify(finding));
  return size <= largestFinding
    ? finding
    : {
        ...finding,
        state: null,
        verdict: {
          outcome: 'unreadable',
          because: `its state and plan take ${size} bytes, more than a workflow can carry`,
        },
      };
}

function sum(outcomes: readonly Outcome[]): Assessment {
  const reasons = outcomes.filter((outcome) => typeof outcome === 'string' && outcome !== 'compliant') as Dropped[];
  return {
    drifts: outcomes.filter((outcome) => typeof outcome === 'object'),
    compliant: outcomes.filter((outcome) => outcome === 'compliant').length,
    dropped: Object.fromEntries(reasons.map((reason) => [reason, reasons.filter((one) => one === reason).length])),
  };
}

function dropped(reason: Dropped): Assessment {
  return { drifts: [], compliant: 0, dropped: { [reason]: 1 } };
}

function report({ drifts, dropped: reasons, compliant }: Assessment): void {
  for (const [reason, times] of Object.entries(reasons)) {
    count('EventDropped', { reason }, times);
  }
  for (const { control } of drifts) {
    count('Drift', { control });
  }
  logger.info('event assessed', {
    compliant,
    dropped: reasons,
    drifts: drifts.map(({ id, control, target }) => ({ id, control, resource: target.arn })),
  });
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown error';
}
