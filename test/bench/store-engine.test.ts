import { type AttributeValue, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Engine, type Query } from '../../bench/store/engine.ts';
import { Organization } from '../../bench/store/organization.ts';
import { indexes, indexNames, listKeys, openedKey } from '../../functions/domain/listing.ts';
import { clientOf, makeHistory, putHeads, startDynamo } from '../functions/indexed-table.ts';

const organization = new Organization(300);
const heads = Array.from({ length: organization.count }, (_, row) => organization.head(row));
const engine = new Engine(organization);
const { server, url } = await startDynamo();
const client = clientOf(url);

beforeAll(async () => {
  await makeHistory(client, 'history');
  await putHeads(client, 'history', heads);
});
afterAll(() => {
  server.close();
});

const anyQuery = fc
  .record({
    name: fc.constantFrom(...indexNames),
    about: fc.nat(heads.length - 1),
    ends: fc.option(fc.tuple(fc.nat(heads.length - 1), fc.nat(heads.length - 1)), { nil: undefined }),
    forward: fc.boolean(),
    limit: fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined }),
  })
  .map(({ name, about, ends, forward, limit }): Query => {
    const keys: Readonly<Record<string, unknown>> = { ...heads[about], ...(heads[about] && listKeys(heads[about])) };
    const [from, to] = (ends ?? [])
      .toSorted((a, b) => a - b)
      .map((row) => ({ S: heads[row] ? openedKey(heads[row]) : '' }));
    return {
      TableName: 'history',
      IndexName: name,
      KeyConditionExpression: `(#p = :p)${from && to ? ' AND (#s BETWEEN :from AND :to)' : ''}`,
      FilterExpression: '#e = :e',
      ExpressionAttributeNames: {
        '#p': indexes[name].attribute,
        '#e': '_et',
        ...(from && to && { '#s': 'openedKey' }),
      },
      ExpressionAttributeValues: {
        ':p': { S: String(keys[indexes[name].attribute] ?? 'none') },
        ':e': { S: 'head' },
        ...(from && to && { ':from': from, ':to': to }),
      },
      ScanIndexForward: forward,
      ...(limit && { Limit: limit }),
    };
  });

test('the engine answers page after page as dynalite does: items, how many were read, where it goes on, and what it costs', async () => {
  await fc.assert(
    fc.asyncProperty(anyQuery, async (query) => {
      let next: Record<string, AttributeValue> | undefined;
      do {
        const asked = { ...query, ...(next && { ExclusiveStartKey: next }), ReturnConsumedCapacity: 'TOTAL' };
        const { Items, Count, ScannedCount, LastEvaluatedKey, ConsumedCapacity } = await client.send(
          new QueryCommand(asked as QueryCommandInput),
        );
        const own = engine.query(asked as Query);
        expect({ Items: own.Items, Count: own.Count, ScannedCount: own.ScannedCount }).toEqual({
          Items,
          Count,
          ScannedCount,
        });
        expect(own.LastEvaluatedKey).toEqual(LastEvaluatedKey);
        // DynamoDB asks half a unit for nothing, too.
        expect(own.ConsumedCapacity.CapacityUnits).toBe(Math.max(0.5, ConsumedCapacity?.CapacityUnits ?? 0));
        next = LastEvaluatedKey;
      } while (next !== undefined);
    }),
    { numRuns: 100 },
  );
});

test('the engine says what was read of it since it was last asked', () => {
  engine.take();
  engine.query({
    TableName: 'history',
    IndexName: 'inTime',
    KeyConditionExpression: 'inTime = :p',
    ExpressionAttributeValues: { ':p': { S: '1' } },
    Limit: 5,
  });
  expect(engine.take()).toEqual({ queries: 1, items: 5, units: 1 });
  expect(engine.take()).toEqual({ queries: 0, items: 0, units: 0 });
});
