import * as z from 'zod';
import type { Change, Reversible } from '../control.ts';

export const UsagePlan = z.object({
  id: z.string(),
  name: z.string(),
  /** Its product on AWS Marketplace, where it is one. */
  product: z.string().nullable(),
  throttle: z.object({ rate: z.number().nullable(), burst: z.number().nullable() }).nullable(),
  quota: z.object({ limit: z.number(), period: z.string() }).nullable(),
});
export type UsagePlan = z.infer<typeof UsagePlan>;

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

interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

interface Quota {
  readonly quota: number;
  readonly period: string;
}

export function throttleOf({ rate, burst }: Throttle): Limit {
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

export function quotaOf({ quota, period }: Quota): Limit {
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

export function give({ id, name }: UsagePlan, limits: readonly Limit[]): Change<'apigateway:UpdateUsagePlan'> {
  const says = `Give each key of usage plan ${name} ${limits.map((limit) => limit.says).join(', and ')}`;
  return update(
    id,
    limits.flatMap(({ add }) => add),
    says,
  );
}

export function take({ id, name }: UsagePlan, limits: readonly Limit[]): Change<'apigateway:UpdateUsagePlan'> {
  const nouns = limits.map(({ noun }) => noun).join(' and ');
  return update(
    id,
    limits.map(({ remove }) => remove),
    `Take ${nouns} off usage plan ${name} again`,
  );
}

export function riskOf(name: string): Reversible {
  return { level: 'disruptive', because: `a key of usage plan ${name} that asks for more gets 429 for the rest` };
}

/** Source: API Gateway API reference, "Patch operations", UpdateUsagePlan. */
function update(
  usagePlanId: string,
  operations: readonly Operation[],
  says: string,
): Change<'apigateway:UpdateUsagePlan'> {
  return { call: 'apigateway:UpdateUsagePlan', input: { usagePlanId, patchOperations: [...operations] }, says };
}
