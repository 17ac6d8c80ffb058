import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, Option } from 'commander';
import { csv, type ExportFormat, jsonLines, plainCsv } from '../../functions/domain/export-rows.ts';
import { ocsfLines } from '../../functions/domain/ocsf.ts';
import { connect } from '../connect.ts';
import { withExamples } from '../examples.ts';
import { type FilterOptions, filterOf, filterOptions } from '../filter.ts';
import { pages } from '../pages.ts';
import { printJson } from '../print.ts';
import { counter } from '../progress.ts';

type Format = 'csv' | 'jsonl' | 'ocsf';

interface Options extends FilterOptions {
  readonly format: Format;
  readonly output?: string;
  readonly json?: boolean;
}

export function exportCommand(): Command {
  const command = new Command('export')
    .description('the history as CSV, JSON Lines or OCSF findings, whole, however long it is')
    .addOption(new Option('--format <format>', 'of the rows').choices(['csv', 'jsonl', 'ocsf']).default('csv'));
  filterOptions(command)
    .option('--output <file>', 'to a file, which is there when it is complete; otherwise to standard output')
    .option('--json', 'with --output: what was written, as one JSON document')
    .action(exported);
  return withExamples(command, [
    ['homeostat export --output history.csv', 'everything, safe to open in a spreadsheet'],
    ['homeostat export --status failed verification-failed --from 2026-01-01', 'what failed this year'],
    ['homeostat export --format ocsf --output findings.jsonl', 'for Security Lake and whatever else reads OCSF'],
    ['homeostat export --format jsonl | jq -r .actor | sort | uniq -c', 'who causes most'],
  ]);
}

async function exported({ format, output, json, ...options }: Options): Promise<void> {
  await connect();
  const show = counter('rows');
  let rows = 0;
  const written = (count: number) => {
    rows += count;
    show.at(rows);
  };
  const texts = Readable.from(textsOf(await formatFor(format, output), options, written));
  if (output === undefined) {
    await toStandardOutput(texts);
    show.end();
    return console.error(`${rows} rows`);
  }
  await toFile(texts, output);
  show.end();
  json ? printJson({ file: output, format, rows }) : console.log(`${rows} rows are in ${output}.`);
}

/** A file is opened with a spreadsheet; what goes through a pipe has no byte order mark. */
async function formatFor(format: Format, output: string | undefined): Promise<ExportFormat> {
  switch (format) {
    case 'csv':
      return output === undefined ? plainCsv : csv;
    case 'jsonl':
      return jsonLines;
    case 'ocsf': {
      const { controlById } = await import('../../catalogue/index.ts');
      return ocsfLines(controlById);
    }
    default:
      return format satisfies never;
  }
}

async function* textsOf(
  { head, rows }: ExportFormat,
  options: FilterOptions,
  written: (count: number) => void,
): AsyncGenerator<string> {
  yield head;
  for await (const page of pages(filterOf(options, new Date()), Number.POSITIVE_INFINITY)) {
    yield rows(page);
    written(page.length);
  }
}

/** As fast as a slow reader takes it. */
async function toStandardOutput(texts: AsyncIterable<string>): Promise<void> {
  for await (const text of texts) {
    if (!process.stdout.write(text)) {
      await once(process.stdout, 'drain');
    }
  }
}

/** Half a file never bears the name of a whole one. */
async function toFile(texts: Readable, output: string): Promise<void> {
  const part = `${output}.part`;
  try {
    await pipeline(texts, createWriteStream(part, { mode: 0o600 }));
    await rename(part, output);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
