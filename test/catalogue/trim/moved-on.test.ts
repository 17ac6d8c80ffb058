import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../catalogue/control.ts';
import { policyTrimmed } from '../../../catalogue/controls/iam/policy-trimmed.ts';
import type { UsedGrants } from '../../../catalogue/iam/used-grants.ts';
import type { Evidence } from '../../../catalogue/trim/evidence.ts';
import { TrimSettings } from '../../../catalogue/trim/settings.ts';
import { judge } from '../../../functions/domain/plan.ts';
import { insistUnchanged, shows } from '../../../functions/domain/shows.ts';
import { type Account, allow, document, judged, lately, now, over, policyArn } from './account.ts';

const control: Control = policyTrimmed;
const settings = TrimSettings.parse({});
const policy = [allow(['sqs:SendMessage', 'sqs:PurgeQueue', 'sns:Publish'])];
const services: Evidence['services'] = {
  sqs: { lastUsed: lately, tracked: { SendMessage: lately, PurgeQueue: null } },
};
const account: Account = { policy, evidence: { app: { services } } };

const seen = async (change: Account = {}) => {
  const { state } = await judged({ ...account, ...change });
  const target = { account: '111122223333', region: 'us-east-1', arn: policyArn };
  return { control, target, settings, state, readAt: now.toISOString() };
};
const planned = async () => {
  const read = await seen();
  const verdict = judge(read);
  if (verdict?.outcome !== 'change') {
    throw new TypeError('nothing is planned');
  }
  return { state: read.state as unknown, plan: verdict.plan, isUndo: false };
};
const yesterday = (at: string): NonNullable<Account['evidence']> => ({
  app: { services: { sqs: { lastUsed: at, tracked: { SendMessage: at, PurgeQueue: null } } } },
});
const stale = expect.objectContaining({ name: 'Stale' });

describe('an approved trim', () => {
  test('is not stale for evidence that moved on alone', async () => {
    const later = await seen({ evidence: yesterday('2026-06-30T11:00:00.000Z') });
    const earlier = await planned();
    expect(later.state).not.toEqual((await seen({ evidence: yesterday('2026-06-28T11:00:00.000Z') })).state);
    expect(() => insistUnchanged(later, earlier)).not.toThrow();
  });

  test.each<[string, Account]>([
    [
      'a new use of an action that was to go',
      { evidence: { app: { services, calls: { 'sqs:PurgeQueue': '2026-06-30T11:59:00.000Z' } } } },
    ],
    ['evidence that is too old by now', { evidence: { app: { services, reportedAt: '2026-06-28T00:00:00.000Z' } } }],
    ['a document that somebody changed since', { policy: [...policy, allow('s3:ListBucket')] }],
    ['a default version that somebody changed since', { versions: ['{"Statement":[]}'] }],
    ['another holder', { roles: [{ name: 'app' }, { name: 'other' }], evidence: { app: { services }, other: {} } }],
    ['an opt-out', { tags: { 'homeostat:keep-permissions': 'owner=ann until=2026-12-31' } }],
    ['a notice that was withdrawn', { notice: null }],
  ])('is stale for %s', async (_, change) => {
    const later = await seen(change);
    const earlier = await planned();
    expect(() => insistUnchanged(later, earlier)).toThrow(stale);
  });
});

describe('the undo of a trim', () => {
  const trimmed: Account = { policy: [allow(['sqs:SendMessage'])], versions: [document(policy)] };
  const undo = async () => ({ ...(await planned()), state: (await seen(trimmed)).state as unknown, isUndo: true });

  test('works although evidence moved on, and the notice is another one', async () => {
    const later = await seen({
      ...trimmed,
      evidence: yesterday('2026-06-30T11:00:00.000Z'),
      notice: { ...over, removals: [] },
    });
    const before = await undo();
    expect(() => insistUnchanged(later, before)).not.toThrow();
  });

  test('is stale for a document that somebody changed since', async () => {
    const later = await seen({ ...trimmed, policy: [allow(['sqs:SendMessage', 's3:ListBucket'])] });
    const before = await undo();
    expect(() => insistUnchanged(later, before)).toThrow(stale);
  });

  test('is there when the earlier text is the default again, whatever is known of its use by then', async () => {
    const before = (await seen()).state as UsedGrants;
    const after = await seen({ evidence: {}, notice: null });
    expect(shows({ ...after, after: before, isUndo: true })).toBe(true);
    expect(shows({ ...(await seen(trimmed)), after: before, isUndo: true })).toBe(false);
  });
});

test('a trim is there when the trimmed text is the default, under whatever number AWS gave it', async () => {
  const { plan } = await planned();
  const trimmed = { policy: [allow(['sqs:SendMessage'])], versions: [document(policy)] };
  expect(shows({ ...(await seen(trimmed)), after: plan.after, isUndo: false })).toBe(true);
  expect(shows({ ...(await seen({ ...trimmed, notice: null })), after: plan.after, isUndo: false })).toBe(true);
  expect(shows({ ...(await seen()), after: plan.after, isUndo: false })).toBe(false);
});
