import { GetPublicAccessBlockCommand } from '@aws-sdk/client-s3';
import { beforeEach, expect, jest, test } from '@jest/globals';
import type { Control } from '../../catalogue/control.ts';
import { closeBucket, resetCloud, s3, tables, writesMade } from './cloud.ts';
import { prepare } from './environment.ts';
import { awsError, bucketControl, bucketDrift, closedBucket, openBucket, planOf } from './findings.ts';

prepare();
/** As if closing a bucket took AWS minutes. */
const slow: Control = {
  ...bucketControl,
  id: 's3.bucket-slowly-closed',
  writes: [{ call: 's3:PutPublicAccessBlock', on: 'arn:{partition}:s3:::*', slow: true }],
};
const known = [bucketControl, slow];
jest.unstable_mockModule('../../functions/controls.ts', () => ({
  controlById: async (id: string) => known.find((control) => control.id === id),
}));
const { handler } = await import('../../functions/verify.ts');

beforeEach(resetCloud);

/** Undoes a mend: the plan leads back to the open bucket. */
const undoing = bucketDrift({
  undoes: 'r-mended',
  state: closedBucket,
  verdict: { outcome: 'change', plan: { ...planOf(bucketDrift()), after: openBucket } },
});

test('a mend is verified when its control finds the resource compliant', async () => {
  closeBucket();
  expect(await handler({ finding: bucketDrift() })).toEqual({ state: closedBucket, at: expect.stringMatching(/Z$/) });
});

test('an undo is verified when the earlier state is there again, compliant or not', async () => {
  expect(await handler({ finding: undoing })).toMatchObject({ state: openBucket });
});

test.each([
  ['a mend', bucketDrift(), () => {}, 'NotYetThere'],
  ['an undo', undoing, closeBucket, 'NotYetThere'],
  ['a mend that AWS carries out over minutes', bucketDrift({ control: slow.id }), () => {}, 'StillUnderWay'],
  [
    'a mend that cannot be read back',
    bucketDrift(),
    () => s3.on(GetPublicAccessBlockCommand).rejects(awsError('AccessDenied')),
    'AccessDenied',
  ],
  [
    'a mend of what is gone',
    bucketDrift(),
    () => s3.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchBucket')),
    'ResourceGone',
  ],
  ['what had no plan', bucketDrift({ verdict: { outcome: 'leave', because: 'x' } }), () => {}, 'Error'],
])('%s is not verified before it shows', async (_, finding, arrange, name) => {
  arrange();
  await expect(handler({ finding })).rejects.toMatchObject({ name });
});

test('verifying changes nothing', async () => {
  closeBucket();
  await handler({ finding: bucketDrift() });
  expect([...writesMade(), ...tables.items]).toEqual([]);
});
