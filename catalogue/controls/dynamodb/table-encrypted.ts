import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { hindrance, nameOf, tableArn, tableBusy, tableCalls, tableReads, tables } from '../../dynamodb/table.ts';
import { KeyName, keyLook, readUnfit } from '../../kms/key-use.ts';

const Table = z.object({
  name: z.string(),
  /** The KMS key; `null` where DynamoDB encrypts with its own, which nobody else sees. */
  key: z.string().nullable(),
  /** A clause about why nobody can tell or change its key just now. */
  hindrance: z.string().nullable(),
  /** Whether copies in other regions belong to it, each with a key of its own. */
  isGlobal: z.boolean(),
  /** Whether the wanted key can be used; read only where it would be. */
  wanted: z.object({ unfit: z.string().nullable() }).nullable(),
});
type Table = z.infer<typeof Table>;

const Settings = z.object({
  key: z
    .union([z.literal(''), KeyName])
    .default('')
    .describe(
      'KMS key for tables that use none: its ARN, or an alias, which stands for the key of that name in each account and region; alias/aws/dynamodb is AWS’s own. Where it is empty, DynamoDB’s own keys are enough. Whoever reads or writes the tables has to be allowed to use it',
    ),
});

/** In the examples. */
const wantedKey = 'alias/tables';
const usable = { unfit: null };

export const tableEncrypted = defineControl({
  id: 'dynamodb.table-encrypted',
  title: 'Tables are encrypted with a key that can be watched',
  practice: 'encryption',
  severity: 'medium',
  standards: { Prowler: ['dynamodb_tables_kms_cmk_encryption_enabled'] },
  why: 'DynamoDB encrypts every table, by default with a key that only AWS sees. Every use of a KMS key can be allowed, denied and seen apart from access to the table.',
  impact:
    'The table, its indexes, its stream and backups made from then on are encrypted with the key that the settings name. Who is not allowed to use the key can no longer read or write the table, and nobody can while the key is disabled. The table works on while the key changes. Uses of the key are paid for. A table that uses a KMS key already keeps it.',
  triggers: [...tableCalls('UpdateTable'), { kind: 'config-rule', rule: 'dynamodb-table-encrypted-kms' }],
  settings: Settings,
  needs: ['key'],
  ...tables,
  reads: [{ call: 'dynamodb:DescribeTable', on: tableArn }, keyLook, ...tableReads],
  writes: [
    { call: 'dynamodb:UpdateTable', on: tableArn, busy: tableBusy },
    // DynamoDB looks at the key and makes its grants on it in the caller's name.
    // Source: Amazon DynamoDB developer guide, "Authorizing use of your KMS key".
    ...(['kms:CreateGrant', 'kms:DescribeKey'] as const).map((action) => ({
      call: 'dynamodb:UpdateTable' as const,
      action,
      on: 'arn:{partition}:kms:{region}:{account}:key/*',
      besides: true as const,
    })),
  ] as const,
  state: Table,

  async read({ arn }, aws, settings) {
    const name = nameOf(arn);
    const table = (await aws('dynamodb:DescribeTable', { TableName: name }))?.Table;
    const { Status = 'DISABLED', KMSMasterKeyArn = null } = table?.SSEDescription ?? {};
    const key = Status === 'DISABLED' ? null : KMSMasterKeyArn;
    const isChanging = !['ENABLED', 'DISABLED'].includes(Status);
    return {
      name,
      key,
      hindrance: isChanging
        ? 'its encryption is just being changed'
        : key === null
          ? hindrance(table?.TableStatus)
          : null,
      isGlobal: (table?.Replicas ?? []).length > 0 || table?.GlobalTableVersion !== undefined,
      wanted: key !== null || settings.key === '' ? null : { unfit: await readUnfit(settings.key, aws) },
    };
  },

  plan(table, settings) {
    const { name, key, isGlobal, wanted } = table;
    if (settings.key === '' || (key !== null && table.hindrance === null)) {
      return { outcome: 'compliant' };
    }
    if (table.hindrance !== null) {
      return { outcome: 'leave', because: `table ${name} takes no change: ${table.hindrance}` };
    }
    if (isGlobal) {
      return {
        outcome: 'leave',
        because: `table ${name} has copies in other regions, each of which needs its own key`,
      };
    }
    if (wanted === null || wanted.unfit !== null) {
      return { outcome: 'leave', because: wanted?.unfit ?? `it was not read whether ${settings.key} can be used` };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever is not allowed to use ${settings.key} can no longer read or write table ${name}`,
      },
      apply: [encrypt(name, settings.key, `Encrypt table ${name} with the key ${settings.key}`)],
      undo: [encrypt(name, null, `Encrypt table ${name} with DynamoDB’s own key again`)],
      after: { ...table, key: settings.key, wanted: null },
    };
  },

  /** DynamoDB names the key by its ARN, and the settings perhaps by an alias. */
  restores({ name, key }) {
    return { name, hasKey: key !== null };
  },

  examples: [
    {
      name: 'a table with DynamoDB’s own key, where that is enough',
      state: of('orders'),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a table with a KMS key of somebody’s own',
      settings: { key: wantedKey },
      state: { ...of('ledger'), key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d' },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a table with DynamoDB’s own key, where a KMS key is wanted',
      settings: { key: wantedKey },
      state: { ...of('orders'), wanted: usable },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever is not allowed to use alias/tables can no longer read or write table orders',
        },
        apply: [encrypt('orders', wantedKey, 'Encrypt table orders with the key alias/tables')],
        undo: [encrypt('orders', null, 'Encrypt table orders with DynamoDB’s own key again')],
        after: { ...of('orders'), key: wantedKey },
      },
    },
    {
      name: 'a table, where the wanted key is missing',
      settings: { key: wantedKey },
      state: { ...of('orders'), wanted: { unfit: 'there is no key alias/tables in this region' } },
      plan: { outcome: 'leave', because: 'there is no key alias/tables in this region' },
    },
    {
      name: 'a table of which it was not read whether the wanted key can be used',
      settings: { key: wantedKey },
      state: of('orders'),
      plan: { outcome: 'leave', because: 'it was not read whether alias/tables can be used' },
    },
    {
      name: 'a table with copies in other regions',
      settings: { key: wantedKey },
      state: { ...of('orders'), isGlobal: true, wanted: usable },
      plan: {
        outcome: 'leave',
        because: 'table orders has copies in other regions, each of which needs its own key',
      },
    },
    {
      name: 'a table whose key is just being changed',
      settings: { key: wantedKey },
      state: {
        ...of('orders'),
        hindrance: 'its encryption is just being changed',
        key: 'arn:aws:kms:eu-central-1:111122223333:key/0a1b2c3d',
      },
      plan: { outcome: 'leave', because: 'table orders takes no change: its encryption is just being changed' },
    },
  ],
});

function of(name: string): Table {
  return { name, key: null, hindrance: null, isGlobal: false, wanted: null };
}

function encrypt(TableName: string, key: string | null, says: string): Change<'dynamodb:UpdateTable'> {
  const SSESpecification =
    key === null ? { Enabled: false } : { Enabled: true, SSEType: 'KMS' as const, KMSMasterKeyId: key };
  return { call: 'dynamodb:UpdateTable', input: { TableName, SSESpecification }, says };
}
