import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { machineNow } from '../report.ts';
import type { Figures, Read } from './engine.ts';
import { measure } from './measure.ts';
import { aboutRun, broken, tableOf, writeFigures } from './report.ts';

// `npm run bench:store [-- --count=N] [--latency=MS] [--write]`: what each list reads of a large history, and how long it takes. Ends
// with 1 where one that was promised reads too much. `--write` puts the figures into docs/store.md.
const count = option('count', 1_000_000);
const milliseconds = option('latency', 5);
const say = (line: string) => console.error(`… ${line}`);
const machine = machineNow();

say(`making a history of ${count.toLocaleString('en')} remediations`);
const engine = fork(join(import.meta.dirname, 'serve.ts'), [String(count), String(milliseconds)], {
  execArgv: ['--import', 'tsx', '--max-old-space-size=6000'],
});
process.once('exit', () => engine.kill());
const [{ port, ...figures }] = (await once(engine, 'message')) as [Figures & { readonly port: number }];
Object.assign(process.env, {
  ...{ HISTORY_TABLE: 'history', TALLY_TABLE: 'tally', AWS_REGION: 'us-east-1' },
  ...{ AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench' },
  AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
});
const { list } = await import('../../functions/aws/history-list.ts');
const { counts } = await import('../../functions/aws/counts.ts');

const measured = await measure({ list, counts, take }, say);
const text = `${aboutRun({ machine, count, milliseconds, figures })}\n\n${tableOf(measured)}`;
console.log(text);
if (process.argv.includes('--write')) {
  writeFigures('docs/store.md', text);
}
const tooMuch = broken(measured);
for (const { name, worst } of tooMuch) {
  console.error(`${name}: ${worst.toFixed(2)} items were read for each that was shown`);
}
process.exit(tooMuch.length === 0 ? 0 : 1);

async function take(): Promise<Read> {
  engine.send('take');
  const [read] = (await once(engine, 'message')) as [Read];
  return read;
}

function option(name: string, usual: number): number {
  const given = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return given === undefined ? usual : Number(given.split('=')[1]);
}
