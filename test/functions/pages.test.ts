import { createHash } from 'node:crypto';
import { SendEmailCommand } from '@aws-sdk/client-sesv2';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { tables } from './cloud.ts';
import { awsError, planOf } from './findings.ts';
import {
  ann,
  codeFor,
  finding,
  get,
  linkOf,
  mails,
  post,
  request,
  resumed,
  ses,
  taskToken,
  updates,
} from './question/asked.ts';

describe('opening a link', () => {
  test.each(['GET', 'HEAD', 'OPTIONS'])('by %s changes nothing and decides nothing', async (method) => {
    const before = updates().length;
    await get(linkOf(ann), method);
    await request(`/questions/${linkOf(ann)}?step=code&decision=approve&code=12345678`, { method });
    expect([...updates().slice(before), ...resumed()]).toEqual([]);
    expect(mails()).toHaveLength(2);
  });

  test('shows the whole change, who caused it, and no token', async () => {
    const page = await (await get(linkOf(ann))).text();
    const { digest, apply } = planOf(finding);
    for (const shown of [
      finding.target.arn,
      finding.cause.actor.arn,
      digest.slice(0, 16),
      ...apply.map(({ says }) => says),
    ]) {
      expect(page).toContain(shown);
    }
    expect(page).not.toContain(taskToken);
  });

  test('that nobody was sent looks the same, well-formed or not', async () => {
    const answers = await Promise.all(
      ['A'.repeat(43), 'x', '%3Cscript%3E', `${linkOf(ann)}x`, '..%2F..'].map((secret) => get(secret)),
    );
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect(new Set(pages).size).toBe(1);
    expect((await request('/elsewhere')).status).toBe(404);
  });
});

describe('every answer', () => {
  test.each<[string, () => Response | Promise<Response>]>([
    ['a page', () => get(linkOf(ann))],
    ['a missing page', () => get('x')],
    ['a refusal', () => post(linkOf(ann), { step: 'code', origin: 'https://evil.example.com' })],
  ])('forbids framing, scripts, storing and sniffing: %s', async (_, answer) => {
    const { headers } = await answer();
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-\S+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    });
  });

  test('allows the style that it carries, and no other', async () => {
    const answer = await get(linkOf(ann));
    const style = /<style>([\s\S]*?)<\/style>/.exec(await answer.text())?.[1] ?? '';
    expect(answer.headers.get('content-security-policy')).toContain(
      `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    );
  });

  test('tells nobody the link', async () => {
    expect((await get(linkOf(ann))).headers.get('referrer-policy')).toBe('no-referrer');
  });
});

describe('a form', () => {
  test.each(['https://evil.example.com', 'null', 'http://pages.example.com', 'https://pages.example.com.evil.com'])(
    'from %s is refused',
    async (origin) => {
      const code = await codeFor(ann);
      expect((await post(linkOf(ann), { step: 'decide', form: { code, decision: 'approve' }, origin })).status).toBe(
        403,
      );
      expect(resumed()).toEqual([]);
    },
  );

  test.each([
    ['without a code', { decision: 'approve' }],
    ['with a short code', { decision: 'approve', code: '1' }],
    ['with another decision', { decision: 'delete', code: '12345678' }],
    ['that exempts without a reason', { decision: 'exempt', code: '12345678', days: '3' }],
    ['that is empty', {}],
  ])('%s decides nothing', async (_, form) => {
    const before = updates().length;
    expect(await (await post(linkOf(ann), { step: 'decide', form })).text()).toContain('Type the 8 digits');
    expect([...updates().slice(before), ...resumed()]).toEqual([]);
  });
});

test.each<[string, () => void]>([
  [
    'the table',
    () =>
      tables.mock.on(GetCommand).rejects(awsError('ResourceNotFoundException', 'table secret-name in 111122223333')),
  ],
  ['the mail', () => ses.on(SendEmailCommand).rejects(awsError('MessageRejected', 'secret-name is in the sandbox'))],
])('a failure of %s shows nothing of the inside', async (_, arrange) => {
  const secret = linkOf(ann);
  arrange();
  const answer = await post(secret, { step: 'code' });
  const page = await answer.text();
  expect(answer.status).toBe(500);
  expect(page).toContain('Something went wrong on our side');
  expect(page).not.toMatch(/secret-name|Exception|Rejected|at .*\.tsx?/);
});
