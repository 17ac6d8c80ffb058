import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { tableArn, tableReads, tables } from '../../dynamodb/table.ts';
import { nameIn, put, remove, TablePolicy } from '../../dynamodb/table-policy.ts';
import { leaveForeigners, planClosing } from '../../policy/closing.ts';
import { type Mend, withoutOutsiders } from '../../policy/mend.ts';
import { ownerSettings, placeOf } from '../../policy/owner.ts';
import { sentenceOf } from '../../policy/removals.ts';
import { examples } from './table-policy-closed.examples.ts';

const Settings = z.object(ownerSettings('Other accounts that tables may let in'));

export const tablePolicyClosed = defineControl({
  id: 'dynamodb.table-policy-closed',
  title: 'Table policies let in nobody unknown',
  practice: 'data storage',
  severity: 'high',
  standards: { Prowler: ['dynamodb_table_cross_account_access'] },
  why: 'A table’s policy lets others read and write it without any role of the account, and nobody sees it among the roles.',
  impact:
    'Whoever used a statement for everybody loses access, callers of the own account without a policy of their own included. Every other statement stays byte for byte. Other accounts that are named are only reported, never shut out. DynamoDB may refuse an undo, since it takes no policy that it calls public.',
  triggers: [
    { kind: 'api-call', service: 'dynamodb', events: ['PutResourcePolicy'], target: '{resourceArn}' },
    {
      kind: 'api-call',
      service: 'dynamodb',
      events: ['CreateTable'],
      target: 'arn:{partition}:dynamodb:{region}:{account}:table/{tableName}',
    },
  ],
  settings: Settings,
  ...tables,
  reads: [{ call: 'dynamodb:GetResourcePolicy', on: tableArn, absent: ['PolicyNotFoundException'] }, ...tableReads],
  writes: [
    { call: 'dynamodb:PutResourcePolicy', on: tableArn, busy: ['ResourceInUseException'] },
    { call: 'dynamodb:DeleteResourcePolicy', on: tableArn, busy: ['ResourceInUseException'] },
  ],
  state: TablePolicy,

  async read({ arn, account }, aws) {
    const found = await aws('dynamodb:GetResourcePolicy', { ResourceArn: arn });
    return { arn, account, policy: found?.Policy ?? null, revision: found?.RevisionId ?? null };
  },

  plan(table, settings) {
    const { policy, account } = table;
    if (policy === null) {
      return { outcome: 'compliant' };
    }
    const place = placeOf({ service: 'dynamodb', account }, settings);
    return planClosing(withoutOutsiders(policy, place, 'public'), {
      policy: `the policy of ${nameIn(table)}`,
      closed: () => leaveForeigners(policy, place, `the policy of ${nameIn(table)} lets in somebody outside`),
      close: (mend) => close(table, policy, mend),
    });
  },

  /** AWS numbers each text of the policy anew. */
  restores({ policy }) {
    return { policy };
  },

  examples,
});

type Call = 'dynamodb:PutResourcePolicy' | 'dynamodb:DeleteResourcePolicy';

function close(table: TablePolicy, policy: string, mend: Mend): Plan<TablePolicy, Call> {
  const name = nameIn(table);
  const { document, because } = mend;
  const says = sentenceOf(mend, name);
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${because}` },
    apply: [document === null ? remove(table, says) : put(table, document, says)],
    undo: [put({ ...table, revision: null }, policy, `Give ${name} the earlier text of its policy back`)],
    after: { ...table, policy: document, revision: null },
  };
}
