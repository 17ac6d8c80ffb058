import type { DriftEvent } from '../../functions/domain/event.ts';
import type { Control } from '../control.ts';
import { triggersOf, typesThatWake } from './triggers.ts';

/** What can wake a control up, told without the control itself. */
export interface Wakers {
  /** `s3.amazonaws.com PutBucketPolicy` */
  readonly calls: readonly string[];
  readonly types: readonly string[];
  readonly rules: readonly string[];
  readonly hubs: readonly string[];
  /** Parameters without which it is not at work. */
  readonly needs?: readonly string[];
}

/** What wakes which control up, by id. */
export function wakersOf(controls: readonly Control[]): Readonly<Record<string, Wakers>> {
  return Object.fromEntries(
    controls.map((control) => [
      control.id,
      {
        calls: triggersOf(control, 'api-call').flatMap(({ service, events }) =>
          events.map((event) => `${service}.amazonaws.com ${event}`),
        ),
        types: typesThatWake(control),
        rules: triggersOf(control, 'config-rule').map(({ rule }) => rule),
        hubs: triggersOf(control, 'security-hub').map((trigger) => trigger.control),
        ...(control.needs && { needs: control.needs }),
      },
    ]),
  );
}

/** Whether an event may wake a control up: where not, the control need not be loaded to know. */
export function mayWake({ calls, types, rules, hubs }: Wakers, event: DriftEvent): boolean {
  switch (event['detail-type']) {
    case 'AWS API Call via CloudTrail':
      return calls.includes(`${event.detail.eventSource} ${event.detail.eventName}`);
    case 'Config Configuration Item Change':
      return types.includes(event.detail.configurationItem.resourceType);
    case 'Config Rules Compliance Change':
      return (
        types.includes(event.detail.resourceType) && rules.some((rule) => event.detail.configRuleName.includes(rule))
      );
    case 'Security Hub Findings - Imported':
      return event.detail.findings.some(({ Compliance }) => hubs.includes(Compliance?.SecurityControlId ?? ''));
    default:
      return event satisfies never;
  }
}
