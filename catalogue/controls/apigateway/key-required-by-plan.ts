import * as z from 'zod';
import { type Change, defineControl, type Reversible } from '../../control.ts';

const plans = 'arn:{partition}:apigateway:{region}::/usageplans';

const UsagePlan = z.object({
  id: z.string(),
  name: z.string(),
  /** Its product on AWS Marketplace, where it is one. */
  product: z.string().nullable(),
  throttle: z.object({ rate: z.number().nullable(), burst: z.number().nullable() }).nullable(),
  quota: z.object({ limit: z.number(), period: z.string() }).nullable(),
});
type UsagePlan = z.infer<typeof UsagePlan>;

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
type Settings = z.infer<typeof Settings>;

/** A limit that a plan lacks. */
interface Limit {
  readonly noun: string;
  readonly says: string;
  readonly add: readonly Operation[];
  readonly remove: Operation;
}

interface Operation {
  readonly op: 'add' | 'remove';
  readonly path: string;
  readonly value?: string;
}

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

  examples: [
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
  ],
});

function idOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

function throttleOf({ rate, burst }: Pick<Settings, 'rate' | 'burst'>): Limit {
  return {
    noun: 'throttle',
    says: `${rate} requests a second with bursts of ${burst}`,
    add: [
      { op: 'add', path: '/throttle/rateLimit', value: String(rate) },
      { op: 'add', path: '/throttle/burstLimit', value: String(burst) },
    ],
    remove: { op: 'remove', path: '/throttle' },
  };
}

function quotaOf({ quota, period }: Pick<Settings, 'quota' | 'period'>): Limit {
  return {
    noun: 'quota',
    says: `${quota} requests a ${period.toLowerCase()}`,
    add: [
      { op: 'add', path: '/quota/limit', value: String(quota) },
      { op: 'add', path: '/quota/offset', value: '0' },
      { op: 'add', path: '/quota/period', value: period },
    ],
    remove: { op: 'remove', path: '/quota' },
  };
}

function give({ id, name }: UsagePlan, limits: readonly Limit[]): Change<'apigateway:UpdateUsagePlan'> {
  const says = `Give each key of usage plan ${name} ${limits.map((limit) => limit.says).join(', and ')}`;
  return update(
    id,
    limits.flatMap(({ add }) => add),
    says,
  );
}

function take({ id, name }: UsagePlan, limits: readonly Limit[]): Change<'apigateway:UpdateUsagePlan'> {
  const nouns = limits.map(({ noun }) => noun).join(' and ');
  return update(
    id,
    limits.map(({ remove }) => remove),
    `Take ${nouns} off usage plan ${name} again`,
  );
}

/** Source: API Gateway API reference, "Patch operations", UpdateUsagePlan. */
function update(
  usagePlanId: string,
  operations: readonly Operation[],
  says: string,
): Change<'apigateway:UpdateUsagePlan'> {
  return { call: 'apigateway:UpdateUsagePlan', input: { usagePlanId, patchOperations: [...operations] }, says };
}

function riskOf(name: string): Reversible {
  return { level: 'disruptive', because: `a key of usage plan ${name} that asks for more gets 429 for the rest` };
}

function of(parts: Partial<UsagePlan>): UsagePlan {
  return { id: 'p1a2n3', name: 'partners', product: null, throttle: null, quota: null, ...parts };
}
