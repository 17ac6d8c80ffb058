import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { hindrance, nameOf, tableArn, tableBusy, tableCalls, tableReads, tables } from '../../dynamodb/table.ts';

const Table = z.object({
  name: z.string(),
  isProtected: z.boolean(),
  /** A clause about why nobody can change it just now. */
  hindrance: z.string().nullable(),
});

export const tableKept = defineControl({
  id: 'dynamodb.table-kept',
  title: 'Tables are protected against deletion',
  practice: 'data storage',
  severity: 'medium',
  standards: {
    'Security Hub': ['DynamoDB.6'],
    Prowler: ['dynamodb_table_deletion_protection_enabled'],
  },
  why: 'One call, or one stack that replaces its table, deletes a table with all that is in it; with protection on, somebody has to mean it twice.',
  impact:
    'Nobody can delete the table before they turn the protection off. Stacks that delete or replace it fail until then, and so do tests that clean up after themselves. Reading and writing stay as they are.',
  triggers: [
    ...tableCalls('UpdateTable'),
    { kind: 'config-rule', rule: 'dynamodb-table-deletion-protection-enabled' },
    { kind: 'security-hub', control: 'DynamoDB.6' },
  ],
  ...tables,
  reads: [{ call: 'dynamodb:DescribeTable', on: tableArn }, ...tableReads],
  writes: [{ call: 'dynamodb:UpdateTable', on: tableArn, busy: tableBusy }],
  state: Table,

  async read({ arn }, aws) {
    const name = nameOf(arn);
    const table = (await aws('dynamodb:DescribeTable', { TableName: name }))?.Table;
    return {
      name,
      isProtected: table?.DeletionProtectionEnabled ?? false,
      hindrance: hindrance(table?.TableStatus),
    };
  },

  plan(table) {
    const { name, isProtected } = table;
    if (isProtected) {
      return { outcome: 'compliant' };
    }
    if (table.hindrance !== null) {
      return { outcome: 'leave', because: `table ${name} takes no change: ${table.hindrance}` };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever deletes table ${name}, a stack that replaces it for instance, is refused until the protection is off`,
      },
      apply: [protect(name, true, `Protect table ${name} against deletion`)],
      undo: [protect(name, false, `Take the protection against deletion off table ${name} again`)],
      after: { ...table, isProtected: true },
    };
  },

  examples: [
    {
      name: 'a table that is protected',
      state: { name: 'orders', isProtected: true, hindrance: null },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a table that anybody who may can delete at once',
      state: { name: 'orders', isProtected: false, hindrance: null },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because:
            'whoever deletes table orders, a stack that replaces it for instance, is refused until the protection is off',
        },
        apply: [protect('orders', true, 'Protect table orders against deletion')],
        undo: [protect('orders', false, 'Take the protection against deletion off table orders again')],
        after: { name: 'orders', isProtected: true, hindrance: null },
      },
    },
    {
      name: 'a table that is being deleted',
      state: { name: 'orders', isProtected: false, hindrance: 'its status is DELETING' },
      plan: { outcome: 'leave', because: 'table orders takes no change: its status is DELETING' },
    },
  ],
});

function protect(TableName: string, DeletionProtectionEnabled: boolean, says: string): Change<'dynamodb:UpdateTable'> {
  return { call: 'dynamodb:UpdateTable', input: { TableName, DeletionProtectionEnabled }, says };
}
