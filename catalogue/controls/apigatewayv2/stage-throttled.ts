import { accountRead } from '../../apigateway/account.ts';
import { isWithin, MostSettings, riskOf, sentenceOf, strictest, unlimited } from '../../apigateway/throttle.ts';
import {
  inputOf,
  isManaged,
  nameOf,
  stageOf,
  stageReads,
  stages,
  stageTriggers,
  stageWrite,
} from '../../apigatewayv2/stage.ts';
import { inForce, Throttled, update } from '../../apigatewayv2/throttled.ts';
import { defineControl } from '../../control.ts';
import { examples } from './stage-throttled.examples.ts';

export const stageV2Throttled = defineControl({
  id: 'apigatewayv2.stage-throttled',
  title: 'Stages of HTTP and WebSocket APIs limit how much they let through',
  practice: 'API gateways',
  severity: 'medium',
  standards: { 'OWASP API Security Top 10': ['API4:2023'], 'AWS Well-Architected': ['REL05-BP02'] },
  why: 'All APIs of an account share one limit in a region. A stage without a limit of its own lets one flood, or one client gone wild, use it up, overload what is behind the API and run up the bill.',
  impact:
    'Requests over the limit, which all callers share, are answered with 429. Stricter limits stay, and routes with settings of their own keep theirs, whatever they are. API Gateway knows no way back to a stage without limits: an undo gives it those of the account, which counted before.',
  triggers: stageTriggers,
  settings: MostSettings,
  ...stages,
  reads: [...stageReads, accountRead],
  writes: [stageWrite],
  state: Throttled,

  async read(target, aws) {
    const stage = stageOf(target);
    const { DefaultRouteSettings: all, ApiGatewayManaged } = (await aws('apigatewayv2:GetStage', inputOf(stage))) ?? {};
    const { ThrottlingRateLimit: rate = unlimited, ThrottlingBurstLimit: burst = unlimited } = all ?? {};
    const isOpen = rate === unlimited || burst === unlimited;
    const account = isOpen ? (await aws('apigateway:GetAccount', {}))?.throttleSettings : undefined;
    return {
      ...stage,
      managed: ApiGatewayManaged ?? false,
      limits: { rate, burst },
      dataTrace: all?.DataTraceEnabled ?? false,
      detailedMetrics: all?.DetailedMetricsEnabled ?? false,
      logLevel: all?.LoggingLevel === undefined || all.LoggingLevel === 'OFF' ? null : all.LoggingLevel,
      account:
        account?.rateLimit === undefined || account.burstLimit === undefined
          ? null
          : { rate: account.rateLimit, burst: account.burstLimit },
    };
  },

  plan(stage, most) {
    const { limits, account, managed } = stage;
    if (isWithin(limits, most)) {
      return { outcome: 'compliant' };
    }
    if (managed) {
      return { outcome: 'leave', because: isManaged(stage) };
    }
    const before = inForce(stage);
    if (before === null) {
      return {
        outcome: 'leave',
        because: `${nameOf(stage)} has no limits, and those of the account, which an undo would need, are not said`,
      };
    }
    const wanted = strictest(limits, most);
    const back = account === null ? 'again' : 'again, as the account lets through for all of its APIs';
    return {
      outcome: 'change',
      risk: riskOf(wanted),
      apply: [update(stage, wanted, `Let ${sentenceOf(wanted)} through on ${nameOf(stage)}`)],
      undo: [update(stage, before, `Let ${sentenceOf(before)} through on ${nameOf(stage)} ${back}`)],
      after: { ...stage, limits: wanted, account: null },
    };
  },

  /** A stage without limits and one with those of its account let the same through. */
  restores: (stage) => ({ ...stage, limits: inForce(stage), account: null }),

  examples,
});
