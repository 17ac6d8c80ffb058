import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { accessOf, closed, isClosed, PublicAccess } from '../../s3/public-access.ts';

const Account = z.object({ account: z.string(), access: PublicAccess.nullable() });
type Account = z.infer<typeof Account>;

const settings = 'arn:{partition}:s3::{account}:account';
const because =
  'every bucket and access point of the account that lets the public in stops doing so at once, in every region, websites too; accounts that a public policy names are shut out with the public, and uploads that set a public ACL are refused';

export const accountClosedToPublic = defineControl({
  id: 's3.account-closed-to-public',
  title: 'Accounts are closed to the public in S3',
  practice: 'data storage',
  severity: 'high',
  resources: { 'AWS::::Account': settings, 'AWS::S3::AccountPublicAccessBlock': settings },
  standards: {
    'Security Hub': ['S3.1'],
    'CIS AWS Foundations 5.0': ['2.1.4'],
    Prowler: ['s3_account_level_public_access_blocks'],
  },
  why: 'With the block on for the account, no bucket in it can be opened by mistake: not by an ACL, not by a policy, not by a bucket that somebody makes tomorrow.',
  impact:
    'What is public on purpose stops answering: websites, downloads, other accounts in public policies. Uploads that set a public ACL are refused. Which these are is not read, since they may lie in any region: S3’s console and IAM Access Analyzer list the buckets that the public can reach. Those who have access of their own notice nothing. Where the organization sets the block by a policy of its own, S3 refuses to change it in the account.',
  triggers: [
    {
      kind: 'api-call',
      service: 's3',
      events: ['DeleteAccountPublicAccessBlock', 'PutAccountPublicAccessBlock'],
      target: settings,
    },
    { kind: 'config-rule', rule: 's3-account-level-public-access-blocks' },
    { kind: 'security-hub', control: 'S3.1' },
  ],
  reads: [
    {
      call: 's3control:GetPublicAccessBlock',
      action: 's3:GetAccountPublicAccessBlock',
      on: '*',
      absent: ['NoSuchPublicAccessBlockConfiguration'],
    },
  ],
  writes: [
    { call: 's3control:PutPublicAccessBlock', action: 's3:PutAccountPublicAccessBlock', on: '*' },
    { call: 's3control:DeletePublicAccessBlock', action: 's3:PutAccountPublicAccessBlock', on: '*' },
  ],
  /** The account has no S3. Source: Amazon S3 API reference, "List of error codes". */
  gone: ['NotSignedUp'],
  state: Account,

  async *list({ partition, account }) {
    yield `arn:${partition}:s3::${account}:account`;
  },

  async read({ account }, aws) {
    const answer = await aws('s3control:GetPublicAccessBlock', { AccountId: account });
    return { account, access: accessOf(answer?.PublicAccessBlockConfiguration) };
  },

  plan({ account, access }) {
    if (isClosed(access)) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because },
      apply: [put(account, closed, `Close all buckets of account ${account} to the public`)],
      undo: [
        access === null
          ? remove(account)
          : put(account, access, `Give account ${account} its earlier block of public access back`),
      ],
      after: { account, access: closed },
    };
  },

  examples: [
    { name: 'an account that is closed', state: of(closed), plan: { outcome: 'compliant' } },
    {
      name: 'an account without a block',
      state: of(null),
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because },
        apply: [put('111122223333', closed, 'Close all buckets of account 111122223333 to the public')],
        undo: [remove('111122223333')],
        after: of(closed),
      },
    },
    {
      name: 'an account that takes public policies',
      state: of({ ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false }),
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because },
        apply: [put('111122223333', closed, 'Close all buckets of account 111122223333 to the public')],
        undo: [
          put(
            '111122223333',
            { ...closed, BlockPublicPolicy: false, RestrictPublicBuckets: false },
            'Give account 111122223333 its earlier block of public access back',
          ),
        ],
        after: of(closed),
      },
    },
  ],
});

function of(access: PublicAccess | null): Account {
  return { account: '111122223333', access };
}

function put(AccountId: string, access: PublicAccess, says: string): Change<'s3control:PutPublicAccessBlock'> {
  return {
    call: 's3control:PutPublicAccessBlock',
    input: { AccountId, PublicAccessBlockConfiguration: access },
    says,
  };
}

function remove(AccountId: string): Change<'s3control:DeletePublicAccessBlock'> {
  return {
    call: 's3control:DeletePublicAccessBlock',
    input: { AccountId },
    says: `Take the block of public access off account ${AccountId} again`,
  };
}
