import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Check, type Control, type NonEmpty, outputOf } from '../../../catalogue/control.ts';
import { Finding } from '../../../functions/domain/finding.ts';
import { type Bound, judge, planDigest, resolveOutputs } from '../../../functions/domain/plan.ts';
import { bucket, bucketControl, bucketDrift, closedBucket, openBucket, planOf, roleDrift } from '../findings.ts';

const judged = (state: unknown) =>
  judge({ control: bucketControl, target: bucket, state, settings: {}, readAt: '2026-11-24T10:00:00Z' });

describe('a verdict', () => {
  test('is none where nothing is to be done', () => {
    expect(judged(closedBucket)).toBeUndefined();
  });

  test('leaves what the control leaves, with its reason', () => {
    const because = 'logs serves a website, so its owner has to decide';
    expect(judged({ ...openBucket, exposure: { ...openBucket.exposure, website: true } })).toEqual({
      outcome: 'leave',
      because,
    });
  });

  test('is no change where something that was checked of it does not hold, whatever the control made of it', () => {
    const checked = (...proof: NonEmpty<Check>): Control => ({
      ...bucketControl,
      plan(...judging) {
        const plan = bucketControl.plan(...judging);
        return plan.outcome === 'change' ? { ...plan, proof } : plan;
      },
    });
    const holding = { check: 'it lets in no more', by: 'Homeostat', holds: true, says: 'each part is an old one' };
    const flawed = { check: 'it is valid', by: 'IAM Access Analyzer', holds: false, says: 'INVALID_ACTION' };
    const verdict = (control: Control) =>
      judge({ control, target: bucket, state: openBucket, settings: {}, readAt: '2026-11-24T10:00:00Z' });
    expect(verdict(checked(holding))).toMatchObject({ outcome: 'change', plan: { proof: [holding] } });
    expect(verdict(checked(holding, flawed))).toEqual({
      outcome: 'leave',
      because: 'its proof does not hold: it is valid: no, says IAM Access Analyzer: INVALID_ACTION',
    });
  });

  test('is the same whenever the same state is judged', () => {
    expect(judged(openBucket)).toEqual(judged(structuredClone(openBucket)));
  });

  test.each([
    ['a bucket', bucketDrift()],
    ['a role', roleDrift()],
  ])('has a digest that survives the way through a workflow: %s', (_, finding) => {
    const received = Finding.parse(JSON.parse(JSON.stringify(finding)));
    const plan = planOf(received);
    expect(planDigest({ control: received.control, target: received.target, state: received.state, ...plan })).toBe(
      plan.digest,
    );
  });
});

describe('the digest of a plan', () => {
  const { control, target, state, verdict: _verdict } = bucketDrift();
  const { apply, undo = [], risk, after, digest } = planOf(bucketDrift());
  const bound: Bound = { control, target, state, risk, apply, undo, after };

  test.each<[string, Partial<Bound>]>([
    ['another control', { control: 'other' }],
    ['another resource', { target: { ...target, arn: `${target.arn}2` } }],
    ['another account', { target: { ...target, account: '444455556666' } }],
    ['another state', { state: { ...openBucket, name: 'other' } }],
    [
      'another input',
      { apply: apply.map((change) => ({ ...change, input: { ...change.input, ExpectedBucketOwner: '1' } })) },
    ],
    ['another sentence', { apply: apply.map((change) => ({ ...change, says: 'Do nothing bad' })) }],
    ['one more call', { apply: [...apply, ...apply] }],
    ['another undo', { undo: [] }],
    ['another risk', { risk: { level: 'safe', because: 'trust me' } }],
    ['another outcome', { after: openBucket }],
    ['a person who always decides', { asks: true }],
    [
      'somebody to watch',
      { watch: [{ principal: 'arn:aws:iam::111122223333:role/app', actions: ['s3:*'], days: 90 }] },
    ],
    [
      'something that was checked',
      { proof: [{ check: 'less than before', by: 'Homeostat', holds: true, says: 'yes' }] },
    ],
  ])('is another one with %s', (_, change) => {
    expect(planDigest(bound)).toBe(digest);
    expect(planDigest({ ...bound, ...change })).not.toBe(digest);
  });
});

describe('an answer that an undo refers to', () => {
  const change = (input: Record<string, unknown>) => ({
    call: 'iam:DeletePolicyVersion',
    input,
    says: 'Delete it',
    undoes: 0,
  });
  const answers = [{ PolicyVersion: { VersionId: 'v8' } }, { Ids: ['a', 'b'] }];

  test.each([
    ['at the top', { VersionId: outputOf(0, 'PolicyVersion.VersionId') }, { VersionId: 'v8' }],
    ['inside an object', { A: { B: outputOf(0, 'PolicyVersion.VersionId') } }, { A: { B: 'v8' } }],
    ['inside a list', { A: [{ B: outputOf(1, 'Ids.1') }, 'x'] }, { A: [{ B: 'b' }, 'x'] }],
    ['that is a whole object', { A: outputOf(0, 'PolicyVersion') }, { A: { VersionId: 'v8' } }],
    ['that is not there', { A: outputOf(7, 'No.Such') }, { A: undefined }],
  ])('is filled in %s', (_, input, expected) => {
    expect(resolveOutputs([change(input)], answers)).toEqual([{ ...change(expected) }]);
  });

  test('changes nothing else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (input) => {
        fc.pre(!JSON.stringify(input).includes('$output'));
        expect(resolveOutputs([change(input)], answers)).toEqual([change(input)]);
      }),
    );
  });
});
