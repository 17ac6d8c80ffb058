import pc from 'picocolors';
import { advice } from './advice.ts';
import { type Cloud, startCloud } from './cloud.ts';
import { CannotStart } from './failure.ts';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const started = performance.now();
    const cloud = await startCloud({ signal: interrupted.signal });
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`\n${pc.bold('Homeostat is running')} ${pc.dim(`(${seconds} s)`)}\n\n${advice(cloud.endpoints)}`);
    return await untilTheEnd(cloud);
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    console.error(`\n${explanation(error)}\n`);
    return 1;
  }
}

/** Until somebody ends it, or the emulator ends by itself. */
async function untilTheEnd(cloud: Cloud): Promise<number> {
  const asked = new Promise<'asked'>((resolve) => {
    if (interrupted.signal.aborted) resolve('asked');
    interrupted.signal.addEventListener('abort', () => resolve('asked'));
  });
  const ending = await Promise.race([asked, cloud.ended.then(() => 'crashed' as const)]);
  if (ending === 'crashed')
    console.error(`\n${pc.red('The emulator has ended.')} Its last words are in .local/emulator.log.`);
  else console.log('\nStopping.');
  await cloud.stop();
  return ending === 'crashed' ? 1 : 0;
}

/** The first one ends everything in order, a second at once; what runs this may pass the same Ctrl-C on twice. */
function interrupt(): void {
  if (!interrupted.signal.aborted) {
    interrupted.abort();
    setTimeout(() => process.on('SIGINT', () => process.exit(130)), 500).unref();
  }
}

function explanation(error: unknown): string {
  if (error instanceof CannotStart) return `${pc.red(error.message)}\n${error.wayOut}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
