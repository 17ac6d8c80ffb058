import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Field,
  fromSearch,
  fromTokens,
  minutesIn,
  toFilter,
  toSaved,
  toSearch,
  toTokens,
  toView,
  type View,
} from '../../console/src/pure/filter.ts';

const now = new Date('2026-11-25T10:30:42.500Z');
const view = (text: string): View => fromSearch(new URLSearchParams(text));
const address = (text: string): string => toSearch(view(text)).toString();

describe('the address of a list', () => {
  it.each([
    ['says nothing of what is not filtered', '', ''],
    ['repeats a field for several values', 'status=held&status=failed', 'status=held&status=failed'],
    ['is the same whatever the order of the fields', 'risk=safe&status=held', 'status=held&risk=safe'],
    ['names a value once', 'status=held&status=held', 'status=held'],
    ['leaves out what is no status', 'status=gone&status=held', 'status=held'],
    ['leaves out what is no risk', 'risk=high', ''],
    ['leaves out fields that there are not', 'colour=red&event=StopLogging', 'event=StopLogging'],
    ['keeps free words', 'contains=shop+invoices', 'contains=shop+invoices'],
    ['keeps a range that moves along', 'last=7d', 'last=7d'],
    ['prefers the range that moves along', 'last=7d&from=2026-01-01T00:00:00Z', 'last=7d'],
    ['leaves out a range that is none', 'last=soon&from=yesterday', ''],
    ['writes times in full', 'from=2026-01-01', 'from=2026-01-01T00%3A00%3A00.000Z'],
  ])('%s', (_, given, expected) => {
    expect(address(given)).toBe(expected);
  });

  it('shows the same again, whatever was filtered', () => {
    fc.assert(
      fc.property(anyView, (any) => {
        expect(fromSearch(new URLSearchParams(toSearch(any).toString()))).toEqual(any);
      }),
    );
  });
});

describe('what the API is asked', () => {
  it.each([
    [
      'is the filter as it is',
      'status=held&control=s3.bucket-encrypted',
      { status: ['held'], control: ['s3.bucket-encrypted'] },
    ],
    ['begins at a full minute where the range moves along', 'last=1h', { from: '2026-11-25T09:30:00.000Z' }],
    [
      'ends where the range ends',
      'from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z',
      { from: '2026-11-01T00:00:00.000Z', to: '2026-11-02T00:00:00.000Z' },
    ],
  ])('%s', (_, given, expected) => {
    expect(toFilter(view(given), now)).toEqual(expected);
  });

  it('is saved without a range that moves along', () => {
    expect(toSaved(view('status=held&last=7d'))).toEqual({ status: ['held'] });
  });

  it('comes back from what was saved', () => {
    const saved = view('status=held&from=2026-11-01T00:00:00Z');
    expect(toView(toSaved(saved))).toEqual(saved);
  });
});

describe('the tokens of the search field', () => {
  const listed: ReadonlySet<Field> = new Set(['status', 'control', 'account', 'risk']);

  it.each([
    [
      'hold several values of a listed field in one',
      'status=held&status=failed',
      [{ propertyKey: 'status', operator: '=', value: ['held', 'failed'] }],
    ],
    [
      'hold each value of another field by itself',
      'event=StopLogging&event=PutBucketAcl',
      [
        { propertyKey: 'event', operator: '=', value: 'StopLogging' },
        { propertyKey: 'event', operator: '=', value: 'PutBucketAcl' },
      ],
    ],
    ['hold free words', 'contains=invoices', [{ operator: ':', value: 'invoices' }]],
  ])('%s', (_, given, tokens) => {
    expect(toTokens(view(given).filter, listed).tokens).toEqual(tokens);
  });

  it('take two tokens of one field as alternatives', () => {
    const tokens = [
      { propertyKey: 'status', operator: '=' as const, value: ['held'] },
      { propertyKey: 'status', operator: '=' as const, value: ['failed', 'held'] },
    ];
    expect(fromTokens({ tokens })).toEqual({ status: ['held', 'failed'] });
  });

  it('take the last free words', () => {
    const tokens = ['shop', 'invoices'].map((value) => ({ operator: ':' as const, value }));
    expect(fromTokens({ tokens })).toEqual({ contains: 'invoices' });
  });

  it('take nothing that is no status', () => {
    expect(fromTokens({ tokens: [{ propertyKey: 'status', operator: '=', value: 'gone' }] })).toEqual({});
  });

  it('say the same as the filter they were made from', () => {
    fc.assert(
      fc.property(anyView, ({ filter }) => {
        expect(fromTokens(toTokens(filter, listed))).toEqual(filter);
      }),
    );
  });
});

it.each([
  ['30m', 30],
  ['24h', 1440],
  ['7d', 10_080],
  ['2w', 20_160],
  ['7', undefined],
  ['-7d', undefined],
  ['7y', undefined],
  ['99999d', undefined],
])('%s is %s minutes', (text, minutes) => {
  expect(minutesIn(text)).toBe(minutes);
});

const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text);
const some = (value: fc.Arbitrary<string>) => fc.uniqueArray(value, { minLength: 1, maxLength: 3 });
const anyView: fc.Arbitrary<View> = fc.record({
  filter: fc.record(
    {
      status: some(fc.constantFrom('held', 'failed', 'remediated')),
      control: some(word),
      account: some(word),
      region: some(word),
      resource: some(word),
      actor: some(word),
      risk: some(fc.constantFrom('safe', 'disruptive', 'irreversible')),
      event: some(word),
      contains: word,
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<View['filter']>,
  range: fc.oneof(
    fc.constant({}),
    fc.constantFrom('30m', '24h', '7d').map((last) => ({ last })),
    fc
      .date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
      .map((from) => ({ from: from.toISOString() })),
  ),
});
