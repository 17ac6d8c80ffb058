import * as z from 'zod';
import { defineControl, type Plan } from '../../control.ts';
import { tableArn, tableReads, tables } from '../../dynamodb/table.ts';
import { nameIn, put, remove, TablePolicy } from '../../dynamodb/table-policy.ts';
import { verdictOn } from '../../policy/judge.ts';
import { type Mended, withoutOutsiders } from '../../policy/mend.ts';
import type { Place } from '../../policy/place.ts';
import { whatGoes } from '../../policy/removals.ts';
import { examples } from './table-policy-closed.examples.ts';

const Settings = z.object({
  trusted: z
    .array(z.string().regex(/^\d{12}$/))
    .default([])
    .describe('Other accounts that tables may let in'),
  organization: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/)
    .nullable()
    .default(null)
    .describe('The owner’s organization; without it, nobody knows whose an organization in a condition is'),
});
type Settings = z.infer<typeof Settings>;

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
    if (table.policy === null) {
      return { outcome: 'compliant' };
    }
    const place = placeOf(table, settings);
    const mended = withoutOutsiders(table.policy, place, 'public');
    switch (mended.outcome) {
      case 'closed':
        return foreigners(table.policy, place, nameIn(table));
      case 'left':
        return {
          outcome: 'leave',
          because: `the policy of ${nameIn(table)} is left to a person: ${mended.because}`,
        };
      case 'mended':
        return close(table, table.policy, mended);
      default:
        return mended satisfies never;
    }
  },

  /** AWS numbers each text of the policy anew. */
  restores({ policy }) {
    return { policy };
  },

  examples,
});

function placeOf({ account }: TablePolicy, { trusted, organization }: Settings): Place {
  return { service: 'dynamodb', account, trusted, organization: organization ?? undefined };
}

type Call = 'dynamodb:PutResourcePolicy' | 'dynamodb:DeleteResourcePolicy';

/** Whoever is named belongs to somebody's work: a person decides. */
function foreigners(policy: string, place: Place, name: string): Plan<TablePolicy, Call> {
  const { verdict, because } = verdictOn(policy, place, 'foreign');
  return verdict === 'closed'
    ? { outcome: 'compliant' }
    : { outcome: 'leave', because: `the policy of ${name} lets in somebody outside: ${because.join('; ')}` };
}

function close(
  table: TablePolicy,
  policy: string,
  mended: Extract<Mended, { outcome: 'mended' }>,
): Plan<TablePolicy, Call> {
  const name = nameIn(table);
  const { document, because } = mended;
  return {
    outcome: 'change',
    risk: { level: 'disruptive', because: `whoever has no access of their own loses it: ${because}` },
    apply: [
      document === null
        ? remove(table, `Delete the policy of ${name}: nothing is left of it without ${whatGoes(mended)}`)
        : put(table, document, `Take ${whatGoes(mended)} out of the policy of ${name}`),
    ],
    undo: [put({ ...table, revision: null }, policy, `Give ${name} the earlier text of its policy back`)],
    after: { ...table, policy: document, revision: null },
  };
}
