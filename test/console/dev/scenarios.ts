import { policyTrimmed } from '../../../catalogue/controls/iam/policy-trimmed.ts';
import type { Change, Check, RiskLevel, Status } from '../../../functions/domain/finding.ts';

/** One kind of drift that the made-up accounts of the development server see. */
export interface Scenario {
  readonly control: string;
  readonly event: string;
  readonly risk: RiskLevel;
  readonly because: string;
  readonly arns: readonly string[];
  readonly before: unknown;
  readonly after: unknown;
  readonly apply: readonly Change[];
  readonly undo: readonly Change[];
  readonly proof?: readonly Check[];
  /** How such a drift ended, the likeliest several times. */
  readonly ends: readonly Status[];
}

const open = {
  BlockPublicAcls: false,
  IgnorePublicAcls: false,
  BlockPublicPolicy: false,
  RestrictPublicBuckets: false,
};
const closed = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const publicPolicy = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Anyone',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::shop-invoices', 'arn:aws:s3:::shop-invoices/*'],
    },
  ],
};
const ssh = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'debug' }] };
const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
const trust = (...who: readonly string[]) => ({
  Version: '2012-10-17',
  Statement: who.map((AWS) => ({ Effect: 'Allow', Principal: { AWS }, Action: 'sts:AssumeRole' })),
});
const ours = 'arn:aws:iam::111122223333:role/deployer';
const theirs = 'arn:aws:iam::999988887777:root';

const often = ['remediated', 'remediated', 'remediated', 'remediated', 'remediated'] as const;

export const scenarios: readonly Scenario[] = [
  trimming(),
  {
    control: 's3.bucket-closed-to-public',
    event: 'PutBucketPolicy',
    risk: 'safe',
    because: 'only the public loses access, let in today by policy statement Anyone',
    arns: ['arn:aws:s3:::shop-invoices', 'arn:aws:s3:::shop-uploads', 'arn:aws:s3:::platform-build-cache'],
    before: { publicAccessBlock: open, policy: publicPolicy, website: null, ownership: 'BucketOwnerEnforced' },
    after: { publicAccessBlock: closed, policy: publicPolicy, website: null, ownership: 'BucketOwnerEnforced' },
    apply: [
      {
        call: 's3:PutPublicAccessBlock',
        input: { Bucket: 'shop-invoices', PublicAccessBlockConfiguration: closed },
        says: 'Close shop-invoices to the public',
      },
    ],
    undo: [
      {
        call: 's3:PutPublicAccessBlock',
        input: { Bucket: 'shop-invoices', PublicAccessBlockConfiguration: open },
        says: 'Put the public access settings of shop-invoices back as they were',
        undoes: 0,
      },
    ],
    ends: [...often, ...often, 'undone', 'held'],
  },
  {
    control: 'ec2.security-group-admin-ports-closed',
    event: 'AuthorizeSecurityGroupIngress',
    risk: 'safe',
    because: 'no network interface uses the group',
    arns: [
      'arn:aws:ec2:eu-central-1:111122223333:security-group/sg-0a4c1f7be23d9e511',
      'arn:aws:ec2:us-east-1:222233334444:security-group/sg-07d2b90c1aa85f3e4',
    ],
    before: { groupId: 'sg-0a4c1f7be23d9e511', ingress: [https, ssh], interfaces: 0 },
    after: { groupId: 'sg-0a4c1f7be23d9e511', ingress: [https], interfaces: 0 },
    apply: [
      {
        call: 'ec2:RevokeSecurityGroupIngress',
        input: { GroupId: 'sg-0a4c1f7be23d9e511', IpPermissions: [ssh] },
        says: 'Take SSH from 0.0.0.0/0 out of sg-0a4c1f7be23d9e511',
      },
    ],
    undo: [
      {
        call: 'ec2:AuthorizeSecurityGroupIngress',
        input: { GroupId: 'sg-0a4c1f7be23d9e511', IpPermissions: [ssh] },
        says: 'Let SSH from 0.0.0.0/0 in again',
        undoes: 0,
      },
    ],
    ends: [...often, ...often, 'stale', 'failed'],
  },
  {
    control: 'iam.role-trust-closed',
    event: 'UpdateAssumeRolePolicy',
    risk: 'disruptive',
    because: `whoever uses ${theirs} to come in by this role no longer can`,
    arns: ['arn:aws:iam::222233334444:role/payments-reader', 'arn:aws:iam::111122223333:role/ci-deploy'],
    before: { name: 'payments-reader', trust: trust(ours, theirs), lastUsed: '2026-03-02T09:10:00Z' },
    after: { name: 'payments-reader', trust: trust(ours), lastUsed: '2026-03-02T09:10:00Z' },
    apply: [
      {
        call: 'iam:UpdateAssumeRolePolicy',
        input: { RoleName: 'payments-reader', PolicyDocument: JSON.stringify(trust(ours)) },
        says: 'Let payments-reader trust the deployer only, and no longer account 999988887777',
      },
    ],
    undo: [
      {
        call: 'iam:UpdateAssumeRolePolicy',
        input: { RoleName: 'payments-reader', PolicyDocument: JSON.stringify(trust(ours, theirs)) },
        says: 'Let payments-reader trust account 999988887777 again',
        undoes: 0,
      },
    ],
    ends: [...often, 'rejected', 'expired', 'awaiting-approval'],
  },
  {
    control: 'rds.instance-private',
    event: 'ModifyDBInstance',
    risk: 'disruptive',
    because: 'whoever connects to its public address no longer can',
    arns: ['arn:aws:rds:eu-central-1:222233334444:db:ledger', 'arn:aws:rds:us-east-1:111122223333:db:orders'],
    before: { id: 'ledger', publiclyAccessible: true, engine: 'postgres', status: 'available' },
    after: { id: 'ledger', publiclyAccessible: false, engine: 'postgres', status: 'available' },
    apply: [
      {
        call: 'rds:ModifyDBInstance',
        input: { DBInstanceIdentifier: 'ledger', PubliclyAccessible: false, ApplyImmediately: true },
        says: 'Take the public address from ledger, at once',
      },
    ],
    undo: [
      {
        call: 'rds:ModifyDBInstance',
        input: { DBInstanceIdentifier: 'ledger', PubliclyAccessible: true, ApplyImmediately: true },
        says: 'Give ledger a public address again',
        undoes: 0,
      },
    ],
    ends: ['awaiting-approval', ...often, 'verification-failed'],
  },
  {
    control: 'cloudtrail.trail-logging',
    event: 'StopLogging',
    risk: 'safe',
    because: 'recording again changes nothing for anybody',
    arns: ['arn:aws:cloudtrail:us-east-1:333344445555:trail/organisation'],
    before: { name: 'organisation', isLogging: false },
    after: { name: 'organisation', isLogging: true },
    apply: [
      { call: 'cloudtrail:StartLogging', input: { Name: 'organisation' }, says: 'Let organisation record again' },
    ],
    undo: [
      { call: 'cloudtrail:StopLogging', input: { Name: 'organisation' }, says: 'Stop organisation again', undoes: 0 },
    ],
    ends: ['remediated'],
  },
  {
    control: 'kms.key-rotated',
    event: 'DisableKeyRotation',
    risk: 'safe',
    because: 'what was encrypted before can still be read',
    arns: [
      'arn:aws:kms:eu-central-1:333344445555:key/7c0d3a52-1b7e-4d86-9d1c-40a7f6b4d3aa',
      'arn:aws:kms:us-east-1:444455556666:key/1f5e8b60-8a43-4c02-8a3d-2f0b9f8e1c77',
    ],
    before: { keyId: '7c0d3a52', rotates: false },
    after: { keyId: '7c0d3a52', rotates: true },
    apply: [{ call: 'kms:EnableKeyRotation', input: { KeyId: '7c0d3a52' }, says: 'Rotate 7c0d3a52 every year' }],
    undo: [{ call: 'kms:DisableKeyRotation', input: { KeyId: '7c0d3a52' }, says: 'Stop rotating 7c0d3a52', undoes: 0 }],
    ends: ['remediated', 'remediated', 'observed'],
  },
  {
    control: 'sqs.queue-policy-closed',
    event: 'SetQueueAttributes',
    risk: 'disruptive',
    because: 'whoever sends from account 999988887777 is refused',
    arns: ['arn:aws:sqs:eu-central-1:111122223333:orders', 'arn:aws:sqs:us-east-1:444455556666:playground'],
    before: {
      queue: 'orders',
      policy: { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage' }] },
    },
    after: { queue: 'orders', policy: null },
    apply: [
      {
        call: 'sqs:SetQueueAttributes',
        input: { QueueUrl: 'orders', Attributes: { Policy: '' } },
        says: 'Close orders',
      },
    ],
    undo: [
      { call: 'sqs:SetQueueAttributes', input: { QueueUrl: 'orders', Attributes: {} }, says: 'Open orders', undoes: 0 },
    ],
    ends: ['held', 'observed', 'held'],
  },
  {
    control: 'logs.group-retained',
    event: 'DeleteRetentionPolicy',
    risk: 'disruptive',
    because: 'events older than 365 days are dropped by AWS',
    arns: ['arn:aws:logs:us-east-1:444455556666:log-group:/aws/lambda/thumbnails'],
    before: { name: '/aws/lambda/thumbnails', retentionInDays: null },
    after: { name: '/aws/lambda/thumbnails', retentionInDays: 365 },
    apply: [
      {
        call: 'logs:PutRetentionPolicy',
        input: { logGroupName: '/aws/lambda/thumbnails', retentionInDays: 365 },
        says: 'Keep the events of /aws/lambda/thumbnails for a year',
      },
    ],
    undo: [
      {
        call: 'logs:DeleteRetentionPolicy',
        input: { logGroupName: '/aws/lambda/thumbnails' },
        says: 'Keep the events of /aws/lambda/thumbnails for ever',
        undoes: 0,
      },
    ],
    ends: ['observed'],
  },
];

/** As the control's own example has it. */
function trimming(): Scenario {
  const example = policyTrimmed.examples.find(({ plan }) => plan.outcome === 'change');
  if (example?.plan.outcome !== 'change' || example.plan.undo === undefined) {
    throw new TypeError('iam.policy-trimmed has no example of a change');
  }
  const { state, plan } = example;
  return {
    control: policyTrimmed.id,
    event: 'Sweep',
    risk: plan.risk.level,
    because: plan.risk.because,
    arns: ['arn:aws:iam::111122223333:policy/queues'],
    before: state,
    after: plan.after,
    apply: plan.apply as readonly Change[],
    undo: example.plan.undo as readonly Change[],
    proof: plan.proof ?? [],
    ends: ['awaiting-approval', 'remediated', 'remediated'],
  };
}
