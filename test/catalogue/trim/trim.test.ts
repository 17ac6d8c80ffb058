import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Statement, statementsOf } from '../../../catalogue/policy/document.ts';
import { difference, expand, intersection, isSubset } from '../../../catalogue/trim/action-set.ts';
import { actionsLike } from '../../../catalogue/trim/known-actions.ts';
import { flawsOf } from '../../../catalogue/trim/proof.ts';
import { trimmed } from '../../../catalogue/trim/trim.ts';

const pool = [
  'sqs:*',
  'sqs:Send*',
  'sqs:SendMessage',
  'SQS:Get*',
  'sqs:?eleteQueue',
  'sts:*',
  'sts:AssumeRole',
  'sqs:NoSuch',
];
const actions = [...expand(pool).actions];

const action = fc.oneof(
  fc.constantFrom(...pool),
  fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 4 }),
);
const statement = fc.record(
  {
    Sid: fc.stringMatching(/^[A-Z][a-z]{0,5}$/),
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    Action: action,
    Resource: fc.constantFrom('*', 'arn:aws:sqs:*:111122223333:orders', ['arn:aws:sqs:*:*:a', 'arn:aws:sqs:*:*:b']),
    Condition: fc.constant({ StringEquals: { 'aws:PrincipalTag/team': ['a', 'b'] } }),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);
const byException = fc.constantFrom<object>(
  { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
  { Effect: 'Allow', Action: 'sqs:*', NotResource: 'arn:aws:sqs:*:*:kept' },
);
const policy = fc
  .tuple(
    fc.array(fc.oneof({ weight: 6, arbitrary: statement }, { weight: 1, arbitrary: byException }), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom('', ' ', '\t', '    '),
  )
  .map(([Statement, indent]) => JSON.stringify({ Version: '2012-10-17', Statement }, null, indent));
const usage = fc.subarray(actions).map((some) => new Set(some));

describe('for every policy and every use of it', () => {
  test('what is granted is no more than before, and all that is used', () => {
    fc.assert(
      fc.property(policy, usage, (text, used) => {
        const after = grantedBy(textAfter(text, used));
        const before = grantedBy(text);
        expect(isSubset(after, before)).toBe(true);
        expect(isSubset(intersection(before, used), after)).toBe(true);
      }),
    );
  });

  test('the proof finds nothing against it', () => {
    fc.assert(
      fc.property(policy, usage, (text, used) => expect(flawsOf(text, textAfter(text, used), used)).toEqual([])),
    );
  });

  test('trimming twice changes nothing', () => {
    fc.assert(
      fc.property(policy, usage, (text, used) => {
        const once = textAfter(text, used);
        expect(textAfter(once, used)).toBe(once);
      }),
    );
  });

  test('order, Sids, resources, conditions, and whatever denies or names by exception survive', () => {
    fc.assert(
      fc.property(policy, usage, (text, used) => {
        const before = statementsOf(text).map(bare);
        const after = statementsOf(textAfter(text, used)).map(bare);
        expect(isSubsequence(after, before)).toBe(true);
        const kept = (some: readonly Statement[]) =>
          some.filter((one) => one.Effect === 'Deny' || !one.Action || one.NotResource);
        expect(kept(statementsOf(textAfter(text, used)))).toEqual(kept(statementsOf(text)));
      }),
    );
  });

  test('each action has one reason in each statement, to stay or to go', () => {
    fc.assert(
      fc.property(policy, usage, (text, used) => {
        const result = trimmed(text, { judge: judge(used) });
        const reasons = result.outcome === 'unreadable' ? [] : result.reasons;
        for (const [index, one] of statementsOf(text).entries()) {
          const name = one.Sid ?? `${index + 1}`;
          const own = reasons.filter((reason) => reason.statement === name);
          const isWeighed = one.Effect === 'Allow' && one.Action !== undefined && one.NotResource === undefined;
          expect(own.length > 0).toBe(isWeighed || own.length > 0);
        }
        const wrong = reasons.filter(
          ({ action: name, keep }) => keep !== (used.has(name) || actionsLike(name).length === 0),
        );
        expect(wrong).toEqual([]);
      }),
    );
  });
});

describe('the diff is minimal', () => {
  test.each<[string, unknown, readonly string[], unknown]>([
    ['a list keeps its layout', ['sqs:SendMessage', 'sqs:GetQueueUrl'], ['sqs:GetQueueUrl'], ['sqs:GetQueueUrl']],
    ['a name stays as it is spelt', 'SQS:sendMessage', ['sqs:SendMessage'], 'SQS:sendMessage'],
    ['a wildcard that loses nothing stays', ['sts:Decode*'], ['sts:DecodeAuthorizationMessage'], ['sts:Decode*']],
    ['a wildcard becomes the names that are kept of it', 'sqs:List*', ['sqs:ListQueues'], 'sqs:ListQueues'],
    [
      'several names make a list of one text',
      'sqs:*',
      ['sqs:SendMessage', 'sqs:GetQueueUrl'],
      ['sqs:GetQueueUrl', 'sqs:SendMessage'],
    ],
    ['what IAM’s tables do not know stays', ['sqs:NoSuch', 'sqs:SendMessage'], [], ['sqs:NoSuch']],
    ['a name is there once', ['sqs:Send*', 'sqs:SendM*'], [], undefined],
  ])('%s', (_, Action, used, expected) => {
    const text = JSON.stringify(
      { Version: '2012-10-17', Statement: [keeper, { Effect: 'Allow', Action, Resource: '*' }] },
      null,
      3,
    );
    const after = JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [keeper, ...(expected === undefined ? [] : [{ Effect: 'Allow', Action: expected, Resource: '*' }])],
      },
      null,
      3,
    );
    expect(JSON.parse(textAfter(text, new Set(used)))).toEqual(JSON.parse(after));
    expect(typeof expected === 'string' || Array.isArray(Action) ? textAfter(text, new Set(used)) : after).toBe(after);
  });

  test('a policy of which nothing is used has nothing left', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'sqs:*', Resource: '*' },
    });
    expect(trimmed(text, { judge: judge(new Set()) })).toMatchObject({ outcome: 'trimmed', document: null });
  });

  test('a statement that its owner opted out stays, and is named', () => {
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Sid: 'KeepRestore', Effect: 'Allow', Action: 'sqs:*', Resource: '*' }],
    });
    const optedOut = ({ Sid = '' }: Statement) => (Sid.startsWith('Keep') ? 'is opted out by its Sid' : undefined);
    expect(trimmed(text, { judge: judge(new Set()), optedOut })).toEqual({
      outcome: 'same',
      reasons: [],
      left: ['statement KeepRestore is opted out by its Sid'],
    });
  });

  test.each(['{', '{"Statement":[{"Effect":"Allow","Action":"s3:*","Action":"sqs:*","Resource":"*"}]}'])(
    'what cannot be read is not trimmed: %s',
    (text) => {
      expect(trimmed(text, { judge: judge(new Set()) })).toMatchObject({
        outcome: expect.stringMatching(/unreadable/),
      });
    },
  );
});

describe('the proof finds', () => {
  const old = [
    keeperOf('sqs:*'),
    { Sid: 'No', Effect: 'Deny', Action: ['sqs:DeleteQueue', 'sqs:PurgeQueue'], Resource: '*' },
  ];
  const used = new Set(['sqs:SendMessage']);
  test.each<[string, readonly object[], RegExp]>([
    ['a statement that is new', [...old, keeperOf('sts:AssumeRole')], /none of the old ones/],
    ['another order', old.toReversed(), /another order/],
    [
      'an action that was not granted',
      [keeperOf(['sqs:SendMessage', 'sns:Publish']), old[1] ?? {}],
      /none of the old ones/,
    ],
    ['another resource', [{ ...keeperOf('sqs:SendMessage'), Resource: 'x' }, old[1] ?? {}], /none of the old ones/],
    ['a used action that is gone', [keeperOf('sqs:GetQueueUrl'), old[1] ?? {}], /no longer grants sqs:SendMessage/],
    ['a denial that is gone', [old[0] ?? {}], /is gone, which denies/],
    ['a denial of less', [old[0] ?? {}, { ...old[1], Action: ['sqs:DeleteQueue'] }], /denies less than before/],
    ['a wildcard that was not there', [keeperOf(['sqs:Send*', 'sqs:Get*']), old[1] ?? {}], /wildcard sqs:Send\*/],
  ])('%s', (_, statements, flaw) => {
    const text = (Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
    expect(flawsOf(text(old), text(statements), used).join('; ')).toMatch(flaw);
    expect(flawsOf(text(old), text(old), used)).toEqual([]);
  });
});

const keeper = { Sid: 'Other', Effect: 'Deny', Action: 'sqs:PurgeQueue', Resource: '*' };

function keeperOf(Action: string | readonly string[]) {
  return { Sid: 'Use', Effect: 'Allow', Action, Resource: '*' };
}

function judge(used: ReadonlySet<string>) {
  return (name: string) => ({ keep: used.has(name), because: used.has(name) ? 'it was used' : 'it was not used' });
}

function textAfter(text: string, used: ReadonlySet<string>): string {
  const result = trimmed(text, { judge: judge(used) });
  return result.outcome === 'trimmed' ? (result.document ?? JSON.stringify({ Statement: [] })) : text;
}

/** What the statements that allow name, each for itself; what others take away again stays the same. */
function grantedBy(text: string): ReadonlySet<string> {
  const allowing = statementsOf(text).filter(
    ({ Effect, NotResource }) => Effect === 'Allow' && NotResource === undefined,
  );
  return expand(allowing.flatMap(({ Action = [] }) => Action)).actions;
}

function bare({ Action: _, ...statement }: Statement): string {
  return JSON.stringify(statement);
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const one of whole) {
    at += part[at] === one ? 1 : 0;
  }
  return at === part.length;
}

test('sets of actions are told apart', () => {
  const [one, other] = [new Set(['a', 'b']), new Set(['b', 'c'])];
  expect([...difference(one, other)]).toEqual(['a']);
  expect([...intersection(one, other)]).toEqual(['b']);
});
