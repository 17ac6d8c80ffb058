import * as z from 'zod';
import { type Caller, type Change, defineControl, type Permission, type Plan, type Target } from '../../control.ts';
import { fill, type Place, partitionOf } from '../../derive/place.ts';
import { notAllowed, simulation } from '../../iam/simulate.ts';
import { examples } from './machine-logged-without-data.examples.ts';

const Settings = z.object({
  logGroup: z
    .string()
    .regex(
      /^$|^arn:(\{partition\}|aws[a-z-]*):logs:(\{region\}|[a-z0-9-]+):(\{account\}|\d{12}):log-group:[\w./#-]+(:\*)?$/,
      'name a log group by its ARN',
    )
    .default('')
    .describe(
      'ARN of the CloudWatch log group for state machines that log nowhere; {partition}, {region} and {account} stand for the machine’s own',
    ),
  level: z
    .enum(['ALL', 'ERROR', 'FATAL'])
    .default('ERROR')
    .describe('What such machines log. Machines that log already keep their level'),
});

const Logging = z.object({
  level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']),
  includesData: z.boolean(),
  /** ARNs of log groups, as Step Functions has them, with `:*` at the end. */
  destinations: z.array(z.string()),
});

const Machine = z.object({
  arn: z.string(),
  isDeleting: z.boolean(),
  logging: Logging,
  /** Where it would log, as the settings say; read, and what its role lacks to do so, only where it logs nowhere. */
  logGroup: z.string().nullable(),
  lacks: z.array(z.string()).nullable(),
});
export type Machine = z.infer<typeof Machine>;
type Call = 'states:UpdateStateMachine';

const machines = 'arn:{partition}:states:{region}:{account}:stateMachine:*';

const reads = [
  { call: 'states:DescribeStateMachine', on: machines },
  { call: 'states:ListStateMachines', on: '*' },
  { call: 'states:ListTagsForResource', on: machines },
  simulation,
] as const satisfies readonly Permission[];
type Aws = Caller<(typeof reads)[number]['call']>;

/** Source: AWS Step Functions developer guide, "Using CloudWatch Logs to log execution history", IAM policies for logging. */
const needed = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
];

export const machineLoggedWithoutData = defineControl({
  id: 'states.machine-logged-without-data',
  title: 'State machines log what they do, and not the data they do it with',
  practice: 'safe errors',
  severity: 'medium',
  resources: { 'AWS::StepFunctions::StateMachine': 'by-arn' },
  standards: {
    'Security Hub': ['StepFunctions.1'],
    Prowler: ['stepfunctions_statemachine_logging_enabled'],
  },
  why: 'Without logs nobody finds out why an execution failed, an express one least of all. With execution data in them, everything that passes through the machine can be read by whoever reads logs.',
  impact:
    'A machine that logs nowhere logs to the log group of the settings, which is paid for by volume. Where data was logged, inputs and outputs no longer show in the logs, nor in the console for express executions; the history of standard executions keeps them. Running executions go on as they began.',
  triggers: [
    {
      kind: 'api-call',
      service: 'states',
      events: ['CreateStateMachine'],
      target: '{responseElements.stateMachineArn}',
    },
    { kind: 'api-call', service: 'states', events: ['UpdateStateMachine'], target: '{stateMachineArn}' },
    { kind: 'config-rule', rule: 'step-functions-state-machine-logging-enabled' },
    { kind: 'security-hub', control: 'StepFunctions.1' },
  ],
  settings: Settings,
  reads,
  writes: [{ call: 'states:UpdateStateMachine', on: machines }],
  gone: ['StateMachineDoesNotExist'],
  state: Machine,
  list: listMachines,
  tags,

  async read({ arn, account, region }, aws, { logGroup }) {
    // The definition is not asked for: it is nobody’s business here, and may be encrypted.
    const answer = await aws('states:DescribeStateMachine', { stateMachineArn: arn, includedData: 'METADATA_ONLY' });
    const { level = 'OFF', includeExecutionData = false, destinations = [] } = answer?.loggingConfiguration ?? {};
    const logging = {
      level,
      includesData: includeExecutionData,
      destinations: destinations.flatMap(({ cloudWatchLogsLogGroup }) => cloudWatchLogsLogGroup?.logGroupArn ?? []),
    };
    const machine = { arn, isDeleting: answer?.status === 'DELETING', logging, logGroup: null, lacks: null };
    if (level !== 'OFF' || logGroup === '') {
      return machine;
    }
    const wanted = fill(logGroup, { partition: partitionOf(region), account, region });
    return {
      ...machine,
      logGroup: wanted.endsWith(':*') ? wanted : `${wanted}:*`,
      lacks: await notAllowed({ role: answer?.roleArn ?? '', actions: needed, resource: '*' }, aws),
    };
  },

  plan(machine, settings) {
    const { level, includesData } = machine.logging;
    if (level !== 'OFF' && !includesData) {
      return { outcome: 'compliant' };
    }
    const because = obstacle(machine);
    return because === undefined ? mend(machine, settings.level) : { outcome: 'leave', because };
  },

  examples,
});

async function* listMachines(_: Place, aws: Aws): AsyncGenerator<string> {
  let nextToken: string | undefined;
  do {
    const page = await aws('states:ListStateMachines', { maxResults: 1_000, ...(nextToken && { nextToken }) });
    for (const { stateMachineArn } of page?.stateMachines ?? []) {
      if (stateMachineArn !== undefined) {
        yield stateMachineArn;
      }
    }
    nextToken = page?.nextToken;
  } while (nextToken);
}

async function tags({ arn }: Target, aws: Aws): Promise<Readonly<Record<string, string>>> {
  const some = (await aws('states:ListTagsForResource', { resourceArn: arn }))?.tags ?? [];
  return Object.fromEntries(some.map(({ key = '', value = '' }) => [key, value]));
}

function obstacle(machine: Machine): string | undefined {
  const { logging, logGroup, lacks, isDeleting } = machine;
  const name = nameOf(machine);
  if (isDeleting) {
    return `state machine ${name} is being deleted`;
  }
  if (logging.level !== 'OFF') {
    return undefined;
  }
  if (logGroup === null || lacks === null) {
    return `state machine ${name} logs nowhere, and where it should is not said: set logGroup`;
  }
  const [, , , region, account] = machine.arn.split(':');
  if (logGroup.split(':')[3] !== region || logGroup.split(':')[4] !== account) {
    return `state machine ${name} logs nowhere, and ${logGroup} is in another account or region, whose rules are not known here`;
  }
  return lacks.length === 0
    ? undefined
    : `state machine ${name} logs nowhere, and its role may not do on everything what logging takes: ${lacks.join(', ')}`;
}

function mend(machine: Machine, level: 'ALL' | 'ERROR' | 'FATAL'): Plan<Machine, Call> {
  const { logging, logGroup } = machine;
  const name = nameOf(machine);
  const isOff = logging.level === 'OFF';
  const after = {
    level: isOff ? level : logging.level,
    includesData: false,
    destinations: isOff && logGroup !== null ? [logGroup] : logging.destinations,
  };
  return {
    outcome: 'change',
    risk: isOff
      ? { level: 'safe', because: `state machine ${name} runs as before; what it logs to ${logGroup} is paid for` }
      : {
          level: 'disruptive',
          because: `whoever looks for inputs and outputs in the logs of state machine ${name} finds none of new executions`,
        },
    apply: [
      log(
        machine,
        after,
        isOff
          ? `Log ${level} of state machine ${name} to ${logGroup}, without data`
          : `Leave data out of the logs of state machine ${name}`,
      ),
    ],
    undo: [
      log(
        machine,
        logging,
        isOff ? `Log nothing of state machine ${name} again` : `Log the data of state machine ${name} again`,
      ),
    ],
    after: { ...machine, logging: after, logGroup: null, lacks: null },
  };
}

/**
 * Only the logging is said: everything else stays. AWS's own runbook AWS-EnableStepFunctionsStateMachineLogging calls it so,
 * although the API reference asks for the definition or the role.
 */
function log({ arn }: Machine, { level, includesData, destinations }: Machine['logging'], says: string): Change<Call> {
  return {
    call: 'states:UpdateStateMachine',
    input: {
      stateMachineArn: arn,
      loggingConfiguration: {
        level,
        includeExecutionData: includesData,
        ...(destinations.length > 0 && {
          destinations: destinations.map((logGroupArn) => ({ cloudWatchLogsLogGroup: { logGroupArn } })),
        }),
      },
    },
    says,
  };
}

function nameOf({ arn }: Pick<Machine, 'arn'>): string {
  return arn.split(':').at(6) ?? '';
}
