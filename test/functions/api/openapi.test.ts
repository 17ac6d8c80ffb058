import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { everywhere } from './people.ts';
import { routes, served } from './served.ts';

const types = z.enum(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']);

/** A schema as OpenAPI 3.1 has it: JSON Schema 2020-12, of which these are the words that ours use. */
const Schema: z.ZodType = z.lazy(() =>
  z.strictObject({
    type: z.union([types, z.array(types)]).optional(),
    description: z.string().optional(),
    format: z.string().optional(),
    enum: z.array(z.unknown()).min(1).optional(),
    const: z.unknown().optional(),
    default: z.unknown().optional(),
    pattern: z.string().optional(),
    minLength: z.int().optional(),
    maxLength: z.int().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    exclusiveMinimum: z.number().optional(),
    exclusiveMaximum: z.number().optional(),
    minItems: z.int().optional(),
    maxItems: z.int().optional(),
    items: Schema.optional(),
    prefixItems: z.array(Schema).optional(),
    properties: z.record(z.string(), Schema).optional(),
    additionalProperties: z.union([z.boolean(), Schema]).optional(),
    propertyNames: Schema.optional(),
    required: z.array(z.string()).optional(),
    oneOf: z.array(Schema).min(1).optional(),
    anyOf: z.array(Schema).min(1).optional(),
    allOf: z.array(Schema).min(1).optional(),
    discriminator: z
      .strictObject({ propertyName: z.string(), mapping: z.record(z.string(), z.string()).optional() })
      .optional(),
    $ref: z.string().optional(),
  }),
);
const Content = z.strictObject({ 'application/json': z.strictObject({ schema: Schema }) });
const Operation = z.strictObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))).min(1),
  parameters: z
    .array(
      z.strictObject({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean(),
        schema: Schema,
        description: z.string().optional(),
      }),
    )
    .optional(),
  requestBody: z.strictObject({ required: z.literal(true), content: Content }).optional(),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.strictObject({ description: z.string(), content: Content })),
});
const Document = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string() }),
  components: z.looseObject({ securitySchemes: z.record(z.string(), z.looseObject({ type: z.literal('apiKey') })) }),
  paths: z.record(z.string().startsWith('/api/'), z.partialRecord(z.enum(['get', 'post', 'put', 'delete']), Operation)),
  webhooks: z.strictObject({}).optional(),
});

const { request } = await served(everywhere);
const document: unknown = await (await request('/api/openapi.json')).json();

test('the document is OpenAPI 3.1', () => {
  expect(z.treeifyError(Document.safeParse(document).error ?? new z.ZodError([]))).toEqual({ errors: [] });
});

const { paths, components } = Document.parse(document);

test.each(Object.entries(routes))('%s is in it, with its parameters and who may', (name, route) => {
  const operation = paths[`/api${route.path}`]?.[route.method];
  expect(operation).toMatchObject({ operationId: name, summary: route.says });
  expect(operation?.description).toBe(`For these roles: ${route.roles.join(', ')}.`);
  const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
  expect(operation?.parameters?.filter((one) => one.in === 'path').map((one) => one.name) ?? []).toEqual(inPath);
  expect(operation?.requestBody !== undefined).toBe('body' in route);
  expect(Object.keys(operation?.responses ?? {})).toEqual(['200', '400', '401', '403', '404', '409', '413', '500']);
  expect(operation?.security.flatMap(Object.keys).filter((scheme) => !(scheme in components.securitySchemes))).toEqual(
    [],
  );
});

test('nothing is in it that is no door', () => {
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(described.toSorted()).toEqual(
    Object.values(routes)
      .map(({ method, path }) => `${method} /api${path}`)
      .toSorted(),
  );
});

test('is for whoever is signed in', async () => {
  expect((await (await served(undefined)).request('/api/openapi.json')).status).toBe(401);
});
