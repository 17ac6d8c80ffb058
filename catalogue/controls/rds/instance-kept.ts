import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
import { clusterReads, readCluster } from '../../rds/cluster.ts';
import {
  instanceArn,
  instanceBusy,
  instanceReads,
  instanceResource,
  instanceTags,
  instanceTriggers,
  listInstances,
  readInstance,
} from '../../rds/instance.ts';
import { inSmallLetters, nameIn } from '../../rds/names.ts';
import { stateThatKeeps } from '../../rds/status.ts';

const Instance = z.object({
  name: z.string(),
  protected: z.boolean(),
  /** An instance of a cluster has no protection of its own: the data, and the protection, are the cluster’s. */
  cluster: z.object({ name: z.string(), protected: z.boolean() }).nullable(),
  /** The state that keeps RDS from changing it; `null` where it can be changed. */
  keptBy: z.string().nullable(),
});
type Instance = z.infer<typeof Instance>;

export const instanceKept = defineControl({
  id: 'rds.instance-kept',
  title: 'Databases are protected against deletion',
  practice: 'data storage',
  severity: 'medium',
  resources: instanceResource,
  standards: { 'Security Hub': ['RDS.8'], Prowler: ['rds_instance_deletion_protection'] },
  why: 'A database that is deleted without a last snapshot is gone with its automated backups. Protection makes of one wrong or hostile call two.',
  impact:
    'Deleting the database fails until somebody switches its protection off. So do a stack or a plan that removes or replaces it, and a pipeline that throws test databases away. The database itself does not notice.',
  triggers: [
    ...instanceTriggers,
    { kind: 'config-rule', rule: 'rds-instance-deletion-protection-enabled' },
    { kind: 'security-hub', control: 'RDS.8' },
  ],
  reads: [...instanceReads, ...clusterReads],
  writes: [{ call: 'rds:ModifyDBInstance', on: instanceArn, busy: instanceBusy }],
  gone: ['DBInstanceNotFoundFault', 'DBClusterNotFoundFault'],
  state: Instance,
  list: listInstances,
  locate: inSmallLetters,
  tags: instanceTags,

  async read(target, aws) {
    const instance = await readInstance(target, aws);
    const cluster = instance.DBClusterIdentifier || undefined;
    return {
      name: nameIn(target),
      protected: instance.DeletionProtection ?? false,
      cluster:
        cluster === undefined
          ? null
          : { name: cluster, protected: (await readCluster(cluster, aws)).DeletionProtection ?? false },
      keptBy: stateThatKeeps(instance.DBInstanceStatus),
    };
  },

  plan(instance) {
    const { name, cluster, keptBy } = instance;
    if (cluster?.protected ?? instance.protected) {
      return { outcome: 'compliant' };
    }
    if (cluster !== null) {
      return {
        outcome: 'leave',
        because: `${name} belongs to the cluster ${cluster.name}, which is not protected against deletion: protect the cluster`,
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
      apply: [modify(name, true, `Protect ${name} against deletion`)],
      undo: [modify(name, false, `Let ${name} be deleted again`)],
      after: { ...instance, protected: true },
    };
  },

  examples: [
    { name: 'an instance that is protected', state: of('orders', true), plan: { outcome: 'compliant' } },
    {
      name: 'an instance that is not protected',
      state: of('orders', false),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever deletes or replaces orders has to switch its protection off first',
        },
        apply: [modify('orders', true, 'Protect orders against deletion')],
        undo: [modify('orders', false, 'Let orders be deleted again')],
        after: of('orders', true),
      },
    },
    {
      name: 'an instance of a cluster that is protected',
      state: { ...of('shop-1', false), cluster: { name: 'shop', protected: true } },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'an instance of a cluster that is not protected',
      state: { ...of('shop-1', false), cluster: { name: 'shop', protected: false } },
      plan: {
        outcome: 'leave',
        because: 'shop-1 belongs to the cluster shop, which is not protected against deletion: protect the cluster',
      },
    },
    {
      name: 'an instance that is being deleted',
      state: { ...of('orders', false), keptBy: 'deleting' },
      plan: { outcome: 'leave', because: 'orders is in the state deleting, in which RDS changes nothing' },
    },
  ],
});

function of(name: string, isProtected: boolean): Instance {
  return { name, protected: isProtected, cluster: null, keptBy: null };
}

/** Without `ApplyImmediately`: RDS applies this at once anyhow, and with it all that waits for the maintenance window. */
function modify(name: string, DeletionProtection: boolean, says: string): Change<'rds:ModifyDBInstance'> {
  return { call: 'rds:ModifyDBInstance', input: { DBInstanceIdentifier: name, DeletionProtection }, says };
}
