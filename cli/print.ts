import Table from 'cli-table3';
import pc from 'picocolors';
import type { Remediation } from '../functions/domain/history.ts';

/** One JSON document on standard output, and nothing else there. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const table = new Table({ head: head.map((name) => pc.bold(name)), style: { head: [], border: [] }, wordWrap: true });
  table.push(...rows.map((row) => row.map(printable)));
  console.log(table.toString());
}

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
