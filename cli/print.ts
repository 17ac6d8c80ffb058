import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import type { Remediation } from '../functions/domain/history.ts';
import pc from './colour.ts';

/** One JSON document on standard output, and nothing else there. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const shown = rows.map((row) => row.map(printable));
  const colWidths = widths([head, ...shown], process.stdout.columns);
  const table = new Table({
    head: [...head],
    style: { head: pc.isColorSupported ? ['bold'] : [], border: [] },
    ...(colWidths && { colWidths, wordWrap: true, wrapOnWordBoundary: false }),
  });
  table.push(...shown.map((row) => [...row]));
  console.log(table.toString());
}

/** On a terminal that is narrower than the table, the widest columns give way until it fits. Elsewhere nothing is wrapped. */
function widths(rows: readonly (readonly string[])[], columns: number | undefined): number[] | undefined {
  const natural = (rows[0] ?? []).map(
    (_, column) => Math.max(...rows.map((row) => stripVTControlCharacters(row[column] ?? '').length)) + 2,
  );
  const sum = (some: readonly number[]) => some.reduce((total, width) => total + width + 1, 1);
  if (columns === undefined || sum(natural) <= columns) {
    return undefined;
  }
  const fitting = [...natural];
  for (let widest = Math.max(...fitting); sum(fitting) > columns && widest > narrowest; widest = Math.max(...fitting)) {
    fitting[fitting.indexOf(widest)] = widest - 1;
  }
  return fitting;
}

const narrowest = 12;

const colours: Partial<Record<Remediation['status'], (text: string) => string>> = {
  remediated: pc.green,
  'awaiting-approval': pc.yellow,
  applying: pc.yellow,
  held: pc.yellow,
  failed: pc.red,
  'verification-failed': pc.red,
};

export function coloured(status: Remediation['status']): string {
  return (colours[status] ?? ((text: string) => text))(status);
}

/** Names from AWS can hold anything: nothing of them may steer a terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: our own colours are kept, every other control character goes
  return text.replace(/(\x1b\[\d+m)|[\p{Cc}\p{Cf}]/gu, (_, colour?: string) => colour ?? '�');
}
