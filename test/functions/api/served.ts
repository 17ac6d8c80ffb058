import type { RouteName } from '../../../functions/api/routes.ts';
import type { World } from '../../../functions/api/world.ts';
import type { Person } from '../../../functions/domain/person.ts';
import { prepare } from '../environment.ts';
import type { Ask } from './asks.ts';
import { fakeWorld } from './fake-world.ts';

prepare();
const { apiApp } = await import('../../../functions/api/app.ts');
const { openApi } = await import('../../../functions/api/openapi.ts');
const { routes } = await import('../../../functions/api/routes.ts');

export const origin = 'https://console.example.com';
export const now = new Date();
export { routes };

export interface Served {
  readonly world: World;
  readonly ask: (name: RouteName, ask: Ask, headers?: Readonly<Record<string, string>>) => Promise<Response>;
  readonly request: (path: string, init?: RequestInit) => Promise<Response>;
}

/** The API with a world in memory, for one person; the world has an export and a filter of theirs. */
export async function served(who: Person | undefined, change: Partial<World> = {}): Promise<Served> {
  const world = { ...fakeWorld(now), ...change };
  await world.exporting.start({ accounts: ['*'], by: 'ann@example.com', format: 'csv', filter: {} });
  await world.filters.save('ann@example.com', { name: 'a filter', filter: {} });
  const app = apiApp({ world, description: () => openApi(world.version), origin, signedIn: async () => who });
  const request = async (path: string, init?: RequestInit) => app.request(path, init);
  return {
    world,
    request,
    ask: (name, { path, body }, headers = ownPage) =>
      request(`/api/${path}`, {
        method: routes[name].method.toUpperCase(),
        headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  };
}

/** What a request from our own page bears. */
export const ownPage = { origin, 'x-homeostat': '1', 'sec-fetch-site': 'same-origin' };
