import * as z from 'zod';
import { type Caller, type Change, defineControl, type Plan } from '../../control.ts';
import {
  type DBInstance,
  instanceReads,
  instanceResource,
  instances,
  instanceTags,
  instanceTriggers,
  listInstances,
  readInstance,
} from '../../rds/instance.ts';
import { inSmallLetters, nameIn } from '../../rds/names.ts';
import {
  isDefaultGroup,
  Parameter,
  parameterGroupArn,
  parameterGroupBusy,
  parameterReads,
  readParameter,
} from '../../rds/parameter-group.ts';
import { examples } from './instance-uses-tls.examples.ts';

export const Instance = z.object({
  /** `null` where the event was about a group of parameters, and not about one instance. */
  name: z.string().nullable(),
  group: z.string(),
  cluster: z.string().nullable(),
  /** Whether the instance still works with what it had before its group was changed or exchanged. */
  awaitsRestart: z.boolean(),
  /** The parameter that insists on TLS; `null` where the engine has none, or a cluster decides. */
  parameter: Parameter.nullable(),
  /** The ARNs of all instances that use the group; read only where a change would touch them. */
  users: z.array(z.string()).nullable(),
});
export type Instance = z.infer<typeof Instance>;

/** Of PostgreSQL and SQL Server, and of MySQL and MariaDB. */
const insisting = ['rds.force_ssl', 'require_secure_transport'];

type Read = 'rds:DescribeDBInstances' | 'rds:DescribeDBParameters';
export type Write = 'rds:ModifyDBParameterGroup' | 'rds:ResetDBParameterGroup';

export const instanceUsesTls = defineControl({
  id: 'rds.instance-uses-tls',
  title: 'Databases take connections with TLS only',
  practice: 'encryption',
  severity: 'medium',
  resources: instanceResource,
  standards: {
    'Security Hub': ['RDS.38', 'RDS.39', 'RDS.44'],
    Prowler: ['rds_instance_transport_encrypted'],
  },
  why: 'A client that connects without TLS sends queries and answers so that whoever is on the way can read and change them.',
  impact:
    'Clients that connect without TLS are refused from then on; their open connections stay until they end. The parameter belongs to a group: every instance that uses the group changes with it. Nothing restarts.',
  triggers: [
    ...instanceTriggers,
    {
      kind: 'api-call',
      service: 'rds',
      events: ['ModifyDBParameterGroup', 'ResetDBParameterGroup'],
      target: 'arn:{partition}:rds:{region}:{account}:pg:{dBParameterGroupName}',
    },
    { kind: 'config-rule', rule: 'rds-mariadb-instance-encrypted-in-transit' },
    { kind: 'config-rule', rule: 'rds-mysql-instance-encrypted-in-transit' },
    { kind: 'config-rule', rule: 'rds-postgres-instance-encrypted-in-transit' },
    { kind: 'security-hub', control: 'RDS.38' },
    { kind: 'security-hub', control: 'RDS.39' },
    { kind: 'security-hub', control: 'RDS.44' },
  ],
  reads: [...instanceReads, ...parameterReads],
  writes: [
    { call: 'rds:ModifyDBParameterGroup', on: parameterGroupArn, busy: parameterGroupBusy },
    { call: 'rds:ResetDBParameterGroup', on: parameterGroupArn, busy: parameterGroupBusy },
  ],
  gone: ['DBInstanceNotFoundFault', 'DBParameterGroupNotFoundFault'],
  state: Instance,
  list: listInstances,
  locate: inSmallLetters,
  tags: (target, aws) => (isGroup(target.arn) ? Promise.resolve({}) : instanceTags(target, aws)),

  async read(target, aws) {
    if (isGroup(target.arn)) {
      return readGroup({ name: null, group: nameIn(target), cluster: null, awaitsRestart: false }, aws);
    }
    const instance = await readInstance(target, aws);
    const cluster = instance.DBClusterIdentifier || null;
    const [group] = instance.DBParameterGroups ?? [];
    const own = {
      name: nameIn(target),
      group: group?.DBParameterGroupName ?? '',
      cluster,
      awaitsRestart: group?.ParameterApplyStatus === 'pending-reboot',
    };
    return cluster === null ? readGroup(own, aws) : { ...own, parameter: null, users: null };
  },

  plan(instance): Plan<Instance, Write> {
    const { name, group, parameter, users } = instance;
    const isMeant = name !== null || (users ?? []).length > 0;
    if (!isMeant || (insists(parameter) && !instance.awaitsRestart)) {
      return { outcome: 'compliant' };
    }
    if (parameter === null) {
      return { outcome: 'leave', because: withoutParameter(instance) };
    }
    const because = reasonToLeave(instance, parameter);
    if (because !== undefined) {
      return { outcome: 'leave', because };
    }
    const others = (users ?? []).filter((arn) => name === null || nameIn({ arn }) !== name);
    return {
      outcome: 'change',
      risk: { level: 'disruptive', because: `clients that connect to ${named(users ?? [])} without TLS are refused` },
      apply: [set(group, parameter.name, '1', `Let ${group} insist on TLS, for every instance that uses it`)],
      undo: [takeBack(group, parameter)],
      ...(others.length > 0 && { affects: others }),
      after: { ...instance, parameter: { ...parameter, value: '1', isSet: true } },
    };
  },

  /** Who uses the group is for people to move. */
  restores({ group, parameter }) {
    return { group, parameter };
  },

  examples,
});

function isGroup(arn: string): boolean {
  return arn.split(':')[5] === 'pg';
}

type Own = Pick<Instance, 'name' | 'group' | 'cluster' | 'awaitsRestart'>;

async function readGroup(own: Own, aws: Caller<Read>): Promise<Instance> {
  const parameter = (await readParameter(own.group, insisting, aws)) ?? null;
  const isTouched = parameter !== null && !insists(parameter) && !isDefaultGroup(own.group);
  return { ...own, parameter, users: isTouched ? await usersOf(own.group, aws) : null };
}

async function usersOf(group: string, aws: Caller<Read>): Promise<string[]> {
  const users: string[] = [];
  for await (const instance of instances(aws)) {
    if (instance.DBInstanceArn !== undefined && uses(instance, group)) {
      users.push(instance.DBInstanceArn);
    }
  }
  return users.toSorted();
}

function uses({ DBParameterGroups = [] }: DBInstance, group: string): boolean {
  return DBParameterGroups.some(({ DBParameterGroupName }) => DBParameterGroupName === group);
}

function insists(parameter: Parameter | null): boolean {
  return /^(1|on|true)$/i.test(parameter?.value ?? '');
}

function withoutParameter({ name, group, cluster }: Instance): string {
  return cluster === null
    ? `the engine of ${name} has no parameter in ${group} that insists on TLS`
    : `${name} belongs to the cluster ${cluster}, whose own group of parameters decides on TLS`;
}

function reasonToLeave({ name, group }: Instance, parameter: Parameter): string | undefined {
  if (insists(parameter)) {
    return `${group} insists on TLS, but ${name} may not do so before it is restarted`;
  }
  if (isDefaultGroup(group)) {
    return `${name} uses ${group}, which is AWS’s own: make a group with ${parameter.name} = 1, and let it use that`;
  }
  if (!parameter.isModifiable || !parameter.isDynamic) {
    return `${parameter.name} of ${group} takes effect with a restart only: set it, and restart when it suits`;
  }
  return undefined;
}

function named(users: readonly string[]): string {
  return users.map((arn) => nameIn({ arn })).join(', ');
}

function takeBack(group: string, { name, value, isSet }: Parameter): Change<Write> {
  return isSet && value !== null
    ? set(group, name, value, `Let ${group} set ${name} to ${value} again`)
    : {
        call: 'rds:ResetDBParameterGroup',
        input: {
          DBParameterGroupName: group,
          ResetAllParameters: false,
          Parameters: [{ ParameterName: name, ApplyMethod: 'immediate' }],
        },
        says: `Let ${group} leave ${name} to the engine’s default again`,
      };
}

function set(group: string, name: string, value: string, says: string): Change<Write> {
  return {
    call: 'rds:ModifyDBParameterGroup',
    input: {
      DBParameterGroupName: group,
      Parameters: [{ ParameterName: name, ParameterValue: value, ApplyMethod: 'immediate' }],
    },
    says,
  };
}
