import * as z from 'zod';
import type { Change, NonEmpty, Undo } from '../control.ts';
import { Selectors } from './selectors.ts';

/** A trail with all that decides what it records. */
export const Trail = z.object({
  name: z.string(),
  arn: z.string(),
  /** Whether it records every account of the organization; only the management account has one that it can change. */
  ofOrganization: z.boolean(),
  allRegions: z.boolean(),
  /** Calls of services that are of no region, such as IAM. */
  globalServices: z.boolean(),
  validated: z.boolean(),
  /** `null` where CloudTrail’s own default holds, which is all management events. */
  selectors: Selectors.nullable(),
  /** Another trail that records all management events of all regions; looked for only where this one does not. */
  coveredBy: z.string().nullable(),
});
export type Trail = z.infer<typeof Trail>;

type Write = 'cloudtrail:UpdateTrail' | 'cloudtrail:PutEventSelectors';

interface Calls {
  readonly apply: NonEmpty<Change<Write>>;
  readonly undo: NonEmpty<Undo<Write>>;
}

/** The calls that lead from one state of a trail to another, and back. Something has to differ. */
export function callsBetween(before: Trail, after: Trail): Calls {
  const turns: readonly Turn[] = [
    ...(isSame(before, after)
      ? []
      : [
          [
            update(before, after, sayingOf(before, after)),
            update(after, before, givenBack(before, 'settings')),
          ] as const,
        ]),
    ...(before.selectors === after.selectors
      ? []
      : [
          [
            select(after, `Record all management events, read and write, with the trail ${after.name}`),
            select(before, givenBack(before, 'event selectors')),
          ] as const,
        ]),
  ];
  const [first, ...others] = turns.map(([apply]) => apply);
  const [last, ...earlier] = turns.map(([, undo], undoes) => ({ ...undo, undoes }));
  if (first === undefined || last === undefined) {
    throw new TypeError(`nothing differs on ${before.name}`);
  }
  return { apply: [first, ...others], undo: [last, ...earlier] };
}

/** A call and the one that takes it back. */
type Turn = readonly [Change<Write>, Change<Write>];

function isSame(before: Trail, after: Trail): boolean {
  return (['allRegions', 'globalServices', 'validated'] as const).every((name) => before[name] === after[name]);
}

function sayingOf(before: Trail, after: Trail): string {
  const isWider = before.allRegions !== after.allRegions || before.globalServices !== after.globalServices;
  const parts = [
    ...(isWider ? ['record all regions'] : []),
    ...(before.validated ? [] : ['seal its log files with digests']),
  ];
  return `Let the trail ${after.name} ${parts.join(' and ')}`;
}

function givenBack({ name }: Trail, what: string): string {
  return `Give the trail ${name} its earlier ${what} back`;
}

/** Only what changes is named: CloudTrail keeps the rest. */
function update(from: Trail, to: Trail, says: string): Change<'cloudtrail:UpdateTrail'> {
  const isWider = from.allRegions !== to.allRegions || from.globalServices !== to.globalServices;
  return {
    call: 'cloudtrail:UpdateTrail',
    input: {
      Name: to.arn,
      ...(isWider && { IsMultiRegionTrail: to.allRegions, IncludeGlobalServiceEvents: to.globalServices }),
      ...(from.validated !== to.validated && { EnableLogFileValidation: to.validated }),
    },
    says,
  };
}

function select({ arn, selectors }: Trail, says: string): Change<'cloudtrail:PutEventSelectors'> {
  const which = selectors?.form === 'advanced' ? 'AdvancedEventSelectors' : 'EventSelectors';
  return { call: 'cloudtrail:PutEventSelectors', input: { TrailName: arn, [which]: selectors?.list as [] }, says };
}
