import * as z from 'zod';
import { type Change, defineControl } from '../../control.ts';
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
import { isForeignEngine, stateThatKeeps } from '../../rds/status.ts';

const Instance = z.object({
  name: z.string(),
  public: z.boolean(),
  engine: z.string(),
  cluster: z.string().nullable(),
  /** The state that keeps RDS from changing it; `null` where it can be changed. */
  keptBy: z.string().nullable(),
});
type Instance = z.infer<typeof Instance>;

export const instancePrivate = defineControl({
  id: 'rds.instance-private',
  title: 'Databases have no public address',
  practice: 'data storage',
  severity: 'critical',
  resources: instanceResource,
  standards: {
    'Security Hub': ['RDS.2'],
    'CIS AWS Foundations 3.0': ['2.3.3'],
    Prowler: ['rds_instance_no_public_access'],
  },
  why: 'A database with a public address is one rule of a security group away from everybody who guesses or steals a password.',
  impact:
    'From outside its VPC the database’s name leads to its private address: who comes over the internet, from an office or from another cloud, no longer reaches it, and open connections of theirs end. Who comes from the VPC, or from a network that is connected to it, is not affected. The database does not restart.',
  triggers: [
    ...instanceTriggers,
    { kind: 'config-rule', rule: 'rds-instance-public-access-check' },
    { kind: 'security-hub', control: 'RDS.2' },
  ],
  reads: [...instanceReads],
  writes: [{ call: 'rds:ModifyDBInstance', on: instanceArn, busy: instanceBusy }],
  gone: ['DBInstanceNotFoundFault'],
  state: Instance,
  list: listInstances,
  locate: inSmallLetters,
  tags: instanceTags,

  async read(target, aws) {
    const instance = await readInstance(target, aws);
    return {
      name: nameIn(target),
      public: instance.PubliclyAccessible ?? false,
      engine: instance.Engine ?? 'unknown',
      cluster: instance.DBClusterIdentifier || null,
      keptBy: stateThatKeeps(instance.DBInstanceStatus),
    };
  },

  plan(instance) {
    const { name } = instance;
    if (!instance.public) {
      return { outcome: 'compliant' };
    }
    const because = reasonToLeave(instance);
    if (because !== undefined) {
      return { outcome: 'leave', because };
    }
    return {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because: `whoever reaches ${name} from outside its network by its public address no longer does`,
      },
      apply: [modify(name, false, `Take the public address off ${name}`)],
      undo: [modify(name, true, `Give ${name} a public address again`)],
      after: { ...instance, public: false },
    };
  },

  examples: [
    { name: 'an instance without a public address', state: of('orders', false), plan: { outcome: 'compliant' } },
    {
      name: 'an instance with a public address',
      state: of('orders', true),
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever reaches orders from outside its network by its public address no longer does',
        },
        apply: [modify('orders', false, 'Take the public address off orders')],
        undo: [modify('orders', true, 'Give orders a public address again')],
        after: of('orders', false),
      },
    },
    {
      name: 'an instance of an Aurora cluster, each of which has its own address',
      state: { ...of('shop-1', true), engine: 'aurora-mysql', cluster: 'shop' },
      plan: {
        outcome: 'change',
        risk: {
          level: 'disruptive',
          because: 'whoever reaches shop-1 from outside its network by its public address no longer does',
        },
        apply: [modify('shop-1', false, 'Take the public address off shop-1')],
        undo: [modify('shop-1', true, 'Give shop-1 a public address again')],
        after: { ...of('shop-1', false), engine: 'aurora-mysql', cluster: 'shop' },
      },
    },
    {
      name: 'an instance of a Multi-AZ cluster',
      state: { ...of('books-1', true), cluster: 'books' },
      plan: {
        outcome: 'leave',
        because:
          'books-1 belongs to the Multi-AZ cluster books, which got its public address when it was made and cannot lose it',
      },
    },
    {
      name: 'an instance that is still being made',
      state: { ...of('orders', true), keptBy: 'creating' },
      plan: { outcome: 'leave', because: 'orders is in the state creating, in which RDS changes nothing' },
    },
    {
      name: 'an instance of RDS Custom',
      state: { ...of('legacy', true), engine: 'custom-oracle-ee' },
      plan: {
        outcome: 'leave',
        because: 'legacy is of the engine custom-oracle-ee, of which it is not known how it takes the change',
      },
    },
    {
      name: 'an instance of another service',
      state: { ...of('graph-1', true), engine: 'neptune', cluster: 'graph' },
      plan: {
        outcome: 'leave',
        because: 'graph-1 is of the engine neptune, of which it is not known how it takes the change',
      },
    },
  ],
});

function reasonToLeave({ name, engine, cluster, keptBy }: Instance): string | undefined {
  if (isForeignEngine(engine) || engine.startsWith('custom-')) {
    return `${name} is of the engine ${engine}, of which it is not known how it takes the change`;
  }
  if (cluster !== null && !engine.startsWith('aurora')) {
    return `${name} belongs to the Multi-AZ cluster ${cluster}, which got its public address when it was made and cannot lose it`;
  }
  return keptBy === null ? undefined : `${name} is in the state ${keptBy}, in which RDS changes nothing`;
}

function of(name: string, isPublic: boolean): Instance {
  return { name, public: isPublic, engine: 'postgres', cluster: null, keptBy: null };
}

/**
 * Without `ApplyImmediately`: RDS applies this at once anyhow, and with it all that waits for the maintenance window.
 * Source: Amazon RDS API reference, ModifyDBInstance; user guide, "Using the schedule modifications setting".
 */
function modify(name: string, PubliclyAccessible: boolean, says: string): Change<'rds:ModifyDBInstance'> {
  return { call: 'rds:ModifyDBInstance', input: { DBInstanceIdentifier: name, PubliclyAccessible }, says };
}
