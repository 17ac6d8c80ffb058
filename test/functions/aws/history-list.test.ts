import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Filter } from '../../../functions/api/shapes.ts';
import type { Remediation } from '../../../functions/domain/history.ts';
import { matches, openedKey } from '../../../functions/domain/listing.ts';
import { prepare } from '../environment.ts';
import { anyAsked, anyHeads } from '../heads.ts';
import { clientOf, makeHistory, putHeads, startDynamo } from '../indexed-table.ts';

const { server, url } = await startDynamo();
prepare({ AWS_ENDPOINT_URL_DYNAMODB: url });
const { list } = await import('../../../functions/aws/history-list.ts');
const heads = fc.sample(anyHeads, { numRuns: 20, seed: 7 }).toSorted((a, b) => b.length - a.length)[0] ?? [];

beforeAll(async () => {
  const client = clientOf(url);
  await makeHistory(client, 'history');
  await putHeads(client, 'history', heads);
});
afterAll(() => {
  server.close();
});

async function everything(filter: Filter, accounts: readonly string[], limit: number): Promise<readonly Remediation[]> {
  const found: Remediation[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ filter, accounts, limit, cursor });
    found.push(...page.items);
    cursor = page.cursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

function expected(filter: Filter, accounts: readonly string[]): readonly Remediation[] {
  return heads
    .filter((one) => matches(one, filter, accounts))
    .toSorted((a, b) => (openedKey(a) < openedKey(b) ? 1 : -1));
}

describe('a table that indexes as DynamoDB does', () => {
  test('has enough in it for this to tell anything', () => {
    expect(heads.length).toBeGreaterThan(60);
  });

  test.each<[string, Filter]>([
    ['everything', {}],
    ['a status', { status: ['held'] }],
    ['two fields', { status: ['held', 'failed'], account: ['111122223333'] }],
    ['three fields', { risk: ['safe'], region: ['us-east-1'], control: ['ec2.port-closed'] }],
    ['a time', { from: '2026-01-01T00:00:10Z', to: '2026-01-01T00:00:30Z' }],
    ['a time that ends before it begins', { from: '2026-01-01T00:00:30Z', to: '2026-01-01T00:00:10Z' }],
    ['a text', { contains: 'OPS' }],
  ])('gives %s, page by page', async (_, filter) => {
    expect(await everything(filter, ['*'], 7)).toEqual(expected(filter, ['*']));
  });

  test('gives the same for any filter and whoever asks', async () => {
    await fc.assert(
      fc.asyncProperty(anyAsked, fc.integer({ min: 5, max: 40 }), async ({ filter, accounts }, limit) => {
        expect(await everything(filter, accounts, limit)).toEqual(expected(filter, accounts));
      }),
      { numRuns: 40 },
    );
  });

  test('refuses a cursor of another list by its name', async () => {
    const { cursor } = await list({ filter: {}, accounts: ['*'], limit: 5 });
    await expect(
      list({ filter: {}, accounts: ['111122223333'], limit: 5, cursor: cursor ?? '' }),
    ).rejects.toMatchObject({ name: 'BadCursor' });
  });
});
