import type { Recorded } from './recorded.ts';

const [used, left] = ['AKIAIOSFODNN7EXAMPLE', 'AKIAI44QH8DHBEXAMPLE'];
const keys = (Status: 'Active' | 'Inactive') => ({
  AccessKeyMetadata: [
    { UserName: 'bob', AccessKeyId: used, Status: 'Active', CreateDate: new Date('2014-12-03T18:53:41Z') },
    { UserName: 'bob', AccessKeyId: left, Status, CreateDate: new Date('2014-06-06T20:42:26Z') },
  ],
  IsTruncated: false,
});

export const iam: readonly Recorded[] = [
  {
    control: 'iam.access-key-in-use',
    of: 'a user with a key in use and one that was last used years ago, which the emulator does not keep',
    target: { account: '111122223333', region: 'us-east-1', arn: 'arn:aws:iam::111122223333:user/bob' },
    source: 'https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccessKeyLastUsed.html',
    before: {
      'iam:GetUser': { User: { Arn: 'arn:aws:iam::111122223333:user/bob', UserName: 'bob', Path: '/' } },
      'iam:ListAccessKeys': keys('Active'),
      'iam:GetAccessKeyLastUsed': ({ AccessKeyId }) => ({
        UserName: 'bob',
        AccessKeyLastUsed: {
          LastUsedDate: AccessKeyId === used ? new Date() : new Date('2015-03-13T10:45:00Z'),
          ServiceName: 's3',
          Region: 'us-west-2',
        },
      }),
    },
    after: { 'iam:ListAccessKeys': keys('Inactive') },
    record: {
      eventSource: 'iam.amazonaws.com',
      eventName: 'UpdateAccessKey',
      requestParameters: { userName: 'bob', accessKeyId: left, status: 'Active' },
    },
  },
];
