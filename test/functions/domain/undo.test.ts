import { describe, expect, test } from '@jest/globals';
import type { Finding, Status } from '../../../functions/domain/finding.ts';
import { genesis, type Remediation, seal, startOf } from '../../../functions/domain/history.ts';
import { planDigest } from '../../../functions/domain/plan.ts';
import { undoOf, type Wish } from '../../../functions/domain/undo.ts';
import { bucketDrift, closedBucket, openBucket, planOf, roleDrift } from '../findings.ts';

const now = new Date('2026-11-24T12:00:00Z');
const mended = bucketDrift();
const verified = { state: closedBucket, at: '2026-11-24T11:00:02Z' };
const asked = { id: 'r-undo', event: 'e-undo', owner: 'arn:aws:iam::1:user/ann', reason: 'a campaign', days: 14, now };

/** The history of a mend: opened, then closed with what an undo needs. */
function mendOf(finding: Finding, { status = 'remediated', closing }: { status?: Status; closing?: object } = {}) {
  const at = '2026-11-24T11:00:00.000Z';
  const open = seal({
    remediation: finding.id,
    sequence: 1,
    at,
    status: 'applying',
    because: '',
    detail: JSON.stringify({ finding }),
    previous: genesis,
  });
  const detail = JSON.stringify(closing ?? { applied: { calls: [], undo: planOf(finding).undo ?? null }, verified });
  const last = seal({ remediation: finding.id, sequence: 2, at, status, because: '', detail, previous: open.hash });
  const head: Remediation = {
    ...startOf(finding, { because: '' }, new Date(at)),
    updatedAt: at,
    status,
    sequence: last.sequence,
    tip: last.hash,
  };
  return { head, entries: [open, last] };
}

const irreversible = bucketDrift();
const brokenAt = (index: number) => {
  const { head, entries } = mendOf(mended);
  return {
    head,
    entries: entries.map((entry, at) =>
      at === index ? { ...entry, detail: entry.detail.replace('logs', 'prod') } : entry,
    ),
  };
};

describe('an undo is refused', () => {
  test.each<[string, Pick<Wish, 'head' | 'entries'>, string]>([
    ['for what never was', { head: undefined, entries: [] }, 'there is no such remediation'],
    ['without entries', { ...mendOf(mended), entries: [] }, 'there is no such remediation'],
    ['where the opening was tampered with', brokenAt(0), 'its history cannot be trusted: entry 1 was changed'],
    ['where the end was tampered with', brokenAt(1), 'its history cannot be trusted: entry 2 was changed'],
    [
      'where an entry is gone',
      { ...mendOf(mended), entries: mendOf(mended).entries.slice(1) },
      'its history cannot be trusted: entry 1 is missing',
    ],
    ...(['held', 'stale', 'failed', 'verification-failed', 'undone'] as const).map(
      (status): [string, Pick<Wish, 'head' | 'entries'>, string] => [
        `for what is ${status}`,
        mendOf(mended, { status }),
        `it is ${status}: only what was remediated`,
      ],
    ),
    [
      'for what was irreversible',
      mendOf(irreversible, { closing: { applied: { undo: null }, verified } }),
      'its plan was irreversible',
    ],
    [
      'where the end does not tell what was applied',
      mendOf(mended, { closing: {} }),
      'its history does not hold what an undo needs',
    ],
    [
      'where nothing was changed',
      mendOf(bucketDrift({ verdict: { outcome: 'leave', because: 'x' } }), {
        closing: { applied: { undo: planOf(mended).undo }, verified },
      }),
      'its history does not hold what an undo needs',
    ],
  ])('%s', (_, history, because) => {
    expect(undoOf({ ...asked, ...history })).toEqual({ possible: false, because: expect.stringContaining(because) });
  });
});

describe('an undo', () => {
  const undo = undoOf({ ...asked, ...mendOf(mended) });
  const finding = undo.possible ? undo.finding : mended;
  const plan = planOf(finding);

  test('is a remediation of the same resource by the same control, caused by the operator', () => {
    expect(finding).toMatchObject({
      id: 'r-undo',
      control: mended.control,
      target: mended.target,
      undoes: mended.id,
      cause: { id: 'e-undo', name: 'undo', time: now.toISOString(), actor: { type: 'Operator', arn: asked.owner } },
    });
  });

  test('makes the stored undo calls and leads to the state before', () => {
    expect(plan.apply).toEqual(planOf(mended).undo);
    expect(plan.after).toEqual(openBucket);
    expect(undo).toMatchObject({ says: ['Take the block of public access off logs again'] });
  });

  test('was made for the state that was verified', () => {
    expect(finding).toMatchObject({ state: closedBucket, readAt: verified.at });
    expect(
      planDigest({
        control: finding.control,
        target: finding.target,
        state: finding.state,
        ...plan,
      }),
    ).toBe(plan.digest);
  });

  test('can itself be taken back', () => {
    expect(plan.undo).toEqual(planOf(mended).apply.map((change) => ({ ...change, undoes: 0 })));
  });

  test('keeps the resource from being mended again, until a date, with owner and reason', () => {
    expect(finding.exemption).toEqual({
      id: 'r-undo',
      control: mended.control,
      owner: asked.owner,
      reason: 'a campaign',
      until: '2026-12-08T12:00:00.000Z',
    });
  });

  test('of several calls tells which call takes back which', () => {
    const two = roleDrift();
    const whole = undoOf({ ...asked, ...mendOf(two) });
    const undoing = whole.possible ? planOf(whole.finding) : plan;
    expect(undoing.apply.map(({ input }) => input['PolicyName'])).toEqual(['one', 'two']);
    expect(undoing.apply.every(({ undoes }) => undoes === undefined)).toBe(true);
    expect(undoing.undo?.map(({ undoes, input }) => [undoes, input['PolicyName']])).toEqual([
      [0, 'one'],
      [1, 'two'],
    ]);
  });
});
