import type { Wakers } from '../../catalogue/derive/wakers.ts';
import type { RuleFacts } from './examination.ts';
import { matchesPattern } from './match-pattern.ts';

/** A rule of EventBridge as it stands in an account. */
export interface Rule {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly targets: number;
  readonly pattern: object;
}

/** What a rule is to let through: an event, and a control that waits for it. */
export interface Expected {
  readonly control: string;
  readonly event: object;
}

/** One event for each call that wakes a control up, as CloudTrail writes it. */
export function expectedEvents(wakers: Readonly<Record<string, Wakers>>, account: string, region: string): Expected[] {
  return Object.entries(wakers).flatMap(([control, { calls }]) =>
    calls.map((call) => ({ control, event: callEvent(call, account, region) })),
  );
}

function callEvent(call: string, account: string, region: string): object {
  const [eventSource = '', eventName] = call.split(' ');
  return {
    id: '00000000-0000-0000-0000-000000000000',
    source: `aws.${eventSource.replace('.amazonaws.com', '')}`,
    'detail-type': 'AWS API Call via CloudTrail',
    account,
    region,
    time: '2026-01-01T00:00:00Z',
    resources: [],
    detail: { eventSource, eventName, userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${account}:user/doctor` } },
  };
}

/** The rules that can wake something up. */
function working(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ isEnabled, targets }) => isEnabled && targets > 0);
}

/** For each working rule that lets one of the events through, that event: EventBridge is asked whether it agrees. */
export function samples(rules: readonly Rule[], expected: readonly Expected[]): readonly (readonly [Rule, object])[] {
  return working(rules).flatMap((rule) => {
    const found = expected.find(({ event }) => matchesPattern(rule.pattern, event));
    return found === undefined ? [] : [[rule, found.event] as const];
  });
}

/** What is wrong with the rules; `refused` are those whose sample EventBridge did not let through. */
export function ruleFacts(
  rules: readonly Rule[],
  expected: readonly Expected[],
  tested: { readonly count: number; readonly refused: readonly string[] },
): RuleFacts {
  const awake = working(rules).filter(({ name }) => !tested.refused.includes(name));
  const deaf = expected
    .filter(({ event }) => !awake.some(({ pattern }) => matchesPattern(pattern, event)))
    .map(({ control }) => control);
  return {
    count: rules.length,
    disabled: rules.filter(({ isEnabled }) => !isEnabled).map(({ name }) => name),
    untargeted: rules.filter(({ targets }) => targets === 0).map(({ name }) => name),
    deaf: [...new Set(deaf)],
    tested: tested.count,
    refused: [...tested.refused],
  };
}
