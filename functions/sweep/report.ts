import pMap from 'p-map';
import * as z from 'zod';
import { keepEvidence, keepPiece, type PieceKey, pieceOf } from '../aws/evidence.ts';
import type { Send } from '../aws/sender.ts';
import { evidenceOf as earlierEvidence } from '../aws/usage.ts';
import { Details, evidenceOf, regionsIn } from '../domain/last-accessed.ts';
import { Principal } from '../domain/swept.ts';
import { logger } from '../telemetry.ts';
import { passes } from './passing.ts';

/** How far a batch of principals has come. What is not named is not begun. */
const Progress = z.object({
  /** IAM's jobs, by principal. */
  jobs: z.record(z.string(), z.string()),
  done: z.array(z.string()),
  /** Of those that are done, those of which no report can be had. */
  lost: z.int(),
  regions: z.array(z.string()),
});
type Progress = z.infer<typeof Progress>;

export interface Reporting extends PieceKey {
  readonly region: string;
}

export interface Reported {
  /** How many reports are still to come. */
  readonly pending: number;
  readonly lost: number;
  /** Where the principals were at work. */
  readonly regions: readonly string[];
}

/** IAM refuses more than a few at once; other batches ask, too. */
const atOnce = 5;

/**
 * Takes a batch of principals one step further: asks IAM for a report on each, or takes those that are ready. It waits for nothing: the workflow does.
 */
export async function report({ sweep, piece, region }: Reporting, send: Send): Promise<Reported> {
  const principals = z.array(Principal).parse(await pieceOf({ sweep, piece }));
  const key = { sweep, piece: `JOBS#${piece}` };
  const before = Progress.parse((await pieceOf(key)) ?? { jobs: {}, done: [], lost: 0, regions: [] });
  const todo = principals.filter(({ arn }) => !before.done.includes(arn));
  const steps = await pMap(todo, ({ arn }) => step(arn, before.jobs[arn], { region, send }), { concurrency: atOnce });
  const after = joined(before, steps);
  await keepPiece(key, after);
  return { pending: principals.length - after.done.length, lost: after.lost, regions: after.regions };
}

interface Asked {
  readonly region: string;
  readonly send: Send;
}

type Step =
  | { readonly outcome: 'waits'; readonly arn: string; readonly job?: string }
  | { readonly outcome: 'done' | 'lost'; readonly arn: string; readonly regions: readonly string[] };

async function step(arn: string, job: string | undefined, asked: Asked): Promise<Step> {
  try {
    return job === undefined ? await begun(arn, asked) : await taken(arn, job, asked);
  } catch (error) {
    if (passes(error)) {
      return { outcome: 'waits', arn, ...(job !== undefined && { job }) };
    }
    // Its evidence stays as old as it is, and is refused for that before long.
    const name = error instanceof Error ? error.name : 'unknown error';
    logger.warn('what a principal uses could not be reported', { principal: arn, error: name });
    return { outcome: name === 'NoSuchEntityException' ? 'done' : 'lost', arn, regions: [] };
  }
}

async function begun(Arn: string, { region, send }: Asked): Promise<Step> {
  const input = { Arn, Granularity: 'ACTION_LEVEL' };
  const { output } = await send({ call: 'iam:GenerateServiceLastAccessedDetails', input, region });
  return { outcome: 'waits', arn: Arn, job: z.string().parse(output['JobId']) };
}

async function taken(arn: string, JobId: string, { region, send }: Asked): Promise<Step> {
  const pages: Details[] = [];
  let Marker: string | undefined;
  do {
    const input = { JobId, MaxItems: 1_000, ...(Marker && { Marker }) };
    const { output } = await send({ call: 'iam:GetServiceLastAccessedDetails', input, region });
    const page = Details.parse(output);
    pages.push(page);
    Marker = page.Marker;
  } while (Marker !== undefined);
  switch (pages[0]?.JobStatus) {
    case 'IN_PROGRESS':
      return { outcome: 'waits', arn, job: JobId };
    case 'COMPLETED': {
      const [earlier] = await earlierEvidence([arn]);
      await keepEvidence(evidenceOf(arn, pages, earlier));
      return { outcome: 'done', arn, regions: regionsIn(pages) };
    }
    default:
      // A job that failed is begun anew.
      return { outcome: 'waits', arn };
  }
}

function joined(before: Progress, steps: readonly Step[]): Progress {
  const waiting = steps.filter((one) => one.outcome === 'waits');
  const done = steps.filter((one) => one.outcome !== 'waits');
  return {
    jobs: Object.fromEntries(waiting.flatMap(({ arn, job }) => (job === undefined ? [] : [[arn, job] as const]))),
    done: [...before.done, ...done.map(({ arn }) => arn)],
    lost: before.lost + done.filter(({ outcome }) => outcome === 'lost').length,
    regions: [...new Set([...before.regions, ...done.flatMap(({ regions }) => regions)])],
  };
}
