import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseConfig } from '../../../functions/domain/config.ts';
import type { Finding } from '../../../functions/domain/finding.ts';
import { questionOf } from '../../../functions/question/question.ts';
import { questionMessage } from '../../../functions/slack/message.ts';
import { decisionModal, submitted } from '../../../functions/slack/modal.ts';
import { distrust } from '../../../functions/slack/signature.ts';
import { fenced, said } from '../../../functions/slack/text.ts';
import { signatureHeaders } from '../../../local/slack/sign.ts';
import { actingConfig } from '../environment.ts';
import { bucketDrift, openBucket, planOf } from '../findings.ts';

const config = parseConfig(actingConfig);
const now = new Date('2026-11-24T12:00:00Z');
const question = (finding: Finding) => {
  const { digest: planDigest } = planOf(finding);
  const times = { askedAt: now.toISOString(), expiresAt: '2026-11-27T12:00:00Z' };
  return questionOf(
    { asked: { finding, planDigest, taskToken: 't', ...times, group: 0, quorum: 1 }, votes: [] },
    config,
    now,
  );
};
const named = (name: string) =>
  bucketDrift({ target: { account: '111122223333', region: 'eu-central-1', arn: `arn:aws:s3:::${name}` } });
const message = (...findings: Finding[]) =>
  questionMessage({ batch: 'b-1', questions: findings.map(question), late: false, page: 'https://p.example.com/q' });

describe('a request', () => {
  const body = 'payload=%7B%7D';
  const sign = (at: Date, text = body, signingSecret = 'secret') => {
    const headers = signatureHeaders({ body: text, signingSecret, at });
    return { timestamp: headers['X-Slack-Request-Timestamp'] ?? '', signature: headers['X-Slack-Signature'] ?? '' };
  };

  test('that Slack signed just now is believed', () => {
    expect(distrust({ body, ...sign(now) }, 'secret', now)).toBeUndefined();
  });

  test.each([
    ['another body', { body: `${body} `, ...sign(now) }],
    ['another secret', { body, ...sign(now, body, 'other') }],
    ['an old timestamp', { body, ...sign(new Date(now.getTime() - 301_000)) }],
    ['a future timestamp', { body, ...sign(new Date(now.getTime() + 31_000)) }],
    ['a timestamp that is no number', { body, ...sign(now), timestamp: '1e9' }],
    ['no signature', { body, ...sign(now), signature: '' }],
    ['a signature of another version', { body, ...sign(now), signature: sign(now).signature.replace('v0', 'v1') }],
    ['a signature that is cut', { body, ...sign(now), signature: sign(now).signature.slice(0, -1) }],
  ])('with %s is not', (_, signed) => {
    expect(distrust(signed, 'secret', now)).toEqual(expect.any(String));
  });
});

describe('text in a message', () => {
  const hostile = fc.string({ unit: fc.constantFrom(...'<>&`!@|*_~#\n ', 'a', '```', '<!channel>', '&amp;') });

  test('is never markup or a mention, whatever it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(said(text)).not.toMatch(/[<>]/);
        const inside = fenced(text).slice(3, -3);
        expect(inside).not.toMatch(/[<>]|```/);
      }),
    );
  });
});

describe('a question as a message', () => {
  test('keeps to what Slack takes, and says where it had to leave something out', () => {
    const huge = bucketDrift({ state: { ...openBucket, name: '<`>'.repeat(9_000) } });
    for (const finding of [huge, named('x'.repeat(1_000))]) {
      const { blocks } = message(finding);
      expect(blocks.length).toBeLessThanOrEqual(50);
      for (const block of blocks) {
        expect(block.type === 'section' ? (block.text?.text.length ?? 0) : 0).toBeLessThanOrEqual(3_000);
      }
    }
    expect(JSON.stringify(message(huge).blocks)).toContain('open the page to read it whole');
  });

  test('lists every resource of as many as are asked together', () => {
    const names = Array.from({ length: 30 }, (_, index) => `bucket-${index}-`);
    const { blocks } = message(...names.map(named));
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(
      names.filter((name) => !JSON.stringify(blocks).includes(`${name}|`) && !JSON.stringify(blocks).includes(name)),
    ).toEqual([]);
  });
});

describe('the form', () => {
  test('has nothing ticked where several are asked about, and takes what was', () => {
    const open = [question(named('one')), question(named('two'))];
    const modal = decisionModal('b-1', 'approve', open);
    expect(JSON.stringify(modal)).not.toContain('initial_options');
    const metadata = JSON.parse(modal.private_metadata ?? '');
    expect(submitted(metadata, {}).of).toEqual([]);
    const selected_options = [{ value: 'r-1:abc' }];
    expect(submitted(metadata, { of0: { of: { selected_options } } }).of).toEqual(['r-1:abc']);
  });

  test('needs days and a reason for an exemption', () => {
    const metadata = JSON.parse(decisionModal('b-1', 'exempt', [question(named('one'))]).private_metadata ?? '');
    const filled = (days: string | null, reason: string | null) =>
      submitted(metadata, { days: { days: { value: days } }, reason: { reason: { value: reason } } }).ballot.success;
    expect([filled('14', 'x'), filled('0', 'x'), filled('14', null), filled(null, 'x')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
