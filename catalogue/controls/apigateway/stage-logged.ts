import {
  destinationFor,
  findGroup,
  formatOf,
  LoggedStage,
  LogSettings,
  logGroupsRead,
  riskOfLogging,
} from '../../apigateway/access-log.ts';
import { accountRead } from '../../apigateway/account.ts';
import {
  inputOf,
  nameOf,
  type Operation,
  patch,
  stageOf,
  stageReads,
  stages,
  stageTriggers,
  stageWrite,
} from '../../apigateway/stage.ts';
import { defineControl, type NonEmpty } from '../../control.ts';

const format = formatOf(
  'requestId',
  'requestTime',
  'identity.sourceIp',
  'identity.userArn',
  'httpMethod',
  'resourcePath',
  'protocol',
  'status',
  'responseLength',
);

/** In the examples. */
const settings = { logGroup: '/access/{api}/{stage}' };
const group = 'arn:aws:logs:eu-central-1:111122223333:log-group:/access/a1b2c3/prod';

export const stageLogged = defineControl({
  id: 'apigateway.stage-logged',
  title: 'Stages of REST APIs log who calls them',
  practice: 'API gateways',
  severity: 'medium',
  standards: { 'OWASP Top 10': ['A09:2021'] },
  why: 'Without an access log, nobody can tell afterwards who called an API, from where and with what outcome: neither for an attack nor for a bill.',
  impact:
    'Each call becomes a line in the log group that the settings name: its time, method, path and outcome, and the caller’s address and IAM identity, but nothing that was sent. Addresses are personal data in some countries. The log is paid for by its size. An access log that is there, of whatever format and destination, stays. It holds at once, without a deployment.',
  triggers: [...stageTriggers, { kind: 'config-rule', rule: 'apigateway-stage-access-logs-enabled' }],
  settings: LogSettings,
  needs: ['logGroup'],
  ...stages,
  reads: [...stageReads, accountRead, logGroupsRead],
  writes: [stageWrite],
  state: LoggedStage,

  async read(target, aws, wanted) {
    const stage = stageOf(target);
    const { destinationArn: destination = '', format: line = '' } =
      (await aws('apigateway:GetStage', inputOf(stage)))?.accessLogSettings ?? {};
    if (destination !== '') {
      return { ...stage, log: { destination, format: line }, group: null, canWrite: null };
    }
    const found = await findGroup(stage, wanted, aws);
    const account = found === null ? null : await aws('apigateway:GetAccount', {});
    return {
      ...stage,
      log: null,
      group: found,
      canWrite: account === null ? null : Boolean(account?.cloudwatchRoleArn),
    };
  },

  plan(stage, wanted) {
    if (stage.log !== null) {
      return { outcome: 'compliant' };
    }
    const destination = destinationFor(stage, nameOf(stage), wanted);
    if ('because' in destination) {
      return { outcome: 'leave', because: destination.because };
    }
    return {
      outcome: 'change',
      risk: riskOfLogging(),
      apply: [patch(stage, logTo(destination.group), `Log calls of ${nameOf(stage)} to ${destination.group}`)],
      undo: [patch(stage, [{ op: 'remove', path: '/accessLogSettings' }], `Log no calls of ${nameOf(stage)} again`)],
      after: { ...stage, log: { destination: destination.group, format }, group: null, canWrite: null },
    };
  },

  examples: [
    {
      name: 'a stage that logs to a delivery stream in a format of its own',
      state: {
        ...of(null, null),
        log: {
          destination: 'arn:aws:firehose:eu-central-1:111122223333:deliverystream/amazon-apigateway-calls',
          format: '$context.requestId',
        },
      },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a stage without an access log, and no word of where it is to go',
      state: of(null, null),
      plan: {
        outcome: 'leave',
        because: 'stage prod of API a1b2c3 has no access log, and the setting logGroup does not say where one is to go',
      },
    },
    {
      name: 'a stage without an access log, and no such log group',
      settings,
      state: of(null, null),
      plan: {
        outcome: 'leave',
        because:
          'stage prod of API a1b2c3 has no access log, and there is no log group /access/a1b2c3/prod: make it first, with the retention that it is to have',
      },
    },
    {
      name: 'a stage without an access log, in an account without a role for logs',
      settings,
      state: of(group, false),
      plan: {
        outcome: 'leave',
        because:
          'stage prod of API a1b2c3 has no access log, and API Gateway has no role to write logs with in this account and region: give it one in its account settings first',
      },
    },
    {
      name: 'a stage without an access log',
      settings,
      state: of(group, true),
      plan: {
        outcome: 'change',
        risk: riskOfLogging(),
        apply: [patch(of(group, true), logTo(group), `Log calls of stage prod of API a1b2c3 to ${group}`)],
        undo: [
          patch(
            of(group, true),
            [{ op: 'remove', path: '/accessLogSettings' }],
            'Log no calls of stage prod of API a1b2c3 again',
          ),
        ],
        after: { ...of(null, null), log: { destination: group, format } },
      },
    },
  ],
});

function logTo(destination: string): NonEmpty<Operation> {
  return [
    { op: 'replace', path: '/accessLogSettings/destinationArn', value: destination },
    { op: 'replace', path: '/accessLogSettings/format', value: format },
  ];
}

function of(found: string | null, canWrite: boolean | null): LoggedStage {
  return { api: 'a1b2c3', stage: 'prod', log: null, group: found, canWrite };
}
