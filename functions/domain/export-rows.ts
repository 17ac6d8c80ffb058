import { stringify } from 'csv-stringify/sync';
import type { Remediation } from './history.ts';

/**
 * A remediation as other programs and spreadsheets get it: the fields of the history list, the reason, and what it undoes.
 * Times are ISO 8601 UTC. Every row has every field, in this order; what there is none of is null, in CSV an empty cell.
 */
export interface ExportRow {
  readonly id: string;
  readonly control: string;
  readonly resource: string;
  readonly account: string;
  readonly region: string;
  readonly status: Remediation['status'];
  readonly risk: string | null;
  readonly actor: string;
  readonly event: string;
  readonly openedAt: string;
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly planDigest: string | null;
  readonly because: string;
  readonly undoes: string | null;
}

/** The columns of the CSV, in their order. */
export const exportColumns = [
  'id',
  'control',
  'resource',
  'account',
  'region',
  'status',
  'risk',
  'actor',
  'event',
  'openedAt',
  'updatedAt',
  'closedAt',
  'planDigest',
  'because',
  'undoes',
] as const satisfies readonly (keyof ExportRow)[];

export function exportRow(remediation: Remediation): ExportRow {
  const { risk = null, closedAt = null, planDigest = null, undoes = null } = remediation;
  const { id, control, resource, account, region, status, actor, event, openedAt, updatedAt, because } = remediation;
  const drift = { id, control, resource, account, region, status, risk, actor, event };
  return { ...drift, openedAt, updatedAt, closedAt, planDigest, because, undoes };
}

/** How an export is written: what stands before the first row, and some rows. Texts that are put after each other are one file. */
export interface ExportFormat {
  readonly head: string;
  readonly rows: (remediations: readonly Remediation[]) => string;
}

/**
 * CSV as RFC 4180 has it, UTF-8, for programs. For spreadsheets there are two things more: a byte order mark, without which
 * Excel takes UTF-8 for something else, and a `'` before what they would take for a formula.
 */
export const csv: ExportFormat = { head: `\uFEFF${line(exportColumns)}`, rows: csvRows };

/** The same without the byte order mark, for pipes. */
export const plainCsv: ExportFormat = { head: line(exportColumns), rows: csvRows };

/** One JSON object a line, exactly as it is in the history. */
export const jsonLines: ExportFormat = {
  head: '',
  rows: (remediations) => remediations.map((one) => `${JSON.stringify(exportRow(one))}\n`).join(''),
};

function csvRows(remediations: readonly Remediation[]): string {
  return remediations
    .map(exportRow)
    .map((row) => line(exportColumns.map((column) => row[column])))
    .join('');
}

/** Every cell is quoted: what a spreadsheet with another separator makes of a comma or semicolon inside is then not up to it. */
function line(cells: readonly (string | null)[]): string {
  return stringify([cells.map((cell) => cell && unlikeFormula(cell))], { quoted: true, record_delimiter: 'windows' });
}

/**
 * What a spreadsheet would run when the file is opened gets a `'` in front: names of resources and reasons come from anybody.
 * The signs are those of https://owasp.org/www-community/attacks/CSV_Injection, the full-width ones among them.
 */
function unlikeFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
