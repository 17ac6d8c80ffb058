import * as z from 'zod';
import { abandon, addPart, complete, keepRest, keptRest } from './aws/export-files.ts';
import { claim, handOver, jobOf, note } from './aws/exports.ts';
import { list } from './aws/history-list.ts';
import type { ExportJob } from './domain/export-job.ts';
import { type RunEnd, runExport } from './export/run.ts';
import { logger } from './telemetry.ts';

const Input = z.object({ id: z.string() });

/** What Lambda says of a run. */
interface Context {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** A run stops with this much of its time left: enough to send a part and to hand over. */
const marginMs = 60_000;

/** Writes an export, or goes on with it: one run works on it at a time, and starts the next where its time does not suffice. */
export async function handler(input: unknown, context: Context): Promise<void> {
  const { id } = Input.parse(input);
  logger.resetKeys();
  logger.appendKeys({ export: id });
  const isOurs = await claim(id, context.awsRequestId, new Date());
  const job = isOurs ? await jobOf(id) : undefined;
  if (job === undefined) {
    logger.info('the export has ended, or another run has it');
    return;
  }
  const end = await run(job, () => context.getRemainingTimeInMillis() < marginMs);
  if (end.outcome === 'paused') {
    await keepRest(job, end.rest);
    await handOver(job, end.reached, new Date());
  }
  logger.info('export written', { outcome: end.outcome });
}

type Ended = RunEnd | { readonly outcome: 'failed' };

/** What cannot be written ends as failed, and is asked for again; half a file is not given to anybody. */
async function run(job: ExportJob, isTimeUp: () => boolean): Promise<Ended> {
  let { upload } = job.reached ?? {};
  try {
    const end = await runExport({
      job,
      list,
      addPart: async (before, text) => {
        upload = await addPart(job, before, text);
        return upload;
      },
      complete: (before, rest) => complete(job, before, rest),
      rest: () => keptRest(job),
      tell: async (rows) => void (await note(job, { rows }, new Date())),
      isTimeUp,
    });
    if (end.outcome === 'done') {
      await note(job, { status: 'done', rows: end.rows }, new Date());
    }
    return end;
  } catch (error) {
    const { name } = error as Error;
    logger.error('the export failed', { error: name });
    await note(job, { status: 'failed', because: `it could not be written: ${name}` }, new Date());
    await (upload && abandon(job, upload));
    return { outcome: 'failed' };
  }
}
