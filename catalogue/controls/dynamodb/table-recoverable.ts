import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { nameOf, tableArn, tableCalls, tableReads, tables } from '../../dynamodb/table.ts';

/** What DynamoDB keeps where nobody asks for less, and the most it keeps. Backups are paid for by the table's size, not by days. */
const mostDays = 35;

const Table = z.object({
  name: z.string(),
  /** How many days back the table can be restored; `null` where it cannot. */
  days: z.number().int().nullable(),
});

const Settings = z.object({
  leastDays: z
    .number()
    .int()
    .min(1)
    .max(mostDays)
    .default(1)
    .describe(
      'How many days back a table has to be restorable at least, from 1 to 35. A table that keeps fewer is extended to it; one that keeps nothing gets 35',
    ),
});

export const tableRecoverable = defineControl({
  id: 'dynamodb.table-recoverable',
  title: 'Tables can be restored to any second',
  practice: 'data storage',
  severity: 'medium',
  standards: {
    'Security Hub': ['DynamoDB.2'],
    Prowler: ['dynamodb_tables_pitr_enabled'],
  },
  why: 'Without continuous backups, what a bug, a mistake or an intruder overwrites or deletes in a table is gone at once.',
  impact:
    'DynamoDB keeps backups of the table, which are paid for by its size. Reading and writing are not slowed down. Recovery begins with the mend: what happened before it stays as it is. An undo drops the backups that were kept since.',
  triggers: [
    ...tableCalls('UpdateContinuousBackups'),
    { kind: 'config-rule', rule: 'dynamodb-pitr-enabled' },
    { kind: 'security-hub', control: 'DynamoDB.2' },
  ],
  settings: Settings,
  ...tables,
  reads: [{ call: 'dynamodb:DescribeContinuousBackups', on: tableArn }, ...tableReads],
  writes: [
    {
      call: 'dynamodb:UpdateContinuousBackups',
      on: tableArn,
      // Of a table that is just made: "Backups are being enabled for the table".
      busy: ['ContinuousBackupsUnavailableException', 'ResourceInUseException'],
    },
  ],
  state: Table,

  async read({ arn }, aws) {
    const name = nameOf(arn);
    const backups = (await aws('dynamodb:DescribeContinuousBackups', { TableName: name }))?.ContinuousBackupsDescription
      ?.PointInTimeRecoveryDescription;
    const isOn = backups?.PointInTimeRecoveryStatus === 'ENABLED';
    return { name, days: isOn ? (backups.RecoveryPeriodInDays ?? mostDays) : null };
  },

  plan(table, { leastDays }) {
    const { name, days } = table;
    if (days !== null && days >= leastDays) {
      return { outcome: 'compliant' };
    }
    const wanted = days === null ? mostDays : leastDays;
    return {
      outcome: 'change',
      risk:
        days === null
          ? { level: 'disruptive', because: `the backups of table ${name} are paid for by its size` }
          : { level: 'safe', because: `table ${name} is used and paid for as before, and keeps more` },
      apply: [recover(name, wanted, `Let table ${name} be restored to any second of ${wanted} days`)],
      undo: [
        recover(
          name,
          days,
          days === null
            ? `Keep no continuous backups of table ${name} any more, and drop the ones that were kept since`
            : `Let table ${name} be restored to any second of ${days} days again`,
        ),
      ],
      after: { name, days: wanted },
    };
  },

  examples: [
    {
      name: 'a table that can be restored',
      state: { name: 'orders', days: 35 },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a table that keeps fewer days by somebody’s choice',
      state: { name: 'sessions', days: 3 },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a table that cannot be restored',
      state: { name: 'orders', days: null },
      plan: {
        outcome: 'change',
        risk: { level: 'disruptive', because: 'the backups of table orders are paid for by its size' },
        apply: [recover('orders', 35, 'Let table orders be restored to any second of 35 days')],
        undo: [
          recover(
            'orders',
            null,
            'Keep no continuous backups of table orders any more, and drop the ones that were kept since',
          ),
        ],
        after: { name: 'orders', days: 35 },
      },
    },
    {
      name: 'a table that keeps fewer days than the settings want',
      settings: { leastDays: 14 },
      state: { name: 'orders', days: 1 },
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'table orders is used and paid for as before, and keeps more' },
        apply: [recover('orders', 14, 'Let table orders be restored to any second of 14 days')],
        undo: [recover('orders', 1, 'Let table orders be restored to any second of 1 days again')],
        after: { name: 'orders', days: 14 },
      },
    },
  ],
});

function recover(TableName: string, days: number | null, says: string): Change<'dynamodb:UpdateContinuousBackups'> {
  return {
    call: 'dynamodb:UpdateContinuousBackups',
    input: {
      TableName,
      PointInTimeRecoverySpecification:
        days === null
          ? { PointInTimeRecoveryEnabled: false }
          : { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days },
    },
    says,
  };
}
