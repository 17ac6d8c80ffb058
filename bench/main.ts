import { measure } from './measure.ts';
import { printReport } from './report.ts';
import { startSetting } from './setting.ts';

// `npm run bench [-- --json]`: measures a local cloud of its own, once, and prints a table.
const json = process.argv.includes('--json');
const ending = new AbortController();
const say = (line: string) => console.error(`… ${line}`);
process.once('SIGINT', () => ending.abort(new Error('interrupted')));

say('starting a local cloud of its own');
const setting = await startSetting(ending.signal);
try {
  printReport(await Promise.race([measure(setting, say), interrupted(ending.signal)]), { json });
} finally {
  await setting.cloud.stop();
}
process.exit();

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
