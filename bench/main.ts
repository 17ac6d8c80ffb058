import { CannotStart } from '../local/failure.ts';
import { measure } from './measure.ts';
import { machineNow, printReport } from './report.ts';
import { startSetting } from './setting.ts';

// `npm run bench [-- --json]`: measures a local cloud of its own, once, and prints a table.
const json = process.argv.includes('--json');
const ending = new AbortController();
const say = (line: string) => console.error(`… ${line}`);
process.once('SIGINT', () => ending.abort(new Error('interrupted')));

process.exit(await main());

async function main(): Promise<number> {
  const machine = machineNow();
  let stop = async () => {};
  try {
    say('starting a local cloud of its own');
    const setting = await startSetting(ending.signal);
    stop = setting.cloud.stop;
    printReport(await Promise.race([measure(setting, say), interrupted(ending.signal)]), { machine, json });
    return 0;
  } catch (error) {
    console.error(error instanceof CannotStart ? `${error.message}\n${error.wayOut}` : error);
    return 1;
  } finally {
    await stop();
  }
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
