import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { withoutAdministration } from '../../../catalogue/policy/admin.ts';

type Raw = Record<string, unknown>;

const administration: Raw = { Effect: 'Allow', Action: '*', Resource: '*' };
const reading: Raw = { Sid: 'Reading', Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

describe('blanket administration', () => {
  test.each<[string, Raw]>([
    ['every action on every resource', administration],
    ['every action of every service', { ...administration, Action: '*:*' }],
    ['a star among other actions', { ...administration, Action: ['s3:GetObject', '*'] }],
    ['a star among other resources', { ...administration, Resource: ['arn:aws:s3:::logs', '*'] }],
    ['a run of stars', { ...administration, Action: '**', Resource: '**' }],
    ['an empty condition', { ...administration, Condition: {} }],
  ])('is %s', (_, statement) => {
    expect(withoutAdministration(policy(statement, reading))).toEqual({
      removed: 1,
      kept: 1,
      document: policy(reading),
      doubts: [],
    });
  });

  test.each<[string, Raw]>([
    ['a denial of everything', { ...administration, Effect: 'Deny' }],
    ['every action of one service', { ...administration, Action: 'iam:*' }],
    ['every action on some resources', { ...administration, Resource: 'arn:aws:s3:::logs/*' }],
    [
      'everything but some actions on one resource',
      { Effect: 'Allow', NotAction: 's3:*', Resource: 'arn:aws:s3:::logs' },
    ],
    [
      'one action on all but some resources',
      { Effect: 'Allow', Action: 's3:GetObject', NotResource: 'arn:aws:s3:::logs' },
    ],
    ['a denial of all but some actions', { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
  ])('is not %s', (_, statement) => {
    const document = policy(statement);
    expect(withoutAdministration(document)).toEqual({ removed: 0, kept: 1, document, doubts: [] });
  });
});

describe('what a person has to judge', () => {
  test.each<[string, Raw, string]>([
    [
      'administration under a condition',
      { ...administration, Sid: 'Mfa', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } },
      'a condition limits the administration that statement Mfa grants',
    ],
    [
      'all but some actions',
      { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      'statement 1 grants every action except the ones it names',
    ],
    [
      'all but some actions on all but some resources',
      { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::logs' },
      'statement 1 grants every action except the ones it names',
    ],
    [
      'every action on all but some resources',
      { Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::logs' },
      'statement 1 grants every action on every resource except the ones it names',
    ],
    ['a statement without an action', { Effect: 'Allow', Resource: '*' }, 'statement 1 names no action or no resource'],
  ])('%s stays', (_, statement, doubt) => {
    const document = policy(statement);
    expect(withoutAdministration(document)).toEqual({ removed: 0, kept: 1, document, doubts: [doubt] });
  });

  test.each([
    ['text that is not JSON', '{', 'the text could not be read: not JSON'],
    [
      'a number that JSON.parse would round',
      policy(administration, { ...reading, Condition: { NumericEquals: { n: 1 } } }).replace(
        '"n":1',
        '"n":12345678901234567890',
      ),
      'the text could not be read: it holds a number that cannot be written again exactly',
    ],
  ])('%s stays', (_, document, doubt) => {
    expect(withoutAdministration(document)).toEqual({ removed: 0, kept: 0, document, doubts: [doubt] });
  });
});

describe('taking it out', () => {
  test('leaves nothing of a policy that grants nothing else', () => {
    expect(withoutAdministration(policy(administration)).document).toBeNull();
  });

  test('reads a single statement that is not in a list', () => {
    const document = JSON.stringify({ Version: '2012-10-17', Statement: administration });
    expect(withoutAdministration(document)).toEqual({ removed: 1, kept: 0, document: null, doubts: [] });
  });

  test('keeps a document on several lines on several lines', () => {
    const document = JSON.stringify(JSON.parse(policy(administration, reading)), null, 4);
    expect(withoutAdministration(document).document).toBe(JSON.stringify(JSON.parse(policy(reading)), null, 4));
  });

  test('leaves no blanket administration and keeps every other statement as it is, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(blanket, other), { maxLength: 8 }), (statements) => {
        const { document, removed, kept } = withoutAdministration(policy(...statements));
        const others = statements.filter(({ blanket }) => !blanket);
        expect({ removed, kept }).toEqual({ removed: statements.length - others.length, kept: others.length });
        expect(document).toBe(others.length === 0 && removed > 0 ? null : policy(...others));
      }),
    );
  });

  test('twice changes no more than once', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(blanket, other), { maxLength: 8 }), (statements) => {
        const once = withoutAdministration(policy(...statements));
        fc.pre(once.document !== null);
        const twice = withoutAdministration(once.document ?? '');
        expect(twice).toEqual({ ...once, removed: 0, doubts: twice.doubts });
        expect(twice.doubts).toHaveLength(once.doubts.length);
      }),
    );
  });

  test('answers any text without throwing, and never changes what it cannot read', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(withoutAdministration(text).document).toBe(text);
      }),
    );
  });
});

const everyAction = fc.constantFrom('*', '*:*');
const sid = fc.string({ unit: fc.constantFrom('A', 'b', '1'), minLength: 1 });
const action = fc.constantFrom('s3:GetObject', 's3:*', 'iam:Get*', 'sts:AssumeRole');
const resource = fc.constantFrom('arn:aws:s3:::logs/*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:s3:::*');

/** The mark `blanket` is an element like any other to the code under test. */
const blanket = fc.record(
  {
    Sid: sid,
    Effect: fc.constant('Allow'),
    Action: fc.oneof(everyAction, fc.tuple(action, everyAction)),
    Resource: fc.oneof(fc.constant('*'), fc.tuple(resource, fc.constant('*'))),
    blanket: fc.constant(true),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource', 'blanket'] },
);

const other = fc
  .oneof(
    fc.record({ Effect: fc.constant('Deny'), Action: everyAction, Resource: fc.constant('*') }),
    fc.record({ Effect: fc.constant('Allow'), Action: fc.oneof(action, fc.array(action)), Resource: fc.constant('*') }),
    fc.record({ Effect: fc.constant('Allow'), Action: everyAction, Resource: fc.oneof(resource, fc.array(resource)) }),
    fc.record({ Effect: fc.constant('Allow'), NotAction: action, Resource: fc.constant('*') }),
    fc.record({
      Effect: fc.constant('Allow'),
      Action: fc.constant('*'),
      Resource: fc.constant('*'),
      Condition: fc.record({ StringEquals: fc.dictionary(fc.string(), fc.string()) }),
    }),
  )
  .chain((statement) => sid.map((Sid) => ({ Sid, ...statement, blanket: false })));

function policy(...statements: readonly Raw[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
