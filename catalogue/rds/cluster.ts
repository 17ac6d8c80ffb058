import type { Output } from '../calls.ts';
import type { Caller, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';
import { nameIn } from './names.ts';

export const clusterArn = 'arn:{partition}:rds:{region}:{account}:cluster:*';

/** As for an instance. Source: Amazon RDS API reference, ModifyDBCluster, "Errors". */
export const clusterBusy = ['InvalidDBClusterStateFault'] as const;

/** AWS Config knows a cluster by an id that does not change with its name. */
export const clusterResource = { 'AWS::RDS::DBCluster': 'by-arn' } as const;

export const clusterReads = [
  { call: 'rds:DescribeDBClusters', on: clusterArn },
] as const satisfies readonly Permission[];

export const clusterTriggers = [
  {
    kind: 'api-call',
    service: 'rds',
    events: [
      'CreateDBCluster',
      'ModifyDBCluster',
      'RestoreDBClusterFromS3',
      'RestoreDBClusterFromSnapshot',
      'RestoreDBClusterToPointInTime',
    ],
    target: 'arn:{partition}:rds:{region}:{account}:cluster:{dBClusterIdentifier}',
  },
] as const satisfies readonly Trigger[];

type DBCluster = NonNullable<Output<'rds:DescribeDBClusters'>['DBClusters']>[number];
type Describe = Caller<'rds:DescribeDBClusters'>;

export async function readCluster(name: string, aws: Describe): Promise<DBCluster> {
  const [cluster] = (await aws('rds:DescribeDBClusters', { DBClusterIdentifier: name }))?.DBClusters ?? [];
  if (cluster === undefined) {
    throw new Error(`RDS does not show the cluster ${name}`);
  }
  return cluster;
}

export async function clusterTags(target: Target, aws: Describe): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await readCluster(nameIn(target), aws)).TagList);
}

export async function* listClusters(_: Place, aws: Describe): AsyncGenerator<string> {
  let Marker: string | undefined;
  do {
    const page = await aws('rds:DescribeDBClusters', { MaxRecords: 100, ...(Marker && { Marker }) });
    for (const { DBClusterArn } of page?.DBClusters ?? []) {
      if (DBClusterArn !== undefined) {
        yield DBClusterArn;
      }
    }
    Marker = page?.Marker;
  } while (Marker);
}
