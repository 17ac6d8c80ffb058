import { readFileSync, writeFileSync } from 'node:fs';
import type { Figures } from './engine.ts';
import type { Measured } from './measure.ts';

/** No page may read more than so many items for each that it shows. */
const most = 2;

/** The pages that were promised and read too much. */
export function broken(measured: readonly Measured[]): readonly Measured[] {
  return measured.filter(({ isPromised, worst }) => isPromised && worst > most);
}

const head = [
  'list',
  'promised',
  'shown',
  'read / shown, worst',
  'queries',
  'read units',
  'p50 ms',
  'p95 ms',
  'partial',
];

/** A table in Markdown, which a terminal shows well enough. */
export function tableOf(measured: readonly Measured[]): string {
  const rows = measured.map((one) => [
    one.name,
    one.isPromised ? 'yes' : '',
    short(one.shown),
    one.worst.toFixed(2),
    short(one.queries),
    short(one.units),
    short(one.p50),
    short(one.p95),
    one.partial === 0 ? '' : String(one.partial),
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export interface Run {
  readonly machine: string;
  readonly count: number;
  readonly milliseconds: number;
  readonly figures: Figures;
}

export function aboutRun({ machine, count, milliseconds, figures }: Run): string {
  return [
    `${count.toLocaleString('en')} remediations, ${figures.partitions.toLocaleString('en')} partitions in the indexes,`,
    `${figures.cells.toLocaleString('en')} items of counts; a head has ${figures.headBytes} bytes on average and`,
    `${figures.mostHeadBytes} at most. Each answer of the engine takes ${milliseconds} ms more, as DynamoDB's would. ${machine}.`,
  ].join('\n');
}

const begin = '<!-- figures of `npm run bench:store` -->';
const end = '<!-- end of figures -->';

/** Puts the figures into the page that tells of the store. */
export function writeFigures(file: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before) {
    throw new Error(`${file} has no place for the figures`);
  }
  writeFileSync(file, `${page.slice(0, before + begin.length)}\n\n${text}\n\n${page.slice(after)}`);
}

function short(value: number): string {
  return value >= 100 || Number.isInteger(value) ? value.toFixed(0) : value.toFixed(1);
}
