import { destinationFor, LogSettings, logGroupsRead, riskOfLogging } from '../../apigateway/access-log.ts';
import { accountRead } from '../../apigateway/account.ts';
import { formatFor, Logged, logNothing, logTo, logWrites, readLogged } from '../../apigatewayv2/logged.ts';
import { isManaged, nameOf, stageReads, stages, stageTarget, stageTriggers } from '../../apigatewayv2/stage.ts';
import { defineControl } from '../../control.ts';

/** In the examples. */
const settings = { logGroup: '/access/{api}-{stage}' };
const group = 'arn:aws:logs:eu-central-1:111122223333:log-group:/access/a1b2c3-default';

export const stageV2Logged = defineControl({
  id: 'apigatewayv2.stage-logged',
  title: 'Stages of HTTP and WebSocket APIs log who calls them',
  practice: 'API gateways',
  severity: 'medium',
  standards: {
    'Security Hub': ['APIGateway.9'],
    'AWS Control Tower': ['CT.APIGATEWAY.PR.4'],
    Prowler: ['apigatewayv2_api_access_logging_enabled'],
  },
  why: 'Without an access log, nobody can tell afterwards who called an API, from where and with what outcome: neither for an attack nor for a bill.',
  impact:
    'Each call becomes a line in the log group that the settings name: its time, route and outcome, and the caller’s address, but nothing that was sent. Addresses are personal data in some countries. The log is paid for by its size. An access log that is there, of whatever format and destination, stays. For an HTTP API, AWS lets CloudWatch Logs write to the log group in a resource policy of the account’s logs, which stays after an undo.',
  triggers: [
    ...stageTriggers,
    { kind: 'api-call', service: 'apigateway', events: ['DeleteAccessLogSettings'], target: stageTarget },
    { kind: 'config-rule', rule: 'api-gwv2-access-logs-enabled' },
    { kind: 'security-hub', control: 'APIGateway.9' },
  ],
  settings: LogSettings,
  needs: ['logGroup'],
  ...stages,
  reads: [
    ...stageReads,
    { call: 'apigatewayv2:GetApi', action: 'apigateway:GET', on: 'arn:{partition}:apigateway:{region}::/apis/*' },
    accountRead,
    logGroupsRead,
  ],
  writes: logWrites,
  state: Logged,
  read: (target, aws, wanted) => readLogged(target, wanted, aws),

  plan(stage, wanted) {
    if (stage.log !== null) {
      return { outcome: 'compliant' };
    }
    if (stage.managed) {
      return { outcome: 'leave', because: `${isManaged(stage)}, and has no access log` };
    }
    const destination = destinationFor(stage, nameOf(stage), wanted);
    if ('because' in destination) {
      return { outcome: 'leave', because: destination.because };
    }
    const log = { destination: destination.group, format: formatFor(stage.protocol) };
    return {
      outcome: 'change',
      risk: riskOfLogging(),
      apply: [logTo(stage, destination.group)],
      undo: [logNothing(stage)],
      after: { ...stage, log, group: null, canWrite: null, protocol: null },
    };
  },

  examples: [
    {
      name: 'a stage that logs in a format of its own',
      state: { ...of({}), log: { destination: group, format: '$context.requestId' } },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a stage of an HTTP API without an access log',
      settings,
      state: of({ group, protocol: 'HTTP', canWrite: true }),
      plan: {
        outcome: 'change',
        risk: riskOfLogging(),
        apply: [logTo(of({ protocol: 'HTTP' }), group)],
        undo: [logNothing(of({}))],
        after: { ...of({}), log: { destination: group, format: formatFor('HTTP') } },
      },
    },
    {
      name: 'a stage of a WebSocket API without an access log',
      settings,
      state: of({ group, protocol: 'WEBSOCKET', canWrite: true }),
      plan: {
        outcome: 'change',
        risk: riskOfLogging(),
        apply: [logTo(of({ protocol: 'WEBSOCKET' }), group)],
        undo: [logNothing(of({}))],
        after: { ...of({}), log: { destination: group, format: formatFor('WEBSOCKET') } },
      },
    },
    left('a stage of a WebSocket API without an access log, in an account without a role for logs', {
      state: of({ group, protocol: 'WEBSOCKET', canWrite: false }),
      settings,
      because:
        'stage $default of API a1b2c3 has no access log, and API Gateway has no role to write logs with in this account and region: give it one in its account settings first',
    }),
    left('a stage without an access log, and no word of where it is to go', {
      state: of({}),
      settings: {},
      because:
        'stage $default of API a1b2c3 has no access log, and the setting logGroup does not say where one is to go',
    }),
    left('a stage without an access log, and no such log group', {
      state: of({}),
      settings,
      because:
        'stage $default of API a1b2c3 has no access log, and there is no log group /access/a1b2c3-default: make it first, with the retention that it is to have',
    }),
    left('a stage that API Gateway made together with its API', {
      state: of({ group, protocol: 'HTTP', canWrite: true, managed: true }),
      settings,
      because:
        'stage $default of API a1b2c3 is managed by API Gateway, which takes no change of it, and has no access log',
    }),
  ],
});

function of(parts: Partial<Logged>): Logged {
  return {
    ...{ api: 'a1b2c3', stage: '$default', managed: false, log: null, group: null, canWrite: null, protocol: null },
    ...parts,
  };
}

interface Left {
  readonly state: Logged;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly because: string;
}

function left(name: string, { state, settings: wanted, because }: Left) {
  return { name, settings: wanted, state, plan: { outcome: 'leave' as const, because } };
}
