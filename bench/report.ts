import { cpus, loadavg } from 'node:os';
import Table from 'cli-table3';
import type { Measured } from './measure.ts';
import { rowsOf } from './rows.ts';

/** One figure: `goal` is what the project set itself, where it did. */
export type Row = Readonly<{ figure: string; measured: string; goal: string; note: string }>;

export function printReport(measured: Measured, { machine, json }: { machine: string; json: boolean }): void {
  const rows = rowsOf(measured);
  if (json) {
    process.stdout.write(`${JSON.stringify({ machine, rows, measured }, undefined, 2)}\n`);
    return;
  }
  const chars = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const table = new Table({
    head: ['figure', 'measured', 'goal', 'note'],
    colWidths: [34, 14, 10, 70],
    wordWrap: true,
    chars,
    style: { head: [], border: [] },
  });
  table.push(...rows.map(({ figure, measured: value, goal, note }) => [figure, value, goal, note]));
  console.log(`${table.toString()}\n${machine}`);
}

/** Taken before the run, so that the load is what else the machine does. */
export function machineNow(): string {
  const [minute = 0] = loadavg();
  const [processor] = cpus();
  return `${new Date().toISOString()}, Node ${process.version}, ${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, load before the run ${minute.toFixed(2)}`;
}
