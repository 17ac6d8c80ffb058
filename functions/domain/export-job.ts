import * as z from 'zod';
import type { Export, Filter } from '../api/shapes.ts';
import { csv, type ExportFormat, jsonLines } from './export-rows.ts';

/** An export that somebody asked for, as far as it has come. */
export const ExportJob = z.object({
  id: z.string(),
  /** Who asked for it: nobody else gets it. */
  by: z.string(),
  format: z.enum(['csv', 'jsonl']),
  /** What may be in it, by account, whatever the filter says; `['*']` for all. */
  accounts: z.array(z.string()).min(1),
  filter: z.custom<Filter>(),
  status: z.enum(['running', 'done', 'failed']),
  because: z.string().optional(),
  rows: z.int().nonnegative(),
  /** The run that works on it, and until when nobody else may: two at once would write each other's parts. */
  worker: z.string(),
  heldUntil: z.string(),
  /** How far the runs before this one came; none where it begins. */
  reached: z
    .object({
      cursor: z.string().optional(),
      /** S3's upload in parts, and the tag of each part that is there. None while all of it fits into one. */
      upload: z.object({ id: z.string(), tags: z.array(z.string()) }).optional(),
      rows: z.int().nonnegative(),
    })
    .optional(),
  startedAt: z.string(),
});
export type ExportJob = z.infer<typeof ExportJob>;
export type Reached = NonNullable<ExportJob['reached']>;

const formats: Readonly<Record<ExportJob['format'], ExportFormat & { readonly type: string }>> = {
  csv: { ...csv, type: 'text/csv; charset=utf-8' },
  jsonl: { ...jsonLines, type: 'application/jsonl; charset=utf-8' },
};

export function formatOf({ format }: Pick<ExportJob, 'format'>): ExportFormat & { readonly type: string } {
  return formats[format];
}

/** The name under which a browser keeps it. */
export function fileName({ format, startedAt }: Pick<ExportJob, 'format' | 'startedAt'>): string {
  return `homeostat-${startedAt.slice(0, 16).replaceAll(/[T:]/g, '-')}.${format}`;
}

/** An export as its owner sees it. A run that ended without a word is told from one that works by its time. */
export function shownExport(job: ExportJob, url: string | null, now: Date): Export {
  const { id, rows } = job;
  if (job.status === 'running' && job.heldUntil < now.toISOString()) {
    return { id, status: 'failed', rows, url: null, because: 'it stopped on the way: ask for it again' };
  }
  return { id, status: job.status, rows, url, because: job.because ?? null };
}
