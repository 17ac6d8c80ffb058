import { expect, test } from '@jest/globals';
import type { Control } from '../../../catalogue/control.ts';
import { catalogue } from '../../../catalogue/index.ts';
import { readerFor } from '../../../functions/aws/caller.ts';
import { type Send, sharing } from '../../../functions/aws/sender.ts';

const place = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };

/** An AWS of 2,000 buckets, in pages of a thousand, that counts its calls. */
function countingAws(): { readonly send: Send; readonly calls: string[] } {
  const calls: string[] = [];
  const send: Send = async ({ call, input }) => {
    calls.push(call);
    const { ContinuationToken: from = '0' } = input as { ContinuationToken?: string };
    const Buckets = Array.from({ length: 1_000 }, (_, index) => ({ Name: `b-${Number(from) + index}` }));
    const output = { Buckets, ...(from === '0' && { ContinuationToken: '1000' }) };
    return { output, requestId: undefined, milliseconds: 1 };
  };
  return { send, calls };
}

test('controls of one kind of resource share the calls that list it', async () => {
  const { send, calls } = countingAws();
  const shared = sharing(send);
  const buckets = catalogue.filter(({ resources, list }) => 'AWS::S3::Bucket' in resources && list !== undefined);
  const lists = await Promise.all(buckets.map((control) => listed(control, shared)));
  expect(buckets.length).toBeGreaterThan(1);
  expect(new Set(lists.map((list) => list.length))).toEqual(new Set([2_000]));
  expect(calls).toEqual(['s3:ListBuckets', 's3:ListBuckets']);
});

test('what differs in its region or its input is asked for apart, and a refusal is shared, too', async () => {
  let asked = 0;
  const shared = sharing(async () => {
    asked += 1;
    throw new Error('refused');
  });
  const call = { call: 's3:GetBucketAcl', input: { Bucket: 'a', ExpectedBucketOwner: '1' }, region: 'eu-central-1' };
  const reordered = { ...call, input: { ExpectedBucketOwner: '1', Bucket: 'a' } };
  const others = [
    { ...call, region: 'us-east-1' },
    { ...call, input: { Bucket: 'b', ExpectedBucketOwner: '1' } },
  ];
  const outcomes = await Promise.allSettled([call, reordered, ...others].map(shared));
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'rejected']);
  expect(asked).toBe(3);
});

async function listed(control: Control, send: Send): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const arn of control.list?.(place, readerFor(control, place, send)) ?? []) {
    found.push(arn);
  }
  return found;
}
