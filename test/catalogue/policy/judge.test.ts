import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, verdictOn } from '../../../catalogue/policy/judge.ts';
import type { Place } from '../../../catalogue/policy/place.ts';
import { isWithin, type Reach } from '../../../catalogue/policy/reach.ts';
import { conditionTest, outsidersOf, own, place, statement, statements, withTest } from './arbitrary.ts';
import type { Raw } from './documented/row.ts';
import { deputies, letsIn, outsiders } from './outsider.ts';

const sqs: Place = { service: 'sqs', account: own };
const calls = ['sqs:SendMessage', 'sqs:ReceiveMessage'];

describe('for every policy', () => {
  test('what it calls closed to the public lets no call of an outsider in', () => {
    fc.assert(
      fc.property(statements, (policy) => {
        fc.pre(verdictOn(textOf(policy), sqs, 'public').verdict === 'closed');
        expect(callsLetIn(policy, outsiders)).toEqual([]);
      }),
      { numRuns: 1000, maxSkipsPerRun: 1000 },
    );
  });

  /** Of one test or one `Deny`: several may contradict each other, and then let in nobody at all. */
  test('what it calls open to the public lets some call of an outsider in, by themselves or through a service', () => {
    const oneDenial = fc.tuple(statement('Allow', 0), statement('Deny'));
    fc.assert(
      fc.property(fc.oneof(fc.tuple(statement('Allow', 1)), oneDenial), (policy) => {
        fc.pre(verdictOn(textOf(policy), sqs, 'public').verdict === 'open');
        expect(callsLetIn(policy, [...outsiders, ...deputies])).not.toEqual([]);
      }),
      { numRuns: 1000, maxSkipsPerRun: 1000 },
    );
  });

  test('another test in a condition lets nobody further in', () => {
    fc.assert(
      fc.property(statement('Allow'), conditionTest, place, (first, more, where) => {
        const [operator, key] = more;
        const before = (first['Condition'] ?? {}) as Raw;
        fc.pre(!Object.hasOwn((before[operator] as Raw | undefined) ?? {}, key));
        expectNoFurther([first], [{ ...first, Condition: withTest(before, more) }], where);
      }),
    );
  });

  test('a Deny lets nobody further in', () => {
    fc.assert(
      fc.property(statements, statement('Deny'), place, (policy, denial, where) => {
        expectNoFurther(policy, [...policy, denial], where);
      }),
    );
  });

  test('the spelling does not count: order of members, single values or lists, the case of keys and operators', () => {
    fc.assert(
      fc.property(statements, place, fc.infiniteStream(fc.boolean()), (policy, where, coins) => {
        const flip = () => coins.next().value === true;
        const reachesAs = (statements: readonly Raw[]) => reachesOf(statements, where).map((each) => each.toSorted());
        expect(reachesAs(policy.map((each) => respelled(each, flip)))).toEqual(reachesAs(policy));
      }),
    );
  });

  test('a verdict other than closed says why', () => {
    fc.assert(
      fc.property(statements, place, outsidersOf, (policy, where, who) => {
        const { verdict, because } = verdictOn(textOf(policy), where, who);
        expect(verdict === 'closed' || because.length > 0).toBe(true);
        expect(because.every((clause) => /^statement /.test(clause))).toBe(true);
      }),
    );
  });
});

describe('what is not judged', () => {
  test.each([
    ['text that is no JSON', '{', 'not JSON'],
    ['a key named twice', '{"Statement":[],"Statement":[]}', 'it names Statement twice'],
    [
      'a condition named twice',
      JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*' }] }).replace(
        '"Principal"',
        '"Condition":{},"Condition":{},"Principal"',
      ),
      'it names Condition twice',
    ],
    ['a text nested too deeply', `{"Statement":[],"Id":${'['.repeat(99)}${']'.repeat(99)}}`, 'it is nested too deeply'],
  ])('%s is unreadable, so unclear', (_, text, because) => {
    expect(judge(text, sqs)).toEqual({ outcome: 'unreadable', because });
    expect(verdictOn(text, sqs, 'public')).toEqual({
      verdict: 'unclear',
      because: [`the policy could not be read: ${because}`],
    });
  });

  test.each<[string, Raw, string]>([
    ['an element that is not known', { Principal: '*', condition: {} }, 'its element condition is not known here'],
    ['nobody', {}, 'it names no principal'],
    ['an empty list of principals', { Principal: { AWS: [] } }, 'it names no principal'],
    ['both kinds of naming', { Principal: '*', NotPrincipal: '*' }, 'it has both Principal and NotPrincipal'],
    ['a kind of principal that is not known', { Principal: { aws: '*' } }, 'the kind of principal aws is not known'],
    [
      'a service that is none',
      { Principal: { Service: 'example.com' } },
      'example.com is no AWS service that is known here',
    ],
    ['a principal that is none', { Principal: { AWS: 'bob' } }, 'bob is no principal that is known here'],
    [
      'a key that is called like a property of every object',
      condition('StringEquals', 'constructor', 'x'),
      'what StringEquals of constructor limits is not known here',
    ],
    [
      'an operator that is not known',
      condition('StringMatches', 'aws:SourceVpc', 'vpc-1'),
      'StringMatches of aws:SourceVpc cannot be judged',
    ],
    ['no value', condition('StringEquals', 'aws:SourceVpc', []), 'StringEquals of aws:SourceVpc cannot be judged'],
    [
      'a wildcard that the operator takes literally',
      condition('StringEquals', 'aws:SourceVpc', 'vpc-*'),
      'aws:SourceVpc: StringEquals takes the wildcard of vpc-* literally',
    ],
    [
      'a variable',
      condition('StringEquals', 'aws:SourceVpc', '${aws:PrincipalTag/vpc}'),
      'aws:SourceVpc: ${aws:PrincipalTag/vpc} is a variable',
    ],
    [
      'so many ranges that they are broad together',
      condition('IpAddress', 'aws:SourceIp', ['8.0.0.0/8', '9.0.0.0/8']),
      'aws:SourceIp: so many ranges are broad together',
    ],
  ])('%s is unclear', (_, statement, because) => {
    const policy = textOf([{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*', ...statement }]);
    const { verdict, because: reasons } = verdictOn(policy, sqs, 'public');
    expect(verdict).toBe('unclear');
    expect(reasons.join()).toContain(because);
  });
});

test('a verdict names the statement, the principal and every clause that counted', () => {
  const policy = textOf([
    { Sid: 'Partner', Effect: 'Allow', Principal: { AWS: '444455556666' }, Action: 'sqs:SendMessage', Resource: '*' },
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sqs:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': true } },
    },
  ]);
  expect(verdictOn(policy, sqs, 'foreign')).toEqual({
    verdict: 'open',
    because: [
      'statement Partner lets in 444455556666 (444455556666 is another account)',
      'statement 2 lets in everybody (it names everybody; aws:SecureTransport says nothing about who calls)',
    ],
  });
});

function textOf(statements: readonly Raw[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function callsLetIn(policy: readonly Raw[], contexts: readonly Parameters<typeof letsIn>[1][]): unknown[] {
  return contexts.flatMap((context) =>
    calls.filter((call) => letsIn(policy, context, call)).map((call) => [call, context]),
  );
}

function reachesOf(statements: readonly Raw[], where: Place): readonly (readonly Reach[])[] {
  const judgement = judge(textOf(statements), where);
  return judgement.outcome === 'unreadable'
    ? []
    : judgement.statements.map(({ parties }) => parties.map(({ reach }) => reach));
}

function expectNoFurther(before: readonly Raw[], after: readonly Raw[], where: Place): void {
  const earlier = reachesOf(before, where);
  const further = reachesOf(after, where).flatMap((reaches, index) =>
    reaches.filter((reach, party) => !isWithin(reach, earlier[index]?.[party] ?? 'own')),
  );
  expect(further).toEqual([]);
}

function condition(operator: string, key: string, values: unknown): Raw {
  return { Principal: '*', Condition: { [operator]: { [key]: values } } };
}

function respelled(value: Raw, flip: () => boolean): Raw {
  const { Condition, Principal, ...rest } = value;
  const listed = (one: unknown) => (flip() ? (Array.isArray(one) && one.length === 1 ? one[0] : [one].flat()) : one);
  const cased = (name: string) => (flip() ? name.toUpperCase() : name);
  const mapped = (from: unknown, key: (name: string) => string, to: (value: unknown) => unknown): Raw =>
    Object.fromEntries(shuffled(Object.entries(from as Raw), flip).map(([name, each]) => [key(name), to(each)]));
  return Object.fromEntries(
    shuffled(
      Object.entries({
        ...mapped(
          rest,
          (name) => name,
          (each) => each,
        ),
        Action: listed(rest['Action']),
        Resource: listed(rest['Resource']),
        ...(Principal !== undefined && {
          Principal: Principal === '*' ? '*' : mapped(Principal, (name) => name, listed),
        }),
        ...(Condition !== undefined && {
          Condition: mapped(Condition, cased, (keys) => mapped(keys, cased, listed)),
        }),
      }),
      flip,
    ),
  );
}

function shuffled<Each>(row: readonly Each[], flip: () => boolean): readonly Each[] {
  const mixed: Each[] = [];
  for (const each of row) {
    mixed.splice(flip() ? 0 : mixed.length, 0, each);
  }
  return mixed;
}
