import type { Output } from '../calls.ts';
import type { Caller, Permission, Target, Trigger } from '../control.ts';
import type { Place } from '../derive/place.ts';
import { tagsOf } from '../tags.ts';
import { inSmallLetters, nameIn } from './names.ts';

export const clusterArn = 'arn:{partition}:rds:{region}:{account}:cluster:*';

export const clusterReads = [
  { call: 'rds:DescribeDBClusters', on: clusterArn },
] as const satisfies readonly Permission[];

/** What all controls of clusters share: each spreads it, and `clusterReads` into its reads. */
export const clusters = {
  /** AWS Config knows a cluster by an id that does not change with its name. */
  resources: { 'AWS::RDS::DBCluster': 'by-arn' },
  gone: ['DBClusterNotFoundFault'],
  list: listClusters,
  locate: inSmallLetters,
  tags: clusterTags,
} as const;

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

async function clusterTags(target: Target, aws: Describe): Promise<Readonly<Record<string, string>>> {
  return tagsOf((await readCluster(nameIn(target), aws)).TagList);
}

async function* listClusters(_: Place, aws: Describe): AsyncGenerator<string> {
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
