// Starts one local cloud for all tests of the running system, on ports nobody uses.
import { register } from 'tsx/esm/api';

register();
const { startCloud } = await import('../../local/cloud.ts');

export default async function setup() {
  delete process.env.AWS_ENDPOINT_URL;
  const app = { context: { config: 'test/local/homeostat.config.ts' } };
  const cloud = await startCloud({ ports: 'free', directory: '.local/test', quiet: true, app });
  process.env.HOMEOSTAT_TEST_CLOUD = JSON.stringify({
    ...cloud.endpoints,
    emulator: cloud.emulator,
    outputs: cloud.outputs,
  });
  globalThis.homeostatTestCloud = cloud;
}
