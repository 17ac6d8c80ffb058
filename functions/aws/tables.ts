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
import { environment } from '../environment.ts';

const documentClient = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), {
  marshallOptions: { removeUndefinedValues: true },
});

const key = { partitionKey: { name: 'pk', type: 'string' }, sortKey: { name: 'sk', type: 'string' } } as const;

/**
 * What happened. Entries are only ever added; the head of a remediation is its list entry, rewritten with each.
 * Nobody may delete here.
 */
export const historyTable = new Table({
  name: () => environment.historyTable,
  documentClient,
  ...key,
  indexes: {
    byTime: {
      type: 'global',
      partitionKey: { name: 'month', type: 'string' },
      sortKey: { name: 'openedKey', type: 'string' },
    },
    byResource: {
      type: 'global',
      partitionKey: { name: 'resourceKey', type: 'string' },
      sortKey: { name: 'openedKey', type: 'string' },
    },
  },
});

/** What holds now: leases, exemptions, questions, counters. */
export const stateTable = new Table({ name: () => environment.stateTable, documentClient, ...key });

const plain = { timestamps: false, entityAttribute: { name: 'kind', hidden: true } } as const;
const status = string().enum(...Status.options);

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
    month: string(),
    openedKey: string(),
    resourceKey: string(),
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

export const ExemptionItem = new Entity({
  name: 'exemption',
  table: stateTable,
  ...plain,
  schema: item({
    resourceKey: string().key(),
    id: string().key(),
    control: string(),
    owner: string(),
    reason: string(),
    from: string(),
    until: string(),
  }),
  computeKey: ({ resourceKey, id }) => ({ pk: `RESOURCE#${resourceKey}`, sk: `EXEMPTION#${id}` }),
});

/** How many changes were begun in an account within one hour. */
export const ChangeCount = new Entity({
  name: 'changes',
  table: stateTable,
  ...plain,
  schema: item({ account: string().key(), hour: string().key(), count: number(), expires: number() }),
  computeKey: ({ account, hour }) => ({ pk: `CHANGES#${account}`, sk: hour }),
});

/**
 * A question to people, with the task token that waits for their answer: the token leaves this table only for Step Functions.
 * `links` maps the digest of each approver's link to that approver.
 */
export const QuestionItem = new Entity({
  name: 'question',
  table: stateTable,
  ...plain,
  schema: item({
    remediation: string().key(),
    planDigest: string(),
    finding: string(),
    taskToken: string(),
    askedAt: string(),
    expiresAt: string(),
    /** When DynamoDB removes it, with its task token. The history keeps the question. */
    expires: number(),
    decision: string().optional(),
    decidedBy: string().optional(),
    decidedAt: string().optional(),
  }),
  computeKey: ({ remediation }) => ({ pk: `QUESTION#${remediation}`, sk: 'QUESTION' }),
});

/** One approver's way to one question. Keyed by the digest of the link's secret, so the table cannot be used to forge one. */
export const LinkItem = new Entity({
  name: 'link',
  table: stateTable,
  ...plain,
  schema: item({
    link: string().key(),
    remediation: string(),
    name: string(),
    mail: string(),
    codeDigest: string().optional(),
    codeUntil: string().optional(),
    attempts: number(),
    expires: number(),
  }),
  computeKey: ({ link }) => ({ pk: `LINK#${link}`, sk: 'LINK' }),
});

/** One write of a transaction, as its builders make it. */
export type Write = Exclude<ExecuteTransactWriteInput[number], ExecuteTransactWriteOptions>;

export function resourceKey({ account, region, arn }: { account: string; region: string; arn: string }): string {
  return `${account}#${region}#${arn}`;
}
