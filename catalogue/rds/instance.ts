import type { Output } from '../calls.ts';
import type { Caller, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';
import { nameIn } from './names.ts';

export const instanceArn = 'arn:{partition}:rds:{region}:{account}:db:*';

/**
 * An instance takes no change while it is made or another change is under way.
 * Source: Amazon RDS API reference, ModifyDBInstance, "Errors".
 */
export const instanceBusy = ['InvalidDBInstanceStateFault'] as const;

/** AWS Config knows an instance by an id that does not change with its name. */
export const instanceResource = { 'AWS::RDS::DBInstance': 'by-arn' } as const;

/** What every control of instances reads: the instance, with its tags, and which there are. */
export const instanceReads = [
  { call: 'rds:DescribeDBInstances', on: instanceArn },
] as const satisfies readonly Permission[];

/** The calls that make an instance, or make another of it. */
export const instanceTriggers = [
  {
    kind: 'api-call',
    service: 'rds',
    events: [
      'CreateDBInstance',
      'CreateDBInstanceReadReplica',
      'ModifyDBInstance',
      'RestoreDBInstanceFromDBSnapshot',
      'RestoreDBInstanceFromS3',
    ],
    target: 'arn:{partition}:rds:{region}:{account}:db:{dBInstanceIdentifier}',
  },
  {
    kind: 'api-call',
    service: 'rds',
    events: ['RestoreDBInstanceToPointInTime'],
    target: 'arn:{partition}:rds:{region}:{account}:db:{targetDBInstanceIdentifier}',
  },
] as const satisfies readonly Trigger[];

export type DBInstance = NonNullable<Output<'rds:DescribeDBInstances'>['DBInstances']>[number];
type Describe = Caller<'rds:DescribeDBInstances'>;

export async function readInstance(target: Pick<Target, 'arn'>, aws: Describe): Promise<DBInstance> {
  const answer = await aws('rds:DescribeDBInstances', { DBInstanceIdentifier: nameIn(target) });
  const [instance] = answer?.DBInstances ?? [];
  if (instance === undefined) {
    throw new Error(`RDS does not show the instance ${target.arn}`);
  }
  return instance;
}

export async function instanceTags(target: Target, aws: Describe): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await readInstance(target, aws)).TagList);
}

/** All instances of an account and region. */
export async function* instances(aws: Describe): AsyncGenerator<DBInstance> {
  let Marker: string | undefined;
  do {
    const page = await aws('rds:DescribeDBInstances', { MaxRecords: 100, ...(Marker && { Marker }) });
    yield* page?.DBInstances ?? [];
    Marker = page?.Marker;
  } while (Marker);
}

export async function* listInstances(_: Place, aws: Describe): AsyncGenerator<string> {
  for await (const { DBInstanceArn } of instances(aws)) {
    if (DBInstanceArn !== undefined) {
      yield DBInstanceArn;
    }
  }
}
