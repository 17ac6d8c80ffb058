import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Filter } from '../../../functions/api/shapes.ts';
import { BadCursor, cursorAfter, keyAfter } from '../../../functions/domain/cursor.ts';
import type { Remediation } from '../../../functions/domain/history.ts';
import { indexes, listKeys, matches, openedKey, planOf, rangeOf } from '../../../functions/domain/listing.ts';
import { newest } from '../../../functions/domain/merge.ts';
import { anyAsked, anyHeads, head } from '../heads.ts';

const two = ['111122223333', '444455556666'];
const spread = (value: string) => ['0', '1', '2', '3'].map((part) => `${value}#${part}`);

describe('a filter is answered', () => {
  test.each<[string, Filter, readonly string[], string, readonly string[]]>([
    ['without one, by time', {}, ['*'], 'inTime', ['0', '1', '2', '3']],
    ['by an index of its field', { control: ['a', 'b'] }, ['*'], 'byControl', ['a', 'b']],
    ['in all parts of a value that takes most writes', { status: ['held'] }, ['*'], 'byStatus', spread('held')],
    [
      'by an index of both its fields',
      { status: ['held'], account: two },
      ['*'],
      'byAccountStatus',
      two.map((one) => `${one}#held`),
    ],
    ['by time for some accounts, by the accounts', {}, two, 'byAccount', two],
    [
      'for some accounts, by an index that has the account',
      { control: ['a'] },
      two,
      'byAccountControl',
      two.map((one) => `${one}#a`),
    ],
    ['for accounts asked for and allowed only', { account: ['111122223333', '9'] }, two, 'byAccount', ['111122223333']],
    ['where nothing is allowed, by nothing', { account: ['9'] }, two, 'byAccount', []],
    ['for nobody, by nothing', {}, [], 'byAccount', []],
    ['without one of its values, by nothing', { control: [] }, ['*'], 'byControl', []],
    [
      'for one resource, by its own partition',
      { resource: ['arn:x'], account: ['1'], region: ['r'] },
      ['*'],
      'byResource',
      ['1#r#arn:x'],
    ],
    ['of more fields, by the index that leaves least', { actor: ['x'], status: ['held'] }, ['*'], 'byActor', ['x']],
    [
      'of a text and a field, by the index of the field',
      { contains: 'x', status: ['held'] },
      ['*'],
      'byStatus',
      spread('held'),
    ],
    ['of a text alone, by time', { contains: 'x' }, ['*'], 'inTime', ['0', '1', '2', '3']],
    [
      'of more values than can be merged, by a smaller index',
      {
        account: Array.from({ length: 30 }, (_, one) => String(one)),
        control: Array.from({ length: 30 }, (_, one) => `c${one}`),
      },
      ['*'],
      'byControl',
      Array.from({ length: 30 }, (_, one) => `c${one}`),
    ],
  ])('%s', (_, filter, accounts, index, partitions) => {
    expect(planOf(filter, accounts)).toEqual({ index, partitions });
  });
});

test('a head without a risk is in no index of one', () => {
  const { risk: _risk, ...without } = head(1);
  expect(listKeys(without)).not.toHaveProperty('byRisk');
  expect(listKeys(head(1))).toMatchObject({ byRisk: 'safe#1', inTime: '1', byControlStatus: expect.any(String) });
});

describe('a cursor', () => {
  const asked = { filter: { status: ['held' as const], control: ['a', 'b'] }, accounts: ['*'] };
  const key = openedKey(head(7));
  const cursor = cursorAfter(key, asked);

  test('leads on after its key, however the values of the filter are ordered', () => {
    expect(keyAfter(cursor, { ...asked, filter: { ...asked.filter, control: ['b', 'a'] } })).toBe(key);
  });

  test.each([
    ['another filter', cursor, { ...asked, filter: {} }],
    ['other accounts', cursor, { ...asked, accounts: ['111122223333'] }],
    ['a changed letter', `A${cursor.slice(1)}`, asked],
    ['a lost end', cursor.slice(0, -4), asked],
    ['no cursor at all', 'x'.repeat(80), asked],
    ['an empty one', '', asked],
  ])('is refused for %s', (_, given, of) => {
    expect(() => keyAfter(given, of)).toThrow(BadCursor);
  });
});

/** The heads behind their indexes, as the store reads them. */
class Indexed {
  read = 0;
  readonly heads: Remediation[];

  constructor(heads: readonly Remediation[]) {
    this.heads = [...heads];
  }

  async page(asked: { filter: Filter; accounts: readonly string[] }, limit: number, cursor: string | undefined) {
    const { filter, accounts } = asked;
    const { index, partitions } = planOf(filter, accounts);
    const range = rangeOf(filter, keyAfter(cursor, asked));
    const { items, after, isPartial } = await newest<Remediation>({
      partitions,
      read: async ({ partition, after: last, count }) => {
        const all = this.heads
          .filter((one) => ({ ...one, ...listKeys(one) })[indexes[index].attribute] === partition)
          .filter((one) => openedKey(one) >= range.from && openedKey(one) <= range.to)
          .filter((one) => last === undefined || openedKey(one) < last)
          .toSorted((a, b) => (openedKey(a) < openedKey(b) ? 1 : -1));
        this.read += Math.min(count, all.length);
        return { items: all.slice(0, count), isEnd: all.length < count };
      },
      accepts: (one) => matches(one, filter, accounts),
      limit,
      most: limit * 20,
    });
    return { items, cursor: after && cursorAfter(after, asked), isPartial };
  }
}

async function everything(
  store: Indexed,
  asked: { filter: Filter; accounts: readonly string[] },
  limit: number,
  between: () => void = () => undefined,
): Promise<readonly Remediation[]> {
  const found: Remediation[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.page(asked, limit, cursor);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    cursor = page.cursor;
    between();
  } while (cursor !== undefined);
  return found;
}

describe('page by page', () => {
  test('everything that a filter lets through comes once, newest first, and nothing else', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeads, anyAsked, fc.integer({ min: 1, max: 20 }), async (heads, asked, limit) => {
        const expected = heads
          .filter((one) => matches(one, asked.filter, asked.accounts))
          .toSorted((a, b) => (openedKey(a) < openedKey(b) ? 1 : -1));
        expect(await everything(new Indexed(heads), asked, limit)).toEqual(expected);
      }),
    );
  });

  test('what is opened meanwhile doubles and hides nothing', async () => {
    await fc.assert(
      fc.asyncProperty(anyHeads, anyAsked, fc.integer({ min: 1, max: 10 }), async (heads, { filter }, limit) => {
        const asked = { filter: { ...filter, contains: undefined } as Filter, accounts: ['*'] };
        const before = heads.filter((one) => matches(one, asked.filter, ['*'])).map(({ id }) => id);
        const store = new Indexed(heads);
        let number = 1000;
        const found = await everything(store, asked, limit, () => store.heads.push(head(number++)));
        const ids = found.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(before.filter((id) => !ids.includes(id))).toEqual([]);
      }),
    );
  });

  test('of a filter that an index covers, no page reads more than twice what it may show', async () => {
    const one = fc.constantFrom<Filter>(
      {},
      { status: ['held', 'remediated', 'failed'] },
      { control: ['s3.bucket-closed-to-public', 'ec2.port-closed'] },
      { account: ['111122223333', '444455556666'], status: ['held', 'failed'] },
      { region: ['us-east-1'] },
      { risk: ['safe', 'disruptive'] },
    );
    await fc.assert(
      fc.asyncProperty(anyHeads, one, fc.integer({ min: 12, max: 30 }), async (heads, filter, limit) => {
        const store = new Indexed(heads);
        await store.page({ filter, accounts: ['*'] }, limit, undefined);
        expect(store.read).toBeLessThanOrEqual(2 * limit);
      }),
    );
  });

  test('of one that none covers, a page stops after reading enough, says so, and the next goes on', async () => {
    const heads = Array.from({ length: 900 }, (_, number) => head(number, number === 0 ? { because: 'needle' } : {}));
    const store = new Indexed(heads);
    const asked = { filter: { contains: 'needle' }, accounts: ['*'] };
    const first = await store.page(asked, 10, undefined);
    expect(first).toMatchObject({ items: [], isPartial: true, cursor: expect.any(String) });
    expect(store.read).toBeLessThan(900);
    expect(await everything(store, asked, 10)).toEqual([heads[0]]);
  });
});

test('what moves from one list to another while both are read is shown once, as it is now', async () => {
  const before = head(1, { status: 'applying', sequence: 2 });
  const after = head(1, { status: 'remediated', sequence: 3 });
  const { items } = await newest<Remediation>({
    partitions: ['a', 'b'],
    read: async ({ partition, after: last }) => ({
      items: last ? [] : [partition === 'a' ? before : after],
      isEnd: true,
    }),
    accepts: () => true,
    limit: 10,
    most: 100,
  });
  expect(items).toEqual([after]);
});
