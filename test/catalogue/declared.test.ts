import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { defineControl, exampleTime } from '../../catalogue/control.ts';
import { buckets } from '../../catalogue/s3/bucket.ts';
import { readerFor } from '../../functions/aws/caller.ts';
import type { Change } from '../../functions/domain/finding.ts';
import { sessionPolicy } from '../../functions/domain/session-policy.ts';

const target = { account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::logs' };
const common = {
  id: 's3.made-up',
  title: 'Made up',
  practice: 'data storage',
  severity: 'low',
  resources: {},
  standards: {},
  why: '',
  impact: '',
  triggers: [{ kind: 'security-hub', control: 'S3.0' }],
  gone: ['NoSuchBucket'],
  state: z.object({ name: z.string() }),
  async *list() {},
} as const;

test('a read that is not declared does not compile, and is not sent', async () => {
  const control = defineControl({
    ...common,
    reads: [{ call: 's3:GetBucketAcl', on: 'arn:{partition}:s3:::*' }],
    writes: [{ call: 's3:PutBucketAcl', on: 'arn:{partition}:s3:::*' }],
    async read(_, aws) {
      // @ts-expect-error: it is not declared
      await aws('s3:GetBucketPolicy', { Bucket: 'logs' });
      return { name: 'logs' };
    },
    plan: () => ({ outcome: 'compliant' }),
    examples: [{ name: 'any', state: { name: 'logs' }, plan: { outcome: 'compliant' } }],
  });
  const aws = readerFor(control, target, () => {
    throw new Error('it was sent');
  });
  await expect(control.read(target, aws, {})).rejects.toMatchObject({ name: 'UndeclaredCall' });
});

test('a kind whose reads are not declared does not compile, and is not sent', async () => {
  // @ts-expect-error: bucketReads are not declared
  const control = defineControl({
    ...common,
    ...buckets,
    reads: [{ call: 's3:GetBucketAcl', on: 'arn:{partition}:s3:::*' }],
    writes: [],
    read: async () => ({ name: 'logs' }),
    plan: () => ({ outcome: 'compliant' }),
    examples: [{ name: 'any', state: { name: 'logs' }, plan: { outcome: 'compliant' } }],
  });
  const aws = readerFor(control, target, () => {
    throw new Error('it was sent');
  });
  await expect(control.tags?.(target, aws)).rejects.toMatchObject({ name: 'UndeclaredCall' });
});

test('a write that is not declared does not compile, and no session allows it', () => {
  const control = defineControl({
    ...common,
    reads: [{ call: 's3:GetBucketAcl', on: 'arn:{partition}:s3:::*' }],
    writes: [{ call: 's3:PutBucketAcl', on: 'arn:{partition}:s3:::*' }],
    read: async () => ({ name: 'logs' }),
    // @ts-expect-error: it is not declared
    plan(state) {
      return {
        outcome: 'change',
        risk: { level: 'safe', because: 'nobody uses it' },
        apply: [{ call: 's3:DeleteBucket', input: { Bucket: 'logs' }, says: 'Delete it' }],
        undo: [{ call: 's3:DeleteBucket', input: { Bucket: 'logs' }, says: 'Delete it' }],
        after: state,
      };
    },
    examples: [{ name: 'any', state: { name: 'logs' }, plan: { outcome: 'compliant' } }],
  });
  const plan = control.plan({ name: 'logs' }, {}, exampleTime);
  const calls = (plan.outcome === 'change' ? plan.apply : []) as unknown as readonly Change[];
  expect(() => sessionPolicy(control, target, calls)).toThrow('does not declare the write s3:DeleteBucket');
});
