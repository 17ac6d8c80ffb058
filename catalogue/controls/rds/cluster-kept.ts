import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import {
  clusterArn,
  clusterBusy,
  clusterReads,
  clusterResource,
  clusterTags,
  clusterTriggers,
  listClusters,
  readCluster,
} from '../../rds/cluster.ts';
import { inSmallLetters, nameIn } from '../../rds/names.ts';
import { isForeignEngine, stateThatKeeps } from '../../rds/status.ts';

const Cluster = z.object({
  name: z.string(),
  protected: z.boolean(),
  engine: z.string(),
  /** The state that keeps RDS from changing it; `null` where it can be changed. */
  keptBy: z.string().nullable(),
});
type Cluster = z.infer<typeof Cluster>;

export const clusterKept = defineControl({
  id: 'rds.cluster-kept',
  title: 'Database clusters are protected against deletion',
  practice: 'data storage',
  severity: 'medium',
  resources: clusterResource,
  standards: { 'Security Hub': ['RDS.7'], Prowler: ['rds_cluster_deletion_protection'] },
  why: 'A cluster that is deleted without a last snapshot is gone with its automated backups, whatever instances it had. Protection makes of one wrong or hostile call two.',
  impact:
    'Deleting the cluster fails until somebody switches its protection off. So do a stack or a plan that removes or replaces it, and a pipeline that throws test clusters away. Its instances can come and go as before.',
  triggers: [
    ...clusterTriggers,
    { kind: 'config-rule', rule: 'rds-cluster-deletion-protection-enabled' },
    { kind: 'security-hub', control: 'RDS.7' },
  ],
  reads: [...clusterReads],
  writes: [{ call: 'rds:ModifyDBCluster', on: clusterArn, busy: clusterBusy }],
  gone: ['DBClusterNotFoundFault'],
  state: Cluster,
  list: listClusters,
  locate: inSmallLetters,
  tags: clusterTags,

  async read(target, aws) {
    const cluster = await readCluster(nameIn(target), aws);
    return {
      name: nameIn(target),
      protected: cluster.DeletionProtection ?? false,
      engine: cluster.Engine ?? 'unknown',
      keptBy: stateThatKeeps(cluster.Status),
    };
  },

  plan(cluster) {
    const { name, engine, keptBy } = cluster;
    if (cluster.protected) {
      return { outcome: 'compliant' };
    }
    if (isForeignEngine(engine)) {
      return {
        outcome: 'leave',
        because: `${name} is of the engine ${engine}, of which it is not known how it takes the change`,
      };
    }
    if (keptBy !== null) {
      return { outcome: 'leave', because: `${name} is in the state ${keptBy}, in which RDS changes nothing` };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever deletes or replaces ${name} has to switch its protection off first`,
      },
      apply: [modify(name, true, `Protect the cluster ${name} against deletion`)],
      undo: [modify(name, false, `Let the cluster ${name} be deleted again`)],
      after: { ...cluster, protected: true },
    };
  },

  examples: [
    { name: 'a cluster that is protected', state: of('shop', true), plan: { outcome: 'compliant' } },
    {
      name: 'a cluster that is not protected',
      state: of('shop', false),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever deletes or replaces shop has to switch its protection off first',
        },
        apply: [modify('shop', true, 'Protect the cluster shop against deletion')],
        undo: [modify('shop', false, 'Let the cluster shop be deleted again')],
        after: of('shop', true),
      },
    },
    {
      name: 'a cluster of another service',
      state: { ...of('graph', false), engine: 'neptune' },
      plan: {
        outcome: 'leave',
        because: 'graph is of the engine neptune, of which it is not known how it takes the change',
      },
    },
    {
      name: 'a cluster that is still being made',
      state: { ...of('shop', false), keptBy: 'creating' },
      plan: { outcome: 'leave', because: 'shop is in the state creating, in which RDS changes nothing' },
    },
  ],
});

function of(name: string, isProtected: boolean): Cluster {
  return { name, protected: isProtected, engine: 'aurora-postgresql', keptBy: null };
}

/** Without `ApplyImmediately`: RDS switches this on at once anyhow (Amazon RDS API reference, ModifyDBCluster). */
function modify(name: string, DeletionProtection: boolean, says: string): Change<'rds:ModifyDBCluster'> {
  return { call: 'rds:ModifyDBCluster', input: { DBClusterIdentifier: name, DeletionProtection }, says };
}
