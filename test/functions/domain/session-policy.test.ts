import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { catalogue } from '../../../catalogue/index.ts';
import type { Change } from '../../../functions/domain/finding.ts';
import { sessionPolicy, UndeclaredChange } from '../../../functions/domain/session-policy.ts';
import { adminControl, bucket, bucketControl, bucketDrift, planOf, role, roleDrift } from '../findings.ts';

const changesOf = ({ apply, undo = [] }: ReturnType<typeof planOf>) => [...apply, ...undo];
const change = (call: string): Change => ({ call, input: {}, says: 'Do it' });

describe('a session', () => {
  test.each([
    [
      'a bucket',
      () => sessionPolicy(bucketControl, bucket, changesOf(planOf(bucketDrift()))),
      [
        { Effect: 'Allow', Action: ['s3:PutBucketPublicAccessBlock'], Resource: ['arn:aws:s3:::logs'] },
        { Effect: 'Allow', Action: ['s3:PutBucketPublicAccessBlock'], Resource: ['arn:aws:s3:::logs'] },
      ],
    ],
    [
      'a role',
      () => sessionPolicy(adminControl, role, changesOf(planOf(roleDrift()))),
      [
        { Effect: 'Allow', Action: ['iam:DeleteRolePolicy'], Resource: [role.arn] },
        { Effect: 'Allow', Action: ['iam:PutRolePolicy'], Resource: [role.arn] },
      ],
    ],
  ])('may make the calls of its plan and their undo, on %s and nothing else', (_, policy, Statement) => {
    expect(JSON.parse(policy())).toEqual({ Version: '2012-10-17', Statement });
  });

  test.each(['s3:DeleteBucket', 'iam:PutRolePolicy', 's3:*', 's3:GetBucketPolicy', 'constructor', ''])(
    'is refused to a plan with the undeclared call %j',
    (call) => {
      expect(() => sessionPolicy(bucketControl, bucket, [...changesOf(planOf(bucketDrift())), change(call)])).toThrow(
        UndeclaredChange,
      );
    },
  );

  test('is refused to any call that the control does not declare as a write', () => {
    const declared = catalogue.flatMap(({ writes }) => writes.map(({ call }) => call as string));
    const call = fc.oneof(fc.constantFrom(...declared), fc.string());
    fc.assert(
      fc.property(fc.constantFrom(...catalogue), fc.array(call, { minLength: 1 }), (control, calls) => {
        const allowed = calls.every((one) => control.writes.some((write) => write.call === one));
        const policy = () => sessionPolicy(control, role, calls.map(change));
        allowed ? policy() : expect(policy).toThrow(UndeclaredChange);
      }),
    );
  });

  test('names the partition of its region', () => {
    const chinese = { ...bucket, region: 'cn-north-1', arn: 'arn:aws-cn:s3:::logs' };
    expect(sessionPolicy(bucketControl, chinese, [change('s3:PutPublicAccessBlock')])).toContain(
      '"Resource":["arn:aws-cn:s3:::logs"]',
    );
  });
});
