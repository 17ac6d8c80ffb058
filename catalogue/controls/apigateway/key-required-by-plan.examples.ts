import { give, quotaOf, riskOf, take, type UsagePlan } from '../../apigateway/usage-plan.ts';
import type { Example, NonEmpty } from '../../control.ts';

export const examples: NonEmpty<Example<UsagePlan, 'apigateway:UpdateUsagePlan'>> = [
  {
    name: 'a plan with limits of its own, far beyond the usual',
    state: of({ throttle: { rate: 9_000, burst: 4_000 }, quota: { limit: 90_000_000, period: 'WEEK' } }),
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a plan without limits',
    state: of({}),
    plan: {
      outcome: 'change',
      risk: riskOf('partners'),
      apply: [
        {
          call: 'apigateway:UpdateUsagePlan',
          input: {
            usagePlanId: 'p1a2n3',
            patchOperations: [
              { op: 'add', path: '/throttle/rateLimit', value: '100' },
              { op: 'add', path: '/throttle/burstLimit', value: '200' },
              { op: 'add', path: '/quota/limit', value: '1000000' },
              { op: 'add', path: '/quota/offset', value: '0' },
              { op: 'add', path: '/quota/period', value: 'MONTH' },
            ],
          },
          says: 'Give each key of usage plan partners 100 requests a second with bursts of 200, and 1000000 requests a month',
        },
      ],
      undo: [
        {
          call: 'apigateway:UpdateUsagePlan',
          input: {
            usagePlanId: 'p1a2n3',
            patchOperations: [
              { op: 'remove', path: '/throttle' },
              { op: 'remove', path: '/quota' },
            ],
          },
          says: 'Take throttle and quota off usage plan partners again',
        },
      ],
      after: of({ throttle: { rate: 100, burst: 200 }, quota: { limit: 1_000_000, period: 'MONTH' } }),
    },
  },
  {
    name: 'a plan with a throttle of its own and no quota',
    settings: { quota: 5_000, period: 'DAY' },
    state: of({ throttle: { rate: 9_000, burst: 4_000 } }),
    plan: {
      outcome: 'change',
      risk: riskOf('partners'),
      apply: [give(of({}), [quotaOf({ quota: 5_000, period: 'DAY' })])],
      undo: [take(of({}), [quotaOf({ quota: 5_000, period: 'DAY' })])],
      after: of({ throttle: { rate: 9_000, burst: 4_000 }, quota: { limit: 5_000, period: 'DAY' } }),
    },
  },
  {
    name: 'a plan without limits that is sold on AWS Marketplace',
    state: of({ product: 'prod-4x7k' }),
    plan: {
      outcome: 'leave',
      because: 'usage plan partners is sold on AWS Marketplace as prod-4x7k, so its limits are part of what was sold',
    },
  },
];

function of(parts: Partial<UsagePlan>): UsagePlan {
  return { id: 'p1a2n3', name: 'partners', product: null, throttle: null, quota: null, ...parts };
}
