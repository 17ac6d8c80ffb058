import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judge, verdictOn } from '../../../catalogue/policy/judge.ts';
import { withoutOutsiders } from '../../../catalogue/policy/mend.ts';
import type { Party } from '../../../catalogue/policy/party.ts';
import type { Place, PolicyService } from '../../../catalogue/policy/place.ts';
import { type Outsiders, verdictOf } from '../../../catalogue/policy/reach.ts';
import { outsidersOf, own, place, statements } from './arbitrary.ts';
import type { Raw } from './documented/row.ts';

const partner = '444455556666';
const everybody: Raw = { Sid: 'Anyone', Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
const owner: Raw = { ...everybody, Sid: 'Owner', Principal: { AWS: own } };
const deny: Raw = { ...everybody, Sid: 'Tls', Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
const odd: Raw = { ...everybody, Sid: 'Odd', Condition: { StringEquals: { 'aws:CalledVia': 'x' } } };

describe('for every policy', () => {
  test('nothing open is left, what is left judges as it did, and every Deny stays', () => {
    fc.assert(
      fc.property(written(), place, outsidersOf, (text, where, who) => {
        const document = after(text, where, who);
        const insiders = partiesOf(text, where).filter(({ reach }) => verdictOf([reach], who) !== 'open');
        expect(partiesOf(document, where).map(unnumbered)).toEqual(insiders.map(unnumbered));
        expect(denialsIn(document)).toEqual(denialsIn(text));
      }),
    );
  });

  test('what stays is the same bytes in the same order', () => {
    fc.assert(
      fc.property(written(), place, outsidersOf, (text, where, who) => {
        const mended = withoutOutsiders(text, where, who);
        fc.pre(mended.outcome === 'mended' && mended.document !== null);
        if (mended.outcome === 'mended' && mended.document !== null) {
          const gone = new Set(mended.removed.map(({ index }) => index));
          const untouched = statementsIn(text).filter((_, index) => !gone.has(index));
          expect(mended.document).not.toBe(text);
          expect(isLeftOf(mended.document, text)).toBe(true);
          expect(statementsIn(mended.document).filter((each) => untouched.includes(each))).toEqual(untouched);
        }
      }),
      { maxSkipsPerRun: 1000 },
    );
  });

  test('a second mend finds nothing more to do', () => {
    fc.assert(
      fc.property(written(), place, outsidersOf, (text, where, who) => {
        const first = withoutOutsiders(text, where, who);
        fc.pre(first.outcome === 'mended' && first.document !== null);
        const second = withoutOutsiders(after(text, where, who) ?? '', where, who);
        expect(second.outcome).toBe(first.outcome === 'mended' && first.left.length > 0 ? 'left' : 'closed');
      }),
      { maxSkipsPerRun: 1000 },
    );
  });
});

describe('a policy', () => {
  test('keeps its own layout, spelling and order', () => {
    const text = `{
  "Version" : "2012-10-17",  "Id":"caf\\u00e9",
  "Statement": [ ${JSON.stringify(everybody)},
    { "Sid":"Both", "Effect":"Allow", "Resource":"*", "Action":["sqs:*"],
      "Principal": { "AWS": [ "*" , "${own}", "${partner}" ], "Service":"sns.amazonaws.com" },
      "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": 12345678901234567890 } } },
    ${JSON.stringify(deny)}
  ]
}
`;
    expect(after(text, at('sqs'), 'public')).toBe(`{
  "Version" : "2012-10-17",  "Id":"caf\\u00e9",
  "Statement": [ { "Sid":"Both", "Effect":"Allow", "Resource":"*", "Action":["sqs:*"],
      "Principal": { "AWS": [ "${own}", "${partner}" ], "Service":"sns.amazonaws.com" },
      "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": 12345678901234567890 } } },
    ${JSON.stringify(deny)}
  ]
}
`);
  });

  test.each<[string, unknown, unknown]>([
    ['everybody beside a service', { AWS: '*', Service: 'sns.amazonaws.com' }, { Service: 'sns.amazonaws.com' }],
    [
      'everybody beside a service, the other way round',
      { Service: 'sns.amazonaws.com', AWS: ['*'] },
      { Service: 'sns.amazonaws.com' },
    ],
    ['everybody among accounts', { AWS: [own, '*', partner] }, { AWS: [own, partner] }],
    ['everybody twice', { AWS: ['*', own, '*'], CanonicalUser: '*' }, { AWS: [own] }],
  ])('loses %s and keeps the rest of the statement', (_, before, rest) => {
    expect(withoutOutsiders(textOf({ ...everybody, Principal: before }), at('sqs'), 'public')).toMatchObject({
      document: textOf({ ...everybody, Principal: rest }),
      removed: [{ whole: false, sid: 'Anyone', index: 0 }],
    });
  });

  test('loses everybody in whatever spelling', () => {
    const text = textOf({ ...everybody, Principal: { AWS: ['*', own] } }).replace('"*",', String.raw`"\u002a",`);
    expect(after(text, at('sqs'), 'public')).toBe(textOf({ ...everybody, Principal: { AWS: [own] } }));
  });

  test('that keeps outsiders out is closed', () => {
    expect(withoutOutsiders(textOf(owner, deny), at('sqs'), 'foreign')).toEqual({ outcome: 'closed' });
  });

  test.each([
    ['of which every statement goes', textOf(everybody, everybody)],
    ['of one statement that is no list', JSON.stringify({ Version: '2012-10-17', Statement: everybody })],
  ])('%s is to be deleted', (_, text) => {
    expect(after(text, at('sqs'), 'public')).toBeNull();
  });

  test('of which only a Deny stays is not deleted', () => {
    expect(after(textOf(everybody, deny), at('sqs'), 'public')).toBe(textOf(deny));
  });

  test('says what was taken out and what is left to a person', () => {
    const doubt =
      'statement Odd lets in everybody (it names everybody; what StringEquals of aws:CalledVia limits is not known here)';
    const loss = 'statement Anyone lets in everybody (it names everybody)';
    expect(withoutOutsiders(textOf(owner, everybody, odd), at('sqs'), 'public')).toEqual({
      outcome: 'mended',
      document: textOf(owner, odd),
      removed: [{ index: 1, sid: 'Anyone', whole: true, principals: ['*'], because: loss }],
      left: [doubt],
      because: `${loss}; left to a person: ${doubt}`,
    });
    expect(withoutOutsiders(textOf(owner, odd), at('sqs'), 'public')).toEqual({
      outcome: 'left',
      verdict: 'unclear',
      because: doubt,
    });
  });

  test('that cannot be read stays', () => {
    expect(withoutOutsiders('{', at('sqs'), 'public')).toEqual({
      outcome: 'left',
      verdict: 'unclear',
      because: 'the policy could not be read: not JSON',
    });
  });
});

test('the services’ own verdict is what counts: a wildcard that one service calls public and another does not', () => {
  const text = textOf({
    ...everybody,
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-central-1:${own}:*` } },
  });
  expect(verdictOn(text, at('sqs'), 'public').verdict).toBe('closed');
  expect(verdictOn(text, at('s3'), 'public').verdict).toBe('unclear');
});

function at(service: PolicyService): Place {
  return { service, account: own };
}

function textOf(...statements: readonly Raw[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** A policy as somebody might have written it: on one line or on many, one statement in a list or not. */
function written(): fc.Arbitrary<string> {
  return fc
    .tuple(statements, fc.constantFrom('', '\t', ' ', '    '), fc.boolean(), fc.constantFrom('', '\n', ' \r\n'))
    .map(([all, indent, single, end]) => {
      const Statement = single && all.length === 1 ? all[0] : all;
      return `${end}${JSON.stringify({ Version: '2012-10-17', Statement, Id: 'x' }, null, indent)}${end}`;
    });
}

function after(text: string, where: Place, who: Outsiders): string | null {
  const mended = withoutOutsiders(text, where, who);
  return mended.outcome === 'mended' ? mended.document : text;
}

function denialsIn(text: string | null): readonly string[] {
  return text === null ? [] : statementsIn(text).filter((each) => each.includes('"Effect":"Deny"'));
}

function partiesOf(text: string | null, where: Place): readonly Party[] {
  const judgement = text === null ? undefined : judge(text, where);
  return judgement?.outcome === 'judged' ? judgement.statements.flatMap(({ parties }) => parties) : [];
}

/** A party without the place of the statements that its reasons name, which moves when one before them goes. */
function unnumbered(party: Party): Party {
  return { ...party, because: party.because.map((each) => each.replace(/^statement \d+ /, 'a statement ')) };
}

/** The statements of a text, each as data in one spelling. */
function statementsIn(text: string): readonly string[] {
  return [(JSON.parse(text) as { Statement: unknown }).Statement].flat().map((each) => JSON.stringify(each));
}

/** Whether one text is another with parts left out. */
function isLeftOf(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of whole) {
    at += part.startsWith(letter, at) ? letter.length : 0;
  }
  return at === part.length;
}
