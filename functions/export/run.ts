import type { Listing } from '../api/needs.ts';
import type { Remediations } from '../api/shapes.ts';
import { type ExportJob, formatOf, type Reached } from '../domain/export-job.ts';

/** What a run of an export reads from and writes to. */
export interface ExportRun {
  readonly job: ExportJob;
  readonly list: (listing: Listing) => Promise<Remediations>;
  /** Adds a part to the file and answers with the upload as it is then. */
  readonly addPart: (upload: Reached['upload'], text: Buffer) => Promise<NonNullable<Reached['upload']>>;
  /** Closes the file with what is left. */
  readonly complete: (upload: Reached['upload'], rest: Buffer) => Promise<void>;
  /** What an earlier run read and had no part for yet. */
  readonly rest: () => Promise<Buffer>;
  readonly tell: (rows: number) => Promise<void>;
  readonly isTimeUp: () => boolean;
}

/** How much of the file is kept in memory before it is sent. S3 takes no part under 5 MiB but the last, and 10,000 parts. */
const partBytes = 8 * 1024 * 1024;
/** What one page asks the store for. */
const pageRows = 200;
/** How often the owner hears of the progress, in pages. */
const pagesBetween = 20;

export type RunEnd =
  | { readonly outcome: 'done'; readonly rows: number }
  /** The time was up: the next run goes on from here. `rest` is what was read and is in no part yet. */
  | { readonly outcome: 'paused'; readonly reached: Reached; readonly rest: Buffer };

/** Reads page after page and writes the file, until its end or until the time is up. However long it is, one part is in memory. */
export async function runExport(run: ExportRun): Promise<RunEnd> {
  const { job, list, addPart, complete } = run;
  const { accounts, filter } = job;
  const format = formatOf(job);
  let { cursor, upload, rows } = job.reached ?? { cursor: undefined, upload: undefined, rows: 0 };
  let text: Buffer[] = [job.reached ? await run.rest() : Buffer.from(format.head)];
  for (let pages = 1; ; pages++) {
    const page = await list({ accounts, filter, limit: pageRows, cursor });
    text.push(Buffer.from(format.rows(page.items)));
    rows += page.items.length;
    if (page.cursor === null) {
      await complete(upload, Buffer.concat(text));
      return { outcome: 'done', rows };
    }
    cursor = page.cursor;
    if (sizeOf(text) >= partBytes) {
      upload = await addPart(upload, Buffer.concat(text));
      text = [];
    }
    if (run.isTimeUp()) {
      return { outcome: 'paused', reached: { cursor, upload, rows }, rest: Buffer.concat(text) };
    }
    if (pages % pagesBetween === 0) {
      await run.tell(rows);
    }
  }
}

function sizeOf(parts: readonly Buffer[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}
