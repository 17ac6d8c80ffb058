import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Entity } from 'dynamodb-toolbox/entity';
import type {
  ExecuteTransactWriteInput,
  ExecuteTransactWriteOptions,
} from 'dynamodb-toolbox/entity/actions/transactWrite';
import { item } from 'dynamodb-toolbox/schema/item';
import { number } from 'dynamodb-toolbox/schema/number';
import { string } from 'dynamodb-toolbox/schema/string';
import { Table } from 'dynamodb-toolbox/table';
import { Status } from '../domain/finding.ts';
import { indexes, indexNames } from '../domain/listing.ts';
import { environment } from '../environment.ts';

export const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), {
  marshallOptions: { removeUndefinedValues: true },
});

const key = { partitionKey: { name: 'pk', type: 'string' }, sortKey: { name: 'sk', type: 'string' } } as const;

/**
 * What happened. Entries are only ever added; the head of a remediation is its list entry, rewritten with each.
 * Nobody may delete here. What is in the archive may expire, where the configuration says after how long.
 */
export const historyTable = new Table({
  name: () => environment.historyTable,
  documentClient,
  ...key,
  indexes: Object.fromEntries(
    indexNames.map((name) => [
      name,
      {
        type: 'global',
        partitionKey: { name: indexes[name].attribute, type: 'string' },
        sortKey: { name: 'openedKey', type: 'string' },
      } as const,
    ]),
  ),
});

/**
 * What holds now: leases, exemptions, questions, counters. What is listed (open questions, exemptions) says so in `list`, and
 * is found in `byList` in the order of `listed`.
 */
export const stateTable = new Table({
  name: () => environment.stateTable,
  documentClient,
  ...key,
  indexes: {
    byList: {
      type: 'global',
      partitionKey: { name: 'list', type: 'string' },
      sortKey: { name: 'listed', type: 'string' },
    },
  },
});

export const plain = { timestamps: false, entityAttribute: { name: 'kind', hidden: true } } as const;
const status = string().enum(...Status.options);
/** Set once it is in the archive: in which object, and the second after which DynamoDB takes it away. */
const leaving = { expires: number().optional(), archivedIn: string().optional() };

export const EntryItem = new Entity({
  name: 'entry',
  table: historyTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    sequence: number().key(),
    at: string(),
    status,
    because: string(),
    detail: string(),
    previous: string(),
    hash: string(),
    ...leaving,
  }),
  computeKey: ({ remediation, sequence }) => ({
    pk: `REMEDIATION#${remediation}`,
    sk: `ENTRY#${String(sequence).padStart(6, '0')}`,
  }),
});

export const HeadItem = new Entity({
  name: 'head',
  table: historyTable,
  ...plain,
  schema: item({
    id: string().key(),
    control: string(),
    account: string(),
    region: string(),
    resource: string(),
    status,
    because: string(),
    risk: string().optional(),
    actor: string(),
    event: string(),
    openedAt: string(),
    updatedAt: string(),
    closedAt: string().optional(),
    planDigest: string().optional(),
    undoes: string().optional(),
    sequence: number(),
    tip: string(),
    ...leaving,
    openedKey: string(),
    resourceKey: string(),
    inTime: string(),
    byStatus: string(),
    byRisk: string().optional(),
    byRegion: string(),
    byAccountStatus: string(),
    byAccountControl: string(),
    byControlStatus: string(),
  }),
  computeKey: ({ id }) => ({ pk: `REMEDIATION#${id}`, sk: 'HEAD' }),
});

/** Who may write a resource now. Kept after its release: `touchedAt` tells when Homeostat last let go of the resource. */
export const LeaseItem = new Entity({
  name: 'lease',
  table: stateTable,
  ...plain,
  schema: item({ resourceKey: string().key(), owner: string(), until: string(), touchedAt: string() }),
  computeKey: ({ resourceKey }) => ({ pk: `RESOURCE#${resourceKey}`, sk: 'LEASE' }),
});

/** How many changes were begun in an account within one hour. */
export const ChangeCount = new Entity({
  name: 'changes',
  table: stateTable,
  ...plain,
  schema: item({ account: string().key(), hour: string().key(), count: number(), expires: number() }),
  computeKey: ({ account, hour }) => ({ pk: `CHANGES#${account}`, sk: hour }),
});

/** One write of a transaction, as its builders make it. */
export type Write = Exclude<ExecuteTransactWriteInput[number], ExecuteTransactWriteOptions>;

export function resourceKey({ account, region, arn }: { account: string; region: string; arn: string }): string {
  return `${account}#${region}#${arn}`;
}
