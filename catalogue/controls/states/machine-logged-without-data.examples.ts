import type { Example, NonEmpty } from '../../control.ts';
import type { Machine } from './machine-logged-without-data.ts';

const arn = 'arn:aws:states:eu-central-1:111122223333:stateMachine:orders';
const logGroup = 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/states/all:*';
const own = 'arn:aws:logs:eu-central-1:111122223333:log-group:/aws/vendedlogs/states/orders:*';
const settings = { logGroup: 'arn:{partition}:logs:{region}:{account}:log-group:/aws/vendedlogs/states/all' };
const off = { level: 'OFF', includesData: false, destinations: [] } as const satisfies Partial<Machine['logging']>;
const base: Machine = { arn, isDeleting: false, logging: { ...off, destinations: [] }, logGroup: null, lacks: null };
const silent: Machine = { ...base, logGroup, lacks: [] };
const telling: Machine = { ...base, logging: { level: 'ALL', includesData: true, destinations: [own] } };

type Case = Example<Machine, 'states:UpdateStateMachine'>;

export const examples: NonEmpty<Case> = [
  {
    name: 'a machine that logs everything but data',
    state: { ...base, logging: { level: 'ALL', includesData: false, destinations: [own] } },
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a machine that logs nowhere',
    settings,
    state: silent,
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: `state machine orders runs as before; what it logs to ${logGroup} is paid for` },
      apply: [log('ERROR', false, [logGroup], `Log ERROR of state machine orders to ${logGroup}, without data`)],
      undo: [log('OFF', false, [], 'Log nothing of state machine orders again')],
      after: { ...base, logging: { level: 'ERROR', includesData: false, destinations: [logGroup] } },
    },
  },
  {
    name: 'a machine that logs its data',
    state: telling,
    plan: {
      outcome: 'change',
      risk: {
        level: 'disruptive',
        because:
          'whoever looks for inputs and outputs in the logs of state machine orders finds none of new executions',
      },
      apply: [log('ALL', false, [own], 'Leave data out of the logs of state machine orders')],
      undo: [log('ALL', true, [own], 'Log the data of state machine orders again')],
      after: { ...base, logging: { level: 'ALL', includesData: false, destinations: [own] } },
    },
  },
  left(
    'a machine that logs nowhere, where the settings say nothing',
    base,
    'state machine orders logs nowhere, and where it should is not said: set logGroup',
  ),
  left(
    'a machine that logs nowhere, where the log group is in another account',
    { ...silent, logGroup: logGroup.replace('111122223333', '999988887777') },
    `state machine orders logs nowhere, and ${logGroup.replace('111122223333', '999988887777')} is in another account or region, whose rules are not known here`,
  ),
  left(
    'a machine whose role may not log',
    { ...silent, lacks: ['logs:CreateLogDelivery'] },
    'state machine orders logs nowhere, and its role may not do on everything what logging takes: logs:CreateLogDelivery',
  ),
  left('a machine that is being deleted', { ...telling, isDeleting: true }, 'state machine orders is being deleted'),
];

function left(name: string, state: Machine, because: string): Case {
  return { name, settings, state, plan: { outcome: 'leave', because } };
}

function log(level: 'ALL' | 'ERROR' | 'OFF', includeExecutionData: boolean, groups: readonly string[], says: string) {
  const destinations = groups.map((logGroupArn) => ({ cloudWatchLogsLogGroup: { logGroupArn } }));
  return {
    call: 'states:UpdateStateMachine' as const,
    input: {
      stateMachineArn: arn,
      loggingConfiguration: { level, includeExecutionData, ...(groups.length > 0 && { destinations }) },
    },
    says,
  };
}
