import type { RunningExemption } from '../../../functions/api/world.ts';
import { type Config, parseConfig } from '../../../functions/domain/config.ts';
import type { Pause } from '../../../functions/domain/switches.ts';

/** Whose accounts these are, and what Homeostat may do there. */
export const config: Config = parseConfig({
  accounts: [
    { id: '111122223333', name: 'shop', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
    { id: '222233334444', name: 'payments', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
    { id: '333344445555', name: 'platform', environment: 'production', regions: ['eu-central-1', 'us-east-1'] },
    { id: '444455556666', name: 'playground', environment: 'sandbox', regions: ['us-east-1'] },
  ],
  policy: [
    { environments: ['sandbox'], safe: 'automatic', disruptive: 'observe' },
    { safe: 'automatic', disruptive: 'ask', irreversible: 'ask' },
  ],
  approvers: [
    { name: 'Ada', mail: 'ada@example.com' },
    { name: 'Grace', mail: 'grace@example.com' },
  ],
  channels: { mail: { from: 'homeostat@example.com' } },
  protect: ['arn:aws:iam::*:role/break-glass'],
  exemptions: { maximumDays: 90, tagKeys: ['purpose'] },
  console: {},
});

const hour = 3_600_000;

export function earlierStops(now: Date): readonly Pause[] {
  const ago = (hours: number) => new Date(now.getTime() - hours * hour).toISOString();
  return [
    {
      id: 'p-1',
      scope: { kind: 'everything' },
      says: 'everything',
      by: 'grace@example.com',
      reason: 'Incident 4411: we want to see the accounts as they are',
      at: ago(240),
      endedAt: ago(238),
      endedBy: 'grace@example.com',
      endedBecause: 'Incident 4411 is over',
    },
    {
      id: 'p-2',
      scope: { kind: 'control', control: 'rds.instance-private' },
      says: 'the control rds.instance-private',
      by: 'ada@example.com',
      reason: 'The migration of ledger connects from outside tonight',
      at: ago(30),
      endedAt: ago(20),
      endedBy: 'grace@example.com',
      endedBecause: 'The migration is done',
    },
  ];
}

export function someExemptions(now: Date): readonly RunningExemption[] {
  const at = (days: number) => new Date(now.getTime() + days * 24 * hour).toISOString();
  return [
    {
      id: 'x-1',
      control: 'ec2.*',
      scope: { kind: 'tag', key: 'purpose', value: 'pentest' },
      owner: 'grace@example.com',
      reason: 'Yearly penetration test',
      from: at(-2),
      until: at(1.5),
    },
    {
      id: 'x-2',
      control: 's3.bucket-closed-to-public',
      scope: { kind: 'resource', account: '111122223333', region: 'eu-central-1', arn: 'arn:aws:s3:::shop-press-kit' },
      owner: 'ada@example.com',
      reason: 'The press kit is meant for everybody',
      from: at(-12),
      until: at(18),
    },
    {
      id: 'x-3',
      control: 'logs.group-retained',
      scope: { kind: 'account', account: '444455556666' },
      owner: 'linus@example.com',
      reason: 'Nobody keeps logs of the playground',
      from: at(-40),
      until: at(50),
    },
  ];
}
