import * as z from 'zod';
import { give, quotaOf, riskOf, take, throttleOf, UsagePlan } from '../../apigateway/usage-plan.ts';
import { defineControl } from '../../control.ts';
import { examples } from './key-required-by-plan.examples.ts';

const plans = 'arn:{partition}:apigateway:{region}::/usageplans';

const Settings = z.object({
  rate: z.number().positive().default(100).describe('Requests a second for each key, where a plan has no throttle'),
  burst: z
    .number()
    .int()
    .positive()
    .default(200)
    .describe('Requests at once for each key, where a plan has no throttle'),
  quota: z
    .number()
    .int()
    .positive()
    .default(1_000_000)
    .describe('Requests for each key in a period, where a plan has no quota'),
  period: z.enum(['DAY', 'WEEK', 'MONTH']).default('MONTH').describe('The period of that quota'),
});

export const keyRequiredByPlan = defineControl({
  id: 'apigateway.key-required-by-plan',
  title: 'Usage plans limit what each API key may ask for',
  practice: 'API gateways',
  severity: 'low',
  resources: { 'AWS::ApiGateway::UsagePlan': 'by-arn' },
  standards: { 'OWASP API Security Top 10': ['API4:2023'] },
  why: 'A usage plan without a throttle and a quota lets each of its keys ask for as much as the stage takes: one key that leaked, or one customer gone wild, leaves nothing for the others and runs up the bill.',
  impact:
    'A key over the throttle or the quota is answered with 429, over the quota until its period ends. A throttle or quota that is there stays, whatever it is. It counts for methods that require a key; that they do is set on each method. It holds at once, without a deployment.',
  triggers: [
    {
      kind: 'api-call',
      service: 'apigateway',
      events: ['CreateUsagePlan', 'UpdateUsagePlan'],
      target: `${plans}/{responseElements.id}`,
    },
    { kind: 'api-call', service: 'apigateway', events: ['UpdateUsagePlan'], target: `${plans}/{usagePlanId}` },
  ],
  settings: Settings,
  reads: [
    { call: 'apigateway:GetUsagePlan', action: 'apigateway:GET', on: `${plans}/*` },
    { call: 'apigateway:GetUsagePlans', action: 'apigateway:GET', on: plans },
  ],
  writes: [{ call: 'apigateway:UpdateUsagePlan', action: 'apigateway:PATCH', on: `${plans}/*` }],
  gone: ['NotFoundException'],
  state: UsagePlan,

  async *list({ partition, region }, aws) {
    let position: string | undefined;
    do {
      const page = await aws('apigateway:GetUsagePlans', { limit: 500, ...(position && { position }) });
      for (const { id = '' } of page?.items ?? []) {
        yield `arn:${partition}:apigateway:${region}::/usageplans/${id}`;
      }
      position = page?.position;
    } while (position !== undefined);
  },

  async tags({ arn }, aws) {
    return (await aws('apigateway:GetUsagePlan', { usagePlanId: idOf(arn) }))?.tags ?? {};
  },

  async read({ arn }, aws) {
    const id = idOf(arn);
    const {
      name = id,
      productCode = null,
      throttle,
      quota,
    } = (await aws('apigateway:GetUsagePlan', { usagePlanId: id })) ?? {};
    const { rateLimit: rate = null, burstLimit: burst = null } = throttle ?? {};
    return {
      id,
      name,
      product: productCode,
      throttle: rate === null && burst === null ? null : { rate, burst },
      quota: quota?.limit === undefined ? null : { limit: quota.limit, period: quota.period ?? '' },
    };
  },

  plan(plan, settings) {
    const { name, product, throttle, quota } = plan;
    const { rate, burst, quota: limit, period } = settings;
    const [first, ...others] = [
      ...(throttle === null ? [throttleOf(settings)] : []),
      ...(quota === null ? [quotaOf(settings)] : []),
    ];
    if (first === undefined) {
      return { outcome: 'compliant' };
    }
    if (product !== null) {
      return {
        outcome: 'leave',
        because: `usage plan ${name} is sold on AWS Marketplace as ${product}, so its limits are part of what was sold`,
      };
    }
    return {
      outcome: 'change',
      risk: riskOf(name),
      apply: [give(plan, [first, ...others])],
      undo: [take(plan, [first, ...others])],
      after: { ...plan, throttle: throttle ?? { rate, burst }, quota: quota ?? { limit, period } },
    };
  },

  examples,
});

function idOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
