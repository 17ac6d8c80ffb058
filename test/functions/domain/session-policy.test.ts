import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { CallName } from '../../../catalogue/calls.ts';
import type { Control } from '../../../catalogue/control.ts';
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
      [{ Effect: 'Allow', Action: ['s3:PutBucketPublicAccessBlock'], Resource: ['arn:aws:s3:::logs'] }],
    ],
    [
      'a role',
      () => sessionPolicy(adminControl, role, changesOf(planOf(roleDrift()))),
      [{ Effect: 'Allow', Action: ['iam:DeleteRolePolicy', 'iam:PutRolePolicy'], Resource: [role.arn] }],
    ],
  ])('may make the calls of its plan and their undo, on %s and nothing else', (_, policy, Statement) => {
    expect(JSON.parse(policy())).toEqual({ Version: '2012-10-17', Statement });
  });

  test('keeps what a call needs besides its resource, and nothing of other resources that it could act on', () => {
    const control: Control = {
      ...bucketControl,
      writes: [
        { call: 'ec2:CreateFlowLogs', on: 'arn:{partition}:ec2:{region}:{account}:vpc/*' },
        { call: 'ec2:CreateFlowLogs', on: 'arn:{partition}:ec2:{region}:{account}:subnet/*' },
        { call: 'ec2:CreateFlowLogs', on: 'arn:{partition}:ec2:{region}:{account}:vpc-flow-log/*', besides: true },
        {
          call: 'ec2:CreateFlowLogs',
          action: 'iam:PassRole',
          on: 'arn:{partition}:iam::{account}:role/f',
          besides: true,
        },
      ],
    };
    const vpc = `arn:aws:ec2:${bucket.region}:${bucket.account}:vpc/vpc-1`;
    expect(
      JSON.parse(sessionPolicy(control, { ...bucket, arn: vpc }, [change('ec2:CreateFlowLogs')])).Statement,
    ).toEqual([
      { Effect: 'Allow', Action: ['ec2:CreateFlowLogs'], Resource: [vpc] },
      { Effect: 'Allow', Action: ['ec2:CreateFlowLogs'], Resource: [vpc.replace('vpc/vpc-1', 'vpc-flow-log/*')] },
      { Effect: 'Allow', Action: ['iam:PassRole'], Resource: [`arn:aws:iam::${bucket.account}:role/f`] },
    ]);
  });

  test('names a log group as CloudWatch Logs wants it in policies', () => {
    const control: Control = {
      ...bucketControl,
      writes: [{ call: 'logs:PutRetentionPolicy', on: 'arn:{partition}:logs:{region}:{account}:log-group:*:*' }],
    };
    const arn = `arn:aws:logs:${bucket.region}:${bucket.account}:log-group:/aws/lambda/orders`;
    expect(
      JSON.parse(sessionPolicy(control, { ...bucket, arn }, [change('logs:PutRetentionPolicy')])).Statement,
    ).toEqual([{ Effect: 'Allow', Action: ['logs:PutRetentionPolicy'], Resource: [`${arn}:*`] }]);
  });

  test('is refused where it would be larger than STS takes', () => {
    const calls = Array.from({ length: 40 }, (_, index) => `s3:PutOne${index}` as CallName);
    const on = 'arn:{partition}:s3:::some-other-bucket';
    const control: Control = {
      ...bucketControl,
      writes: calls.map((call, index) => ({ call, on: `${on}-${index}` })) as unknown as Control['writes'],
    };
    expect(() => sessionPolicy(control, bucket, calls.map(change))).toThrow('characters');
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
