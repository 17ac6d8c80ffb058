import { serve } from '@hono/node-server';
import { apiApp } from '../../../functions/api/app.ts';
import { openApi } from '../../../functions/api/openapi.ts';
import type { Grant } from '../../../functions/domain/access.ts';
import { Role } from '../../../functions/domain/access.ts';
import { fakeWorld } from './fake-world.ts';

/**
 * The API with a world in memory, for whoever builds the page:
 *
 *     npx tsx test/functions/api/serve.ts [port] [origin of the page]
 *
 * Ann is signed in, with every role. `ROLES=viewer ACCOUNTS=111122223333` signs her in with less, `ROLES=` with nobody.
 */
const [port = '4580', origin = `http://localhost:${port}`] = process.argv.slice(2);
const roles = (process.env['ROLES'] ?? Role.options.join()).split(',').filter((role) => role !== '');
const accounts = (process.env['ACCOUNTS'] ?? '*').split(',');
const grants: Grant[] = [{ roles: roles.map((role) => Role.parse(role)), accounts }];

const app = apiApp({
  world: fakeWorld(),
  description: () => openApi('0.1.0'),
  origin,
  signedIn: async (_, now) =>
    roles.length === 0
      ? undefined
      : {
          name: 'Ann',
          mail: 'ann@example.com',
          grants,
          until: new Date(now.getTime() + 12 * 3_600_000).toISOString(),
        },
});
serve({ fetch: app.fetch, port: Number(port), hostname: '127.0.0.1' }, () => {
  console.log(`The API with a world in memory: http://localhost:${port}/api/openapi.json; changes come from ${origin}`);
});
