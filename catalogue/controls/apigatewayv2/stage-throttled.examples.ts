import { type Limits, riskOf, unlimited } from '../../apigateway/throttle.ts';
import { type Throttled, update } from '../../apigatewayv2/throttled.ts';
import type { Example, NonEmpty } from '../../control.ts';

export const examples: NonEmpty<Example<Throttled, 'apigatewayv2:UpdateStage'>> = [
  { name: 'a stage with stricter limits', state: of({ rate: 100, burst: 50 }), plan: { outcome: 'compliant' } },
  {
    name: 'a stage without limits, with detailed metrics',
    state: {
      ...of({ rate: unlimited, burst: unlimited }),
      detailedMetrics: true,
      account: { rate: 10_000, burst: 5_000 },
    },
    plan: {
      outcome: 'change',
      risk: riskOf({ rate: 5_000, burst: 2_500 }),
      apply: [
        {
          call: 'apigatewayv2:UpdateStage',
          input: {
            ApiId: 'a1b2c3',
            StageName: '$default',
            DefaultRouteSettings: {
              DetailedMetricsEnabled: true,
              ThrottlingRateLimit: 5_000,
              ThrottlingBurstLimit: 2_500,
            },
          },
          says: 'Let 5000 requests a second and 2500 at once through on stage $default of API a1b2c3',
        },
      ],
      undo: [
        {
          call: 'apigatewayv2:UpdateStage',
          input: {
            ApiId: 'a1b2c3',
            StageName: '$default',
            DefaultRouteSettings: {
              DetailedMetricsEnabled: true,
              ThrottlingRateLimit: 10_000,
              ThrottlingBurstLimit: 5_000,
            },
          },
          says: 'Let 10000 requests a second and 5000 at once through on stage $default of API a1b2c3 again, as the account lets through for all of its APIs',
        },
      ],
      after: { ...of({ rate: 5_000, burst: 2_500 }), detailedMetrics: true },
    },
  },
  {
    name: 'a stage of a WebSocket API that logs, with bursts over the limit',
    settings: { burst: 200 },
    state: { ...of({ rate: 100, burst: 400 }), logLevel: 'ERROR' },
    plan: {
      outcome: 'change',
      risk: riskOf({ rate: 100, burst: 200 }),
      apply: [
        update(
          { ...of({ rate: 100, burst: 400 }), logLevel: 'ERROR' },
          { rate: 100, burst: 200 },
          'Let 100 requests a second and 200 at once through on stage $default of API a1b2c3',
        ),
      ],
      undo: [
        update(
          { ...of({ rate: 100, burst: 400 }), logLevel: 'ERROR' },
          { rate: 100, burst: 400 },
          'Let 100 requests a second and 400 at once through on stage $default of API a1b2c3 again',
        ),
      ],
      after: { ...of({ rate: 100, burst: 200 }), logLevel: 'ERROR' },
    },
  },
  {
    name: 'a stage that API Gateway made together with its API',
    state: { ...of({ rate: unlimited, burst: unlimited }), managed: true },
    plan: {
      outcome: 'leave',
      because: 'stage $default of API a1b2c3 is managed by API Gateway, which takes no change of it',
    },
  },
  {
    name: 'a stage without limits, where those of the account are not known',
    state: of({ rate: unlimited, burst: unlimited }),
    plan: {
      outcome: 'leave',
      because:
        'stage $default of API a1b2c3 has no limits, and those of the account, which an undo would need, are not said',
    },
  },
];

function of(limits: Limits): Throttled {
  return {
    ...{ api: 'a1b2c3', stage: '$default', managed: false, limits },
    ...{ dataTrace: false, detailedMetrics: false, logLevel: null, account: null },
  };
}
