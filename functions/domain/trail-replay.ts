import * as z from 'zod';
import type { Control } from '../../catalogue/control.ts';
import { type EventPattern, eventPatterns } from '../../catalogue/derive/event-pattern.ts';
import { type Candidate, candidates } from '../../catalogue/derive/targets.ts';
import { wakersOf } from '../../catalogue/derive/wakers.ts';
import { DriftEvent } from './event.ts';
import { matchesPattern } from './match-pattern.ts';

const Record = z.looseObject({
  eventSource: z.string(),
  eventName: z.string(),
  eventTime: z.string(),
  awsRegion: z.string(),
  eventID: z.string().optional(),
  eventType: z.string().optional(),
  errorCode: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  recipientAccountId: z.string().optional(),
  userIdentity: z.looseObject({ accountId: z.string().optional() }).nullish(),
});
type Record = z.infer<typeof Record>;

/** Why a record of CloudTrail woke nobody, in the words that the command prints. */
export const asleep = {
  malformed: 'it is no record of a call as CloudTrail writes them',
  'service-event': 'it is an event of a service, not a call',
  'read-only': 'it reads; EventBridge delivers only what writes',
  refused: 'the call was refused, and so changed nothing',
  'no-control': 'no control watches this call',
  'own-call': 'Homeostat made the call',
  'no-resource': 'it names no resource that the control judges',
} as const;
export type Asleep = keyof typeof asleep;

/** What became of one record: who it woke, or why nobody. */
export type Fate =
  | { readonly outcome: 'woke'; readonly call: string; readonly time: string; readonly woken: readonly Candidate[] }
  | { readonly outcome: 'asleep'; readonly call: string; readonly because: Asleep };

/**
 * Tells what controls would make of CloudTrail's records, by the very patterns that the rules of EventBridge get and the
 * very look-up of resources that comes behind them. `writerRole` names the role of Homeostat's own sessions, whose calls wake nobody.
 */
export function trailReplay(controls: readonly Control[], writerRole: string): (record: unknown) => Fate {
  const patternsOf = perAccount((account) =>
    Object.values(eventPatterns(controls, `arn:aws:sts::${account}:assumed-role/${writerRole}/`)),
  );
  const watched = new Set(Object.values(wakersOf(controls)).flatMap(({ calls }) => calls));
  return (input) => {
    const parsed = Record.safeParse(input);
    if (!parsed.success) {
      return { outcome: 'asleep', call: 'unknown', because: 'malformed' };
    }
    const record = parsed.data;
    const call = `${record.eventSource.replace(/\.amazonaws\.com$/, '')}:${record.eventName}`;
    const found = isLetIn(record, patternsOf(accountOf(record))) ? candidatesIn(record, controls) : undefined;
    return found && found.length > 0
      ? { outcome: 'woke', call, time: record.eventTime, woken: found }
      : { outcome: 'asleep', call, because: found ? 'no-resource' : reason(record, watched) };
  };
}

function perAccount<T>(make: (account: string) => T): (account: string) => T {
  const made = new Map<string, T>();
  return (account) => {
    const one = made.get(account) ?? make(account);
    made.set(account, one);
    return one;
  };
}

function isLetIn(record: Record, patterns: readonly EventPattern[]): boolean {
  const event = delivered(record);
  return isDelivered(record) && patterns.some((pattern) => matchesPattern(pattern, event));
}

function accountOf({ recipientAccountId, userIdentity }: Record): string {
  return recipientAccountId ?? userIdentity?.accountId ?? '';
}

/** CloudTrail's record as EventBridge wraps it. */
function delivered(record: Record) {
  return {
    version: '0',
    id: record.eventID ?? '',
    source: `aws.${record.eventSource.replace(/\.amazonaws\.com$/, '')}`,
    'detail-type': 'AWS API Call via CloudTrail',
    account: accountOf(record),
    region: record.awsRegion,
    time: record.eventTime,
    resources: [],
    detail: record,
  };
}

/** Other types become events of other kinds, and read-only calls reach only rules that ask for them. */
function isDelivered({ eventType = 'AwsApiCall', readOnly }: Record): boolean {
  return eventType === 'AwsApiCall' && readOnly !== true;
}

function candidatesIn(record: Record, controls: readonly Control[]): readonly Candidate[] {
  const event = DriftEvent.safeParse(delivered(record));
  return event.success ? candidates(controls, event.data).flatMap((found) => ('target' in found ? [found] : [])) : [];
}

function reason({ eventType = 'AwsApiCall', readOnly, ...record }: Record, watched: ReadonlySet<string>): Asleep {
  if (eventType !== 'AwsApiCall') {
    return 'service-event';
  }
  if (readOnly) {
    return 'read-only';
  }
  if (!watched.has(`${record.eventSource} ${record.eventName}`)) {
    return 'no-control';
  }
  return record.errorCode ? 'refused' : 'own-call';
}
