import type { Change, Example, NonEmpty } from '../../control.ts';
import type { Parameter } from '../../rds/parameter-group.ts';
import type { Instance, Write } from './instance-uses-tls.ts';

const group = 'team-postgres14';
const orders = 'arn:aws:rds:eu-central-1:111122223333:db:orders';
const invoices = 'arn:aws:rds:eu-central-1:111122223333:db:invoices';

export const examples: NonEmpty<Example<Instance, Write>> = [
  { name: 'an instance that insists on TLS', state: of({ value: '1' }), plan: { outcome: 'compliant' } },
  {
    name: 'an instance that takes connections without TLS, as its engine’s default has it',
    state: { ...of({ value: '0', isSet: false }), users: [orders] },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: 'clients that connect to orders without TLS are refused' },
      apply: [set('1', `Let ${group} insist on TLS, for every instance that uses it`)],
      undo: [
        {
          call: 'rds:ResetDBParameterGroup',
          input: {
            DBParameterGroupName: group,
            ResetAllParameters: false,
            Parameters: [{ ParameterName: 'rds.force_ssl', ApplyMethod: 'immediate' }],
          },
          says: `Let ${group} leave rds.force_ssl to the engine’s default again`,
        },
      ],
      after: { ...of({ value: '1' }), users: [orders] },
    },
  },
  {
    name: 'an instance that shares its group with another',
    state: { ...of({ value: '0' }), users: [invoices, orders] },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: 'clients that connect to invoices, orders without TLS are refused' },
      apply: [set('1', `Let ${group} insist on TLS, for every instance that uses it`)],
      undo: [set('0', `Let ${group} set rds.force_ssl to 0 again`)],
      affects: [invoices],
      after: { ...of({ value: '1' }), users: [invoices, orders] },
    },
  },
  {
    name: 'a group of parameters that somebody changed',
    state: { ...of({ value: '0' }), name: null, users: [invoices, orders] },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: 'clients that connect to invoices, orders without TLS are refused' },
      apply: [set('1', `Let ${group} insist on TLS, for every instance that uses it`)],
      undo: [set('0', `Let ${group} set rds.force_ssl to 0 again`)],
      affects: [invoices, orders],
      after: { ...of({ value: '1' }), name: null, users: [invoices, orders] },
    },
  },
  {
    name: 'a group of parameters that no instance uses',
    state: { ...of({ value: '0' }), name: null, users: [] },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'an instance with AWS’s own group of parameters',
    state: { ...of({ value: '0', isSet: false }), group: 'default.postgres14' },
    plan: {
      outcome: 'leave',
      because:
        'orders uses default.postgres14, which is AWS’s own: make a group with rds.force_ssl = 1, and let it use that',
    },
  },
  {
    name: 'an instance that has not taken up its group yet',
    state: { ...of({ value: '1' }), awaitsRestart: true },
    plan: {
      outcome: 'leave',
      because: 'team-postgres14 insists on TLS, but orders may not do so before it is restarted',
    },
  },
  {
    name: 'an instance of SQL Server, which has to be restarted for it',
    state: { ...of({ value: '0', isDynamic: false }), users: [orders] },
    plan: {
      outcome: 'leave',
      because: 'rds.force_ssl of team-postgres14 takes effect with a restart only: set it, and restart when it suits',
    },
  },
  {
    name: 'an instance of an engine that has no such parameter',
    state: { ...of({}), parameter: null },
    plan: {
      outcome: 'leave',
      because: 'the engine of orders has no parameter in team-postgres14 that insists on TLS',
    },
  },
  {
    name: 'an instance of a cluster',
    state: { ...of({}), parameter: null, cluster: 'shop' },
    plan: {
      outcome: 'leave',
      because: 'orders belongs to the cluster shop, whose own group of parameters decides on TLS',
    },
  },
];

function of(parameter: Partial<Parameter>): Instance {
  return {
    name: 'orders',
    group,
    cluster: null,
    awaitsRestart: false,
    parameter: { name: 'rds.force_ssl', value: null, isSet: true, isDynamic: true, isModifiable: true, ...parameter },
    users: null,
  };
}

function set(value: string, says: string): Change<Write> {
  return {
    call: 'rds:ModifyDBParameterGroup',
    input: {
      DBParameterGroupName: group,
      Parameters: [{ ParameterName: 'rds.force_ssl', ParameterValue: value, ApplyMethod: 'immediate' }],
    },
    says,
  };
}
