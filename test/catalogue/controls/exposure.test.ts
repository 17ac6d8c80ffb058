import { expect, test } from '@jest/globals';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Caller } from '../../../catalogue/control.ts';
import { readExposure } from '../../../catalogue/s3/exposure.ts';

const bucket = { Bucket: 'logs', ExpectedBucketOwner: '111122223333' };
const rule = (ObjectOwnership: string) => ({ OwnershipControls: { Rules: [{ ObjectOwnership }] } });

test.each([
  ['the owner of a bucket is enforced', rule('BucketOwnerEnforced'), false],
  ['the owner is only preferred', rule('BucketOwnerPreferred'), true],
  ['whoever writes an object owns it', rule('ObjectWriter'), true],
  ['there is no rule', undefined, true],
])('ACLs count unless the owner is enforced: %s', async (_, controls, acls) => {
  const aws: Caller<CallName> = async (call) =>
    (call === 's3:GetBucketOwnershipControls'
      ? controls
      : call === 's3:GetBucketAcl'
        ? { Grants: [] }
        : undefined) as never;
  expect(await readExposure(bucket, aws)).toEqual({ policy: null, publicGrants: [], acls, website: false });
});
