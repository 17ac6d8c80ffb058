import { OpenAPIHono, z } from '@hono/zod-openapi';
import { type Route, routes } from './routes.ts';
import { Problem } from './shapes.ts';

/** How a request that is refused is told so. */
const refusals = {
  400: 'What was sent is not right; `says` names the field.',
  401: 'Nobody is signed in.',
  403: 'Whoever is signed in may not, or the request did not come from our own page.',
  404: 'There is none, or none for whoever is signed in to see.',
  409: 'It cannot be done now; `says` tells why.',
  413: 'Too much was sent.',
  500: 'Something went wrong on our side.',
} as const;

const json = (schema: z.ZodType) => ({ content: { 'application/json': { schema } } });

/** The OpenAPI document of the API, from the table that its doors are made from. */
export function openApi(version: string) {
  const { openAPIRegistry: registry, getOpenAPI31Document } = new OpenAPIHono();
  const session = registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-homeostat',
    description: 'From /auth/sign-in. Requests that change something also bear `x-homeostat: 1` and our own `Origin`.',
  });
  const problems = Object.fromEntries(
    Object.entries(refusals).map(([status, description]) => [status, { description, ...json(Problem) }]),
  );
  for (const [operationId, route] of Object.entries<Route>(routes)) {
    const { method, path, says, roles, params, query, body, answer } = route;
    const header = method === 'get' ? undefined : z.object({ 'x-homeostat': z.literal('1') });
    registry.registerPath({
      operationId,
      method,
      path: `/api${path}`,
      summary: says,
      description: `For these roles: ${roles.join(', ')}.`,
      security: [{ [session.name]: [] }],
      request: {
        ...(params && { params }),
        ...(query && { query }),
        ...(header && { headers: header }),
        ...(body && { body: { required: true, ...json(body) } }),
      },
      responses: { 200: { description: says, ...json(answer) }, ...problems },
    });
  }
  return getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Homeostat', version, description: 'The history people work with, and what they may do.' },
  });
}
