import type { Count } from '../../../functions/api/needs.ts';
import type { Pause } from '../../../functions/api/shapes.ts';
import type { Exemption } from '../../../functions/domain/exemption.ts';
import { type Remediation, startOf } from '../../../functions/domain/history.ts';
import type { ReportSources } from '../../../functions/domain/weekly-report.ts';
import { bucketDrift } from '../findings.ts';

export const period = { from: '2026-11-16', to: '2026-11-22' };
export const now = new Date('2026-11-23T08:00:00Z');

export function count(change: Partial<Count> = {}): Count {
  return {
    day: '2026-11-16',
    account: '111122223333',
    control: 's3.bucket-closed-to-public',
    opened: 0,
    byStatus: {},
    timeToSafe: {},
    actors: {},
    ...change,
  };
}

export function remediation(change: Partial<Remediation> = {}): Remediation {
  return { ...startOf(bucketDrift(), { because: 'it is public' }, new Date('2026-11-20T10:00:00Z')), ...change };
}

export function pause(change: Partial<Pause> = {}): Pause {
  return {
    id: 'p-1',
    scope: { kind: 'everything' },
    says: 'everything',
    by: 'ann@example.com',
    reason: 'the migration runs',
    at: '2026-11-18T20:00:00.000Z',
    endedAt: '2026-11-19T04:00:00.000Z',
    endedBy: 'ann@example.com',
    endedBecause: 'done',
    ...change,
  };
}

export function exemption(change: Partial<Exemption> = {}): Exemption {
  return {
    id: 'x-1',
    control: 's3.bucket-closed-to-public',
    scope: { kind: 'resource', account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::campaign' },
    owner: 'ann@example.com',
    reason: 'the campaign ends on the 30th',
    until: '2026-12-01T00:00:00.000Z',
    ...change,
  };
}

/** Nothing happened. */
export const quiet: ReportSources = {
  period,
  now,
  counts: [],
  countsBefore: [],
  waiting: [],
  held: [],
  failed: [],
  undone: [],
  pauses: [],
  exemptions: [],
  titleOf: (control) => control,
  nameOf: (account) => account,
};

const titles = [
  ['s3.bucket-closed-to-public', 'Buckets are closed to the public'],
  ['ec2.security-group-ssh-closed', 'Security groups let nobody in by SSH from everywhere'],
  ['iam.policy-without-admin-wildcard', 'No policy grants everything'],
  ['rds.instance-encrypted', 'Database instances are encrypted'],
  ['lambda.function-url-authorized', 'Function URLs ask who calls'],
] as const;
const accounts = [
  ['111122223333', 'production'],
  ['444455556666', 'staging'],
  ['777788889999', 'sandbox'],
] as const;
const actors = [
  'arn:aws:sts::111122223333:assumed-role/platform-deploy/github-actions-build-and-deploy-4711',
  'arn:aws:iam::444455556666:user/mallory',
  'unknown',
  'arn:aws:sts::777788889999:assumed-role/AWSReservedSSO_PowerUser_0123456789abcdef/bob@example.com',
];

/** A week in which everything happened, to look at. */
export const busy: ReportSources = {
  ...quiet,
  counts: Array.from({ length: 7 }, (_, day) =>
    titles.flatMap(([control], which) =>
      accounts.map(([account], where) => {
        const opened = ((day * 7 + which * 5 + where * 3) % 11) + (day === 3 ? 9 : 0);
        const remediated = Math.floor(opened * (which === 2 ? 0.2 : 0.85));
        return count({
          day: `2026-11-${16 + day}`,
          account,
          control,
          opened,
          byStatus: {
            remediated,
            held: Math.floor((opened - remediated) / 2),
            failed: day === 4 && which === 3 ? 1 : 0,
          },
          timeToSafe: { 5: Math.floor(remediated / 2), 10: Math.ceil(remediated / 3), 30: 1 },
          actors: { [actors[(which + where) % 4] ?? '']: opened },
        });
      }),
    ),
  ).flat(),
  countsBefore: [count({ opened: 300, byStatus: { remediated: 260, held: 60, failed: 3 } })],
  waiting: [
    remediation({
      id: 'r-0000000000000001',
      status: 'awaiting-approval',
      control: 'iam.policy-without-admin-wildcard',
      resource: 'arn:aws:iam::111122223333:role/app',
      because: 'the policy asks a person first',
    }),
    remediation({
      id: 'r-0000000000000002',
      status: 'awaiting-approval',
      openedAt: '2026-11-19T10:00:00.000Z',
      resource: 'arn:aws:s3:::a-bucket-with-a-rather-long-name-that-somebody-thought-would-be-descriptive-111122223333',
      because: 'the policy asks a person first',
    }),
  ],
  failed: [
    remediation({
      id: 'r-0000000000000003',
      status: 'failed',
      control: 'rds.instance-encrypted',
      resource: 'arn:aws:rds:eu-central-1:111122223333:db:orders',
      because: 'AccessDenied: the call ModifyDBInstance was refused; nothing was changed',
    }),
  ],
  held: [
    ...Array.from({ length: 14 }, () =>
      remediation({ status: 'held', because: 'the website configuration says that it is meant to be public' }),
    ),
    remediation({ status: 'held', because: 'r-7k2m9qc4x1d8w0ze asks about the same already' }),
    remediation({
      status: 'held',
      because: 'exempt until 2026-12-01T00:00:00.000Z, says ann@example.com: the campaign',
    }),
  ],
  undone: [
    remediation({
      id: 'r-0000000000000004',
      status: 'undone',
      undoes: 'r-0000000000000005',
      actor: 'arn:aws:iam::444455556666:user/ops',
      because: 'the partner still reads it',
    }),
    remediation({ id: 'r-0000000000000005', status: 'undone', because: 'r-0000000000000004 undid it' }),
  ],
  pauses: [pause(), pause({ id: 'p-2', says: 'the account staging', endedAt: null, reason: 'load test' })],
  exemptions: [exemption(), exemption({ id: 'x-2', until: '2027-02-01T00:00:00.000Z' })],
  titleOf: (control) => titles.find(([id]) => id === control)?.[1] ?? control,
  nameOf: (account) => accounts.find(([id]) => id === account)?.[1] ?? account,
};
