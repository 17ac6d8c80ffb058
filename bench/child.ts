// Runs one function in a process of its own, as Lambda does, and says what each invocation took.
import { Session } from 'node:inspector';
import type { Told } from './function.ts';
import { watchRequests, withoutWaits } from './wire.ts';

const [bundle = '', mode] = process.argv.slice(2);
const loaded = new Set<string>();
if (mode === 'look') noteScripts();
const requests = watchRequests({ askUnits: mode === 'look' });
const { handler } = (await import(bundle)) as { handler: (input: unknown) => Promise<unknown> };

process.on('message', async (input) => process.send?.(await invoke(input)));
process.send?.('ready');

async function invoke(input: unknown): Promise<Told> {
  requests.take();
  const cpu = process.cpuUsage();
  const start = performance.now();
  const output = await handler(input).catch((error: Error) => ({ thrown: `${error.name}: ${error.message}` }));
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  const waits = requests.take();
  return {
    output,
    whole: end - start,
    own: withoutWaits(start, end, waits),
    cpu: (user + system) / 1000,
    calls: waits.length,
    units: waits.flatMap(({ units = [] }) => units),
    loaded: [...loaded],
  };
}

/** Every script that V8 is given from now on, lazily loaded chunks too. */
function noteScripts(): void {
  const session = new Session();
  session.connect();
  session.on('Debugger.scriptParsed', ({ params }) => {
    if (params.url.startsWith('file:')) loaded.add(params.url);
  });
  session.post('Debugger.enable');
}
