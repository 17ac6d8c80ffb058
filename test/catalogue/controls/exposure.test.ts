import { describe, expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { readExposure } from '../../../catalogue/s3/exposure.ts';

const bucket = { Bucket: 'logs', ExpectedBucketOwner: '111122223333' };
const rule = (ObjectOwnership: string) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });

describe('of an open bucket is read what somebody can come in by', () => {
  test.each<[string, object | undefined, boolean]>([
    ['the owner is enforced', rule('BucketOwnerEnforced'), false],
    ['the owner is only preferred', rule('BucketOwnerPreferred'), true],
    ['whoever writes an object owns it', rule('ObjectWriter'), true],
    ['there is no rule', undefined, true],
  ])('ACLs, and a website behind them, unless the owner is enforced: %s', async (_, controls, acls) => {
    const { read, calls } = reading({ 's3:GetBucketOwnershipControls': controls });
    expect(await read).toEqual({ policy: null, publicGrants: [], acls, website: acls ? false : null });
    expect(calls).toHaveLength(acls ? 4 : 2);
  });

  test('a website behind a policy', async () => {
    const { read } = reading({
      's3:GetBucketOwnershipControls': rule('BucketOwnerEnforced'),
      's3:GetBucketPolicy': { Policy: '{}' },
      's3:GetBucketWebsite': { IndexDocument: { Suffix: 'index.html' } },
    });
    expect(await read).toEqual({ policy: '{}', publicGrants: [], acls: false, website: true });
  });
});

function reading(answers: Readonly<Partial<Record<CallName, object | undefined>>>) {
  const calls: CallName[] = [];
  const aws: Caller<CallName> = async (call) => {
    calls.push(call);
    return answers[call] as never;
  };
  return { read: readExposure(bucket, aws), calls };
}
