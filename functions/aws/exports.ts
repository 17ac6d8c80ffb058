import { randomUUID } from 'node:crypto';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { Entity } from 'dynamodb-toolbox/entity';
import { GetItemCommand } from 'dynamodb-toolbox/entity/actions/get';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { UpdateItemCommand } from 'dynamodb-toolbox/entity/actions/update';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import type { Exporting } from '../api/needs.ts';
import { ExportJob, type Reached, shownExport } from '../domain/export-job.ts';
import { environment } from '../environment.ts';
import { held } from './conditional.ts';
import { linkTo } from './export-files.ts';
import { plain, stateTable } from './tables.ts';

/** The file is kept this long, and so is the note of it. */
const keptSeconds = 24 * 3600;
/** Longer than a run and the tries that Lambda makes of it; an export that was not touched for this long has stopped. */
const heldMinutes = 20;

const ExportItem = new Entity({
  name: 'export',
  table: stateTable,
  ...plain,
  schema: item({
    id: string().key(),
    by: string(),
    format: string().enum('csv', 'jsonl'),
    /** JSON texts of what was asked for, and of how far it came. */
    accounts: string(),
    filter: string(),
    reached: string().optional(),
    status: string().enum('running', 'done', 'failed'),
    because: string().optional(),
    rows: number(),
    worker: string(),
    heldUntil: string(),
    startedAt: string(),
    expires: number(),
  }),
  computeKey: ({ id }) => ({ pk: `EXPORT#${id}`, sk: 'EXPORT' }),
});

const lambda = new LambdaClient({ maxAttempts: 5 });

/** Exports that people ask for: noted in the state table, written by a function of their own, fetched from S3 by a link. */
export const exporting: Exporting = {
  async start({ accounts, format, filter, by }) {
    const now = new Date();
    const job: ExportJob = {
      id: `e-${randomUUID()}`,
      by,
      format,
      accounts: [...accounts],
      filter,
      status: 'running',
      rows: 0,
      worker: nobody,
      heldUntil: heldFrom(now),
      startedAt: now.toISOString(),
    };
    await ExportItem.build(PutItemCommand).item(itemOf(job, now)).send();
    await goOn(job.id);
    return shownExport(job, null, now);
  },
  async get({ id, by }) {
    const job = await jobOf(id);
    return job?.by === by ? shownExport(job, job.status === 'done' ? await linkTo(job) : null, new Date()) : undefined;
  },
};

const nobody = 'nobody';

export async function jobOf(id: string): Promise<ExportJob | undefined> {
  const { Item } = await ExportItem.build(GetItemCommand).key({ id }).options({ consistent: true }).send();
  if (Item === undefined) {
    return undefined;
  }
  const { accounts, filter, reached, ...rest } = Item;
  return ExportJob.parse({
    ...rest,
    accounts: JSON.parse(accounts),
    filter: JSON.parse(filter),
    ...(reached && { reached: JSON.parse(reached) }),
  });
}

/**
 * Lets one run have the export to itself; false where another has it. A second try of the same run, which Lambda makes under
 * the same name, gets it again.
 */
export async function claim(id: string, worker: string, now: Date): Promise<boolean> {
  const isFree = { or: [nobody, worker].map((eq) => ({ attr: 'worker' as const, eq })) };
  return held(
    ExportItem.build(UpdateItemCommand)
      .item({ id, worker, heldUntil: heldFrom(now) })
      .options({ condition: { and: [{ attr: 'status', eq: 'running' }, isFree] } })
      .send(),
  );
}

/** Writes how far a run has come; false where the export is not its own any more. */
export async function note(
  { id, worker }: Pick<ExportJob, 'id' | 'worker'>,
  change: Partial<Pick<ExportJob, 'rows' | 'status' | 'because'>>,
  now: Date,
): Promise<boolean> {
  return held(
    ExportItem.build(UpdateItemCommand)
      .item({ id, ...change, heldUntil: heldFrom(now) })
      .options({ condition: { attr: 'worker', eq: worker } })
      .send(),
  );
}

/** Leaves the export to the next run, which goes on from where this one came to. */
export async function handOver({ id, worker }: ExportJob, reached: Reached, now: Date): Promise<void> {
  const next = { id, reached: JSON.stringify(reached), rows: reached.rows, worker: nobody, heldUntil: heldFrom(now) };
  const isOurs = { attr: 'worker', eq: worker } as const;
  if (await held(ExportItem.build(UpdateItemCommand).item(next).options({ condition: isOurs }).send())) {
    await goOn(id);
  }
}

/** Has the function work on an export; it answers at once. */
async function goOn(id: string): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: environment.exportFunction,
      InvocationType: 'Event',
      Payload: Buffer.from(JSON.stringify({ id })),
    }),
  );
}

function heldFrom(now: Date): string {
  return new Date(now.getTime() + heldMinutes * 60_000).toISOString();
}

function itemOf({ accounts, filter, reached: _reached, ...job }: ExportJob, now: Date) {
  return {
    ...job,
    accounts: JSON.stringify(accounts),
    filter: JSON.stringify(filter),
    expires: Math.floor(now.getTime() / 1000) + keptSeconds,
  };
}
