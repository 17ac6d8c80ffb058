import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../../functions/domain/config.ts';
import type { Finding } from '../../../functions/domain/finding.ts';
import { asText, diffOf, readable } from '../../../functions/question/diff.ts';
import { questionMail } from '../../../functions/question/mail.tsx';
import { codeMail } from '../../../functions/question/mail-parts.tsx';
import { QuestionPage } from '../../../functions/question/page.tsx';
import { questionOf } from '../../../functions/question/question.ts';
import { actingConfig } from '../environment.ts';
import { bucketDrift, cause, openBucket, planOf } from '../findings.ts';

const markup = `"><img src=x onerror=alert(1)></pre></p><script>alert('1')</script>&lt;b&gt;`;
const link = 'https://pages.example.com/questions/x';
const to = 'ann@example.com';
const config = parseConfig(actingConfig);
const now = new Date('2026-11-24T12:00:00Z');

/** A finding with the text wherever the outside can put some. */
function holding(text: string): Finding {
  const plan = planOf(bucketDrift());
  return bucketDrift({
    target: { account: '111122223333', region: 'eu-central-1', arn: `arn:aws:s3:::${text}` },
    cause: { ...cause, name: text, actor: { type: 'x', arn: text, sourceIdentity: text, sourceIp: text } },
    state: { ...openBucket, exposure: { ...openBucket.exposure, policy: JSON.stringify({ Sid: text }) } },
    verdict: {
      outcome: 'change',
      plan: {
        ...plan,
        risk: { level: 'safe', because: text },
        apply: plan.apply.map((change) => ({ ...change, says: text, input: { Bucket: text } })),
      },
    },
  });
}

const until = '2026-11-27T12:00:00.000Z';
const question = (finding: Finding, change: object = {}) => {
  const asked = { finding, planDigest: 'x', taskToken: 't', askedAt: until, expiresAt: until, group: 0, quorum: 1 };
  return questionOf({ asked: { ...asked, ...change }, votes: [] }, config, now);
};
const pageOf = (...findings: Finding[]) =>
  QuestionPage({
    questions: findings.map((finding) => question(finding)),
    approver: findings[0]?.cause.actor.arn,
    notices: [findings[0]?.cause.name ?? ''],
    form: 'decide',
  }).toString();
const mailOf = (...findings: Finding[]) =>
  questionMail({ questions: findings.map((one) => question(one)), occasion: 'ask', late: false, to, link });

describe('markup in what comes from outside', () => {
  const tags = (html: string) => (html.match(/<\/?[a-z]+/g) ?? []).toSorted();

  test.each<[string, (finding: Finding) => string]>([
    ['page', (finding) => pageOf(finding)],
    ['page of several', (finding) => pageOf(finding, finding)],
    ['mail of several', (finding) => mailOf(finding, finding).html],
    ['mail', (finding) => mailOf(finding).html],
  ])('is text on the %s', (_, render) => {
    const html = render(holding(markup));
    expect(html).not.toMatch(/<img|<script|onerror=alert\(1\)>/);
    expect(html).toContain('&lt;script&gt;');
    expect(tags(html)).toEqual(tags(render(holding('plain'))));
  });

  test('is never markup, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`<>&"'/= \`${'abc'}`) }), (text) => {
        fc.pre(text !== '');
        expect(tags(pageOf(holding(text)))).toEqual(tags(pageOf(holding('plain'))));
      }),
      { numRuns: 50 },
    );
  });
});

describe('the subject of a mail', () => {
  test('is one line, and not an endless one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { subject } = mailOf(holding(`a\r\nBcc: all@example.com\u2028\u0000${text}`));
        return !/[\p{Cc}\u2028\u2029]/u.test(subject) && subject.length <= 200;
      }),
      { numRuns: 50 },
    );
  });

  test('of a code does not give the code away', () => {
    const { subject, text } = codeMail({ to, title: 'x', id: 'b-1', code: '12345678', minutes: 10 });
    expect([subject.includes('12345678'), text.includes('12345678')]).toEqual([false, true]);
  });
});

test('the mail says what the page says: the reason, the change, the calls, the undo and one link', () => {
  const finding = bucketDrift();
  const { text, html } = mailOf(finding);
  for (const said of [
    'Close logs to the public',
    'Take the block of public access off logs again',
    finding.cause.actor.arn,
    planOf(finding).digest,
    '"Sid": "Anyone"',
    until,
  ]) {
    expect(text).toContain(said);
  }
  expect(text.split(link)).toHaveLength(2);
  expect(html.match(/href="([^"]*)"/g)?.filter((href) => !href.includes('console.aws.amazon.com'))).toEqual([
    `href="${link}"`,
  ]);
});

describe('a mail that would be too long for mail programs', () => {
  const huge = bucketDrift({ state: { ...openBucket, name: 'x'.repeat(120_000) } });

  test('names the resource and what is done, and says that the rest is on the page', () => {
    const { text, html } = mailOf(huge);
    for (const shown of [text, html]) {
      expect(Buffer.byteLength(shown)).toBeLessThan(90_000);
      expect(shown).toContain('too long for a mail');
      expect(shown).toContain(huge.target.arn);
      expect(shown).toContain('Close logs to the public');
      expect(shown).toContain(link);
    }
  });

  test('is whole on the page', () => {
    expect(pageOf(huge)).toContain('x'.repeat(120_000));
  });
});

test('a mail about several resources lists every one of them', () => {
  const several = Array.from({ length: 30 }, (_, index) =>
    bucketDrift({ target: { account: '111122223333', region: 'eu-central-1', arn: `arn:aws:s3:::bucket-${index}-` } }),
  );
  const { text, html } = mailOf(...several);
  for (const { target } of several) {
    expect([text.includes(target.arn), html.includes(target.arn)]).toEqual([true, true]);
  }
});

describe('a diff', () => {
  test('leaves nothing out', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
        const lines = diffOf(before, after);
        const side = (without: string) =>
          lines
            .filter(({ kind }) => kind !== without)
            .map(({ text }) => text)
            .join('\n');
        return side('added') === readable(before) && side('removed') === readable(after);
      }),
    );
  });

  test('opens policies up and marks every line', () => {
    expect(asText(diffOf({ policy: '{"a":1}' }, { policy: '{"a":2}' }))).toBe(
      '  {\n    "policy": {\n-     "a": 1\n+     "a": 2\n    }\n  }',
    );
  });

  test.each(['{', '[1', '{"a":', 'null'])('shows text that is no document as it is: %s', (text) => {
    expect(readable(text)).toBe(JSON.stringify(text));
  });

  test.each(['\u202e', '\u200b', '\u2066', '\u2028', '\u{e0041}'])(
    'shows an invisible character as its code: %j',
    (character) => {
      expect(readable({ Sid: `a${character}b` })).toMatch(/"a\\u\{[0-9a-f]+\}b"/);
      expect(readable(JSON.stringify({ Sid: `a${character}b` }))).not.toContain(character);
    },
  );
});
