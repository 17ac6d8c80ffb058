import { describe, expect, test } from '@jest/globals';
import type { Control } from '../../../catalogue/control.ts';
import { patiently } from '../../../functions/aws/patience.ts';

const control = {
  writes: [
    { call: 'dynamodb:UpdateTable', on: '*', busy: ['ResourceInUseException'] },
    { call: 'dynamodb:DeleteResourcePolicy', on: '*' },
  ],
} as unknown as Control;
const answer = { output: {}, requestId: undefined, milliseconds: 1 };

/** An AWS that refuses the first calls with these errors. */
function refusing(...names: readonly string[]) {
  const left = [...names];
  const calls: string[] = [];
  return {
    calls,
    send: async ({ call }: { readonly call: string }) => {
      calls.push(call);
      const name = left.shift();
      if (name !== undefined) {
        throw Object.assign(new Error('refused'), { name });
      }
      return answer;
    },
  };
}

describe('a call on a resource that AWS still makes', () => {
  const request = { call: 'dynamodb:UpdateTable', input: {}, region: 'eu-central-1' };

  test('is tried again until AWS takes it', async () => {
    const aws = refusing('ResourceInUseException', 'ResourceInUseException');
    expect(await patiently(aws.send, control, [1, 1, 1])(request)).toEqual(answer);
    expect(aws.calls).toHaveLength(3);
  });

  test('fails with AWS’s own reason once it took too long', async () => {
    const aws = refusing('ResourceInUseException', 'ResourceInUseException');
    await expect(patiently(aws.send, control, [1])(request)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    expect(aws.calls).toHaveLength(2);
  });

  test('fails at once for every other reason', async () => {
    const aws = refusing('AccessDeniedException');
    await expect(patiently(aws.send, control)(request)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    expect(aws.calls).toHaveLength(1);
  });

  test('fails at once where the control does not say that the error passes', async () => {
    const aws = refusing('ResourceInUseException');
    const other = { ...request, call: 'dynamodb:DeleteResourcePolicy' };
    await expect(patiently(aws.send, control)(other)).rejects.toMatchObject({ name: 'ResourceInUseException' });
    expect(aws.calls).toHaveLength(1);
  });
});
