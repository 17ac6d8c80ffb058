import type { Caller, NonEmpty, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';

export const tableArn = 'arn:{partition}:dynamodb:{region}:{account}:table/*';

/** What every control of tables reads besides its own: their tags, and which there are. */
export const tableReads = [
  { call: 'dynamodb:ListTagsOfResource', on: tableArn },
  { call: 'dynamodb:ListTables', on: '*' },
] as const satisfies readonly Permission[];

/** What all controls of tables share: each spreads it, and `tableReads` into its reads. */
export const tables = {
  resources: { 'AWS::DynamoDB::Table': 'arn:{partition}:dynamodb:{region}:{account}:table/{resourceId}' },
  gone: ['ResourceNotFoundException', 'TableNotFoundException'],
  list: listTables,
  tags: tableTags,
} as const;

/**
 * A table takes no change while it is made or another change is under way.
 * Source: Amazon DynamoDB API reference, UpdateTable, "Errors".
 */
export const tableBusy = ['ResourceInUseException'] as const;

/** Where CloudTrail's calls of DynamoDB name their table. */
const named = 'arn:{partition}:dynamodb:{region}:{account}:table/';

/** The calls that make a table, by hand, from a backup, from another table or from files, and the given ones that change one. */
export function tableCalls(...changes: NonEmpty<string>): NonEmpty<Trigger> {
  const calls = { kind: 'api-call', service: 'dynamodb' } as const;
  const [first, ...rest] = ['CreateTable', ...changes].toSorted() as [string, ...string[]];
  return [
    { ...calls, events: [first, ...rest], target: `${named}{tableName}` },
    { ...calls, events: ['RestoreTableFromBackup', 'RestoreTableToPointInTime'], target: `${named}{targetTableName}` },
    { ...calls, events: ['ImportTable'], target: `${named}{tableCreationParameters.tableName}` },
  ];
}

/** Of the ARN of a table, or of a stream of it. */
export function nameOf(arn: string): string {
  return arn.split('/')[1] ?? '';
}

/** A clause about why nobody changes a table that AWS takes away or cannot open; `null` where it may be changed. */
export function hindrance(status: string | undefined): string | null {
  return status === undefined || ['ACTIVE', 'CREATING', 'UPDATING'].includes(status) ? null : `its status is ${status}`;
}

async function tableTags(
  { arn }: Target,
  aws: Caller<'dynamodb:ListTagsOfResource'>,
): Promise<Readonly<Record<string, string>>> {
  const [ResourceArn] = arn.split('/stream/');
  const tags: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await aws('dynamodb:ListTagsOfResource', { ResourceArn, NextToken });
    Object.assign(tags, tagsOf(page?.Tags));
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return tags;
}

async function* listTables(
  { partition, region, account }: Place,
  aws: Caller<'dynamodb:ListTables'>,
): AsyncGenerator<string> {
  let ExclusiveStartTableName: string | undefined;
  do {
    const page = await aws('dynamodb:ListTables', { ExclusiveStartTableName });
    for (const name of page?.TableNames ?? []) {
      yield `arn:${partition}:dynamodb:${region}:${account}:table/${name}`;
    }
    ExclusiveStartTableName = page?.LastEvaluatedTableName;
  } while (ExclusiveStartTableName !== undefined);
}
