// Starts an emulator alone for the proofs: nothing is deployed in it that could mend what is to be proven.
import { mkdirSync } from 'node:fs';
import { register } from 'tsx/esm/api';

register();
const { startEmulator } = await import('../../../local/emulator/start-emulator.ts');
const { freePort } = await import('../../../local/ports.ts');

const directory = '.local/proofs';

export default async function setup() {
  delete process.env.AWS_ENDPOINT_URL;
  mkdirSync(directory, { recursive: true });
  const emulator = await startEmulator({
    publicPort: await freePort(),
    venv: '.local/venv',
    log: `${directory}/emulator.log`,
    scratch: `${directory}/scratch`,
  });
  process.env.HOMEOSTAT_TEST_EMULATOR = emulator.url;
  globalThis.homeostatTestEmulator = emulator;
}
