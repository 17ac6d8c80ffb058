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
  regions: z.array(z.string()),
});
type Progress = z.infer<typeof Progress>;

export interface Reporting extends PieceKey {
  readonly region: string;
}

/** IAM refuses more than a few at once; other batches ask, too. */
const atOnce = 5;

/**
 * Takes a batch of principals one step further: asks IAM for a report on each, or takes those that are ready. Answers with how many
 * are still to come, and where their principals were at work. It waits for nothing: the workflow does.
 */
export async function report(
  { sweep, piece, region }: Reporting,
  send: Send,
): Promise<{ readonly pending: number; readonly regions: readonly string[] }> {
  const principals = z.array(Principal).parse(await pieceOf({ sweep, piece }));
  const key = { sweep, piece: `JOBS#${piece}` };
  const before = Progress.parse((await pieceOf(key)) ?? { jobs: {}, done: [], regions: [] });
  const todo = principals.filter(({ arn }) => !before.done.includes(arn));
  const steps = await pMap(todo, ({ arn }) => step(arn, before.jobs[arn], { region, send }), { concurrency: atOnce });
  const after = joined(before, steps);
  await keepPiece(key, after);
  return { pending: principals.length - after.done.length, regions: after.regions };
}

interface Asked {
  readonly region: string;
  readonly send: Send;
}

type Step =
  | { readonly outcome: 'waits'; readonly arn: string; readonly job?: string }
  | { readonly outcome: 'done'; readonly arn: string; readonly regions: readonly string[] };

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
    return { outcome: 'done', arn, regions: [] };
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
  const done = steps.filter((one) => one.outcome === 'done');
  return {
    jobs: Object.fromEntries(waiting.flatMap(({ arn, job }) => (job === undefined ? [] : [[arn, job] as const]))),
    done: [...before.done, ...done.map(({ arn }) => arn)],
    regions: [...new Set([...before.regions, ...done.flatMap(({ regions }) => regions)])],
  };
}
