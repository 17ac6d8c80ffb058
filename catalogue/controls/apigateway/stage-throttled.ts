import * as z from 'zod';
import {
  allMethods,
  inputOf,
  nameOf,
  type Operation,
  patch,
  type Stage,
  settingsPath,
  stageOf,
  stageReads,
  stages,
  stageTriggers,
  stageWrite,
} from '../../apigateway/stage.ts';
import { isWithin, Limits, MostSettings, riskOf, sentenceOf, strictest, unlimited } from '../../apigateway/throttle.ts';
import { defineControl, type NonEmpty } from '../../control.ts';

const Throttled = z.object({
  api: z.string(),
  stage: z.string(),
  /** Of all methods without settings of their own; `null` where the stage has no settings for them at all. */
  limits: Limits.nullable(),
  /** Whether those settings hold nothing but limits, so that an undo may take them away whole. */
  alone: z.boolean(),
});
type Throttled = z.infer<typeof Throttled>;

export const stageThrottled = defineControl({
  id: 'apigateway.stage-throttled',
  title: 'Stages of REST APIs limit how much they let through',
  practice: 'API gateways',
  severity: 'medium',
  standards: { 'OWASP API Security Top 10': ['API4:2023'], 'AWS Well-Architected': ['REL05-BP02'] },
  why: 'All APIs of an account share one limit in a region. A stage without a limit of its own lets one flood, or one client gone wild, use it up, overload what is behind the API and run up the bill.',
  impact:
    'Requests over the limit, which all callers share, are answered with 429. Stricter limits stay, and methods with settings of their own keep theirs, whatever they are. It holds at once, without a deployment.',
  triggers: stageTriggers,
  settings: MostSettings,
  ...stages,
  reads: stageReads,
  writes: [stageWrite],
  state: Throttled,

  async read(target, aws) {
    const stage = stageOf(target);
    const all = (await aws('apigateway:GetStage', inputOf(stage)))?.methodSettings?.[allMethods];
    const { throttlingRateLimit: rate = unlimited, throttlingBurstLimit: burst = unlimited } = all ?? {};
    const { loggingLevel = 'OFF', dataTraceEnabled, metricsEnabled, cachingEnabled, cacheDataEncrypted } = all ?? {};
    return {
      ...stage,
      limits: all === undefined ? null : { rate, burst },
      alone:
        loggingLevel === 'OFF' &&
        ![dataTraceEnabled, metricsEnabled, cachingEnabled, cacheDataEncrypted].includes(true),
    };
  },

  plan(stage, most) {
    const { limits } = stage;
    if (limits !== null && isWithin(limits, most)) {
      return { outcome: 'compliant' };
    }
    const wanted = strictest(limits ?? { rate: unlimited, burst: unlimited }, most);
    return {
      outcome: 'change',
      risk: riskOf(wanted),
      apply: [patch(stage, throttle(wanted), `Let ${sentenceOf(wanted)} through on ${nameOf(stage)}`)],
      undo: [
        limits === null
          ? patch(stage, takeAway(), `Take the limits of all methods off ${nameOf(stage)} again`)
          : patch(stage, throttle(limits), `Let ${sentenceOf(limits)} through on ${nameOf(stage)} again`),
      ],
      after: { ...stage, limits: wanted },
    };
  },

  examples: [
    {
      name: 'a stage with stricter limits',
      state: of({ rate: 100, burst: 50 }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a stage that lets nothing through',
      state: of({ rate: 0, burst: 0 }),
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a stage without settings',
      state: of(null),
      plan: {
        outcome: 'change',
        risk: riskOf({ rate: 5_000, burst: 2_500 }),
        apply: [
          patch(
            of(null),
            throttle({ rate: 5_000, burst: 2_500 }),
            'Let 5000 requests a second and 2500 at once through on stage prod of API a1b2c3',
          ),
        ],
        undo: [patch(of(null), takeAway(), 'Take the limits of all methods off stage prod of API a1b2c3 again')],
        after: of({ rate: 5_000, burst: 2_500 }),
      },
    },
    {
      name: 'a stage that logs, with the limits that API Gateway writes there by itself, where less is wanted',
      settings: { rate: 200, burst: 100 },
      state: { ...of({ rate: 10_000, burst: 5_000 }), alone: false },
      plan: {
        outcome: 'change',
        risk: riskOf({ rate: 200, burst: 100 }),
        apply: [
          patch(
            of(null),
            throttle({ rate: 200, burst: 100 }),
            'Let 200 requests a second and 100 at once through on stage prod of API a1b2c3',
          ),
        ],
        undo: [
          patch(
            of(null),
            throttle({ rate: 10_000, burst: 5_000 }),
            'Let 10000 requests a second and 5000 at once through on stage prod of API a1b2c3 again',
          ),
        ],
        after: { ...of({ rate: 200, burst: 100 }), alone: false },
      },
    },
    {
      name: 'a stage with a strict rate, whose bursts somebody let loose',
      state: of({ rate: 100, burst: unlimited }),
      plan: {
        outcome: 'change',
        risk: riskOf({ rate: 100, burst: 2_500 }),
        apply: [
          patch(
            of(null),
            throttle({ rate: 100, burst: 2_500 }),
            'Let 100 requests a second and 2500 at once through on stage prod of API a1b2c3',
          ),
        ],
        undo: [
          patch(
            of(null),
            throttle({ rate: 100, burst: unlimited }),
            'Let 100 requests a second and any number at once through on stage prod of API a1b2c3 again',
          ),
        ],
        after: of({ rate: 100, burst: 2_500 }),
      },
    },
  ],
});

function throttle({ rate, burst }: Limits): NonEmpty<Operation> {
  const path = `${settingsPath(allMethods)}/throttling`;
  return [
    { op: 'replace', path: `${path}/rateLimit`, value: String(rate) },
    { op: 'replace', path: `${path}/burstLimit`, value: String(burst) },
  ];
}

function takeAway(): NonEmpty<Operation> {
  return [{ op: 'remove', path: settingsPath(allMethods) }];
}

function of(limits: Limits | null): Throttled & Stage {
  return { api: 'a1b2c3', stage: 'prod', limits, alone: true };
}
