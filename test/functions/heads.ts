import fc from 'fast-check';
import { RiskLevel, Status } from '../../functions/domain/finding.ts';
import type { Remediation } from '../../functions/domain/history.ts';

/** A head as an index has it; what a test does not say is the same in all. */
export function head(number: number, change: Partial<Remediation> = {}): Remediation {
  const openedAt = new Date(Date.UTC(2026, 0, 1) + number * 1000).toISOString();
  return {
    id: `r-${number.toString(36).padStart(16, '0')}`,
    control: 's3.bucket-closed-to-public',
    account: '111122223333',
    region: 'eu-central-1',
    resource: 'arn:aws:s3:::logs',
    status: 'remediated',
    because: 'the policy lets it',
    risk: 'safe',
    actor: 'arn:aws:iam::111122223333:user/ann',
    event: 'PutBucketAcl',
    openedAt,
    updatedAt: openedAt,
    sequence: 3,
    tip: 'a'.repeat(64),
    ...change,
  };
}

const oneOf = <T>(...values: T[]) => fc.constantFrom(...values);

const values = {
  status: Status.options,
  control: ['s3.bucket-closed-to-public', 'iam.key-rotated', 'ec2.port-closed'],
  account: ['111122223333', '444455556666', '777788889999'],
  region: ['eu-central-1', 'us-east-1'],
  resource: ['arn:aws:s3:::logs', 'arn:aws:s3:::site', 'arn:aws:iam::111122223333:role/ops'],
  actor: ['arn:aws:iam::111122223333:user/ann', 'arn:aws:iam::111122223333:user/bob', 'unknown'],
  risk: RiskLevel.options,
  event: ['PutBucketAcl', 'CreateUser', 'scan'],
};

/** Heads of all kinds, some opened at the same time. */
export const anyHeads = fc
  .array(
    fc.record({
      second: fc.nat(60),
      status: oneOf(...values.status),
      control: oneOf(...values.control),
      account: oneOf(...values.account),
      region: oneOf(...values.region),
      resource: oneOf(...values.resource),
      actor: oneOf(...values.actor),
      risk: fc.option(oneOf(...values.risk), { nil: undefined }),
      event: oneOf(...values.event),
    }),
    { maxLength: 120, size: 'max' },
  )
  .map((all) =>
    all.map(({ second, risk, ...rest }, index) => {
      const { risk: _none, ...made } = head(index, {
        ...rest,
        openedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
      });
      return { ...made, ...(risk && { risk }) };
    }),
  );

const some = <T>(all: readonly T[]) =>
  fc.option(fc.uniqueArray(oneOf(...all), { minLength: 1, maxLength: 3 }), { nil: undefined });

/** A filter of any shape, and who asks. */
export const anyAsked = fc.record({
  filter: fc
    .record({
      status: some(values.status),
      control: some(values.control),
      account: some(values.account),
      region: some(values.region),
      resource: some(values.resource),
      actor: some(values.actor),
      risk: some(values.risk),
      event: some(values.event),
      from: fc.option(oneOf('2026-01-01T00:00:20Z', '2026-01-01T00:00:00.000Z'), { nil: undefined }),
      to: fc.option(oneOf('2026-01-01T00:00:40Z', '2026-01-01T00:00:10Z'), { nil: undefined }),
      contains: fc.option(oneOf('LOGS', 'ann', 'nowhere'), { nil: undefined }),
    })
    .map((filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))),
  accounts: oneOf<readonly string[]>(['*'], ['111122223333'], ['111122223333', '777788889999'], []),
});
