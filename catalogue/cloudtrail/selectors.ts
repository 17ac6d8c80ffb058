import * as z from 'zod';
import type { Output } from '../calls.ts';

const Basic = z.looseObject({
  ReadWriteType: z.string().optional(),
  IncludeManagementEvents: z.boolean().optional(),
  DataResources: z.array(z.unknown()).optional(),
  ExcludeManagementEventSources: z.array(z.string()).optional(),
});
type Basic = z.infer<typeof Basic>;

const Field = z.looseObject({
  Field: z.string(),
  Equals: z.array(z.string()).optional(),
  NotEquals: z.array(z.string()).optional(),
});
const Advanced = z.looseObject({ Name: z.string().optional(), FieldSelectors: z.array(Field) });
type Advanced = z.infer<typeof Advanced>;

/** What a trail records, in either of CloudTrail's two forms, kept whole, so that the undo is exact. */
export const Selectors = z.discriminatedUnion('form', [
  z.object({ form: z.literal('basic'), list: z.array(Basic) }),
  z.object({ form: z.literal('advanced'), list: z.array(Advanced) }),
]);
export type Selectors = z.infer<typeof Selectors>;

/** CloudTrail takes no more basic selectors for a trail: API reference, PutEventSelectors. */
const mostBasic = 5;

export function selectorsOf(answer: Output<'cloudtrail:GetEventSelectors'> | undefined): Selectors {
  const { EventSelectors = [], AdvancedEventSelectors = [] } = answer ?? {};
  return Selectors.parse(
    AdvancedEventSelectors.length > 0
      ? { form: 'advanced', list: AdvancedEventSelectors }
      : { form: 'basic', list: EventSelectors },
  );
}

/** Whether all management events are recorded, read and write, save those of the sources that may be left out. */
export function recordsManagement(selectors: Selectors, optional: readonly string[]): boolean {
  const covered =
    selectors.form === 'basic'
      ? kindsOfBasic(selectors.list, optional)
      : selectors.list.flatMap((one) => kindsOfAdvanced(one, optional));
  return covered.includes('All') || (covered.includes('ReadOnly') && covered.includes('WriteOnly'));
}

/**
 * The selectors with one of their own for all management events; what they say of other events stays as it is.
 * `undefined` where a trail takes no further selector.
 */
export function withManagement(selectors: Selectors, optional: readonly string[]): Selectors | undefined {
  return selectors.form === 'basic'
    ? basicWithManagement(selectors.list, optional)
    : advancedWithManagement(selectors.list, optional);
}

/** What several selectors with and without an exclusion come to, CloudTrail does not say: one is enough to doubt them all. */
function kindsOfBasic(list: readonly Basic[], optional: readonly string[]): readonly string[] {
  const some = list.filter(isOfManagement);
  return some.every((one) => excludedBy(one).every((source) => optional.includes(source)))
    ? some.map(({ ReadWriteType = 'All' }) => ReadWriteType)
    : [];
}

/** An event is recorded that one of the selectors matches; a selector matches where all its fields do. */
function kindsOfAdvanced({ FieldSelectors }: Advanced, optional: readonly string[]): readonly string[] {
  const narrowing = FieldSelectors.filter(({ Field }) => Field !== 'eventCategory' && Field !== 'readOnly');
  const isWhole = narrowing.every(
    ({ Field, NotEquals = [], ...more }) =>
      Field === 'eventSource' && Object.keys(more).length === 0 && NotEquals.every((one) => optional.includes(one)),
  );
  if (!isWhole || categoryOf({ FieldSelectors }) !== 'Management') {
    return [];
  }
  const readOnly = FieldSelectors.find(({ Field }) => Field === 'readOnly');
  if (readOnly === undefined) {
    return ['All'];
  }
  return (readOnly.Equals ?? []).map((value) => (value === 'true' ? 'ReadOnly' : 'WriteOnly'));
}

function basicWithManagement(list: readonly Basic[], optional: readonly string[]): Selectors | undefined {
  const excluded = inAll(list.filter(isOfManagement).map(excludedBy), optional);
  const management = {
    ReadWriteType: 'All',
    IncludeManagementEvents: true,
    DataResources: [],
    ExcludeManagementEventSources: excluded,
  };
  const data = list
    .filter(({ DataResources = [] }) => DataResources.length > 0)
    .map((one) =>
      isOfManagement(one) ? { ...one, IncludeManagementEvents: false, ExcludeManagementEventSources: [] } : one,
    );
  return data.length < mostBasic ? { form: 'basic', list: [management, ...data] } : undefined;
}

function advancedWithManagement(list: readonly Advanced[], optional: readonly string[]): Selectors {
  const before = list.filter((one) => categoryOf(one) === 'Management');
  const excluded = inAll(
    before.map(({ FieldSelectors }) =>
      FieldSelectors.flatMap(({ Field, NotEquals = [] }) => (Field === 'eventSource' ? NotEquals : [])),
    ),
    optional,
  );
  const management = {
    Name: before[0]?.Name ?? 'Management events',
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Management'] },
      ...(excluded.length > 0 ? [{ Field: 'eventSource', NotEquals: excluded }] : []),
    ],
  };
  return { form: 'advanced', list: [management, ...list.filter((one) => !before.includes(one))] };
}

function isOfManagement({ IncludeManagementEvents = true }: Basic): boolean {
  return IncludeManagementEvents;
}

function excludedBy({ ExcludeManagementEventSources = [] }: Basic): readonly string[] {
  return ExcludeManagementEventSources;
}

function categoryOf({ FieldSelectors }: Pick<Advanced, 'FieldSelectors'>): string | undefined {
  return FieldSelectors.find(({ Field }) => Field === 'eventCategory')?.Equals?.[0];
}

/** The sources that every selector leaves out and that may be left out: somebody's choice, which stays. */
function inAll(lists: readonly (readonly string[])[], optional: readonly string[]): string[] {
  const [first = [], ...others] = lists;
  return first.filter((source) => optional.includes(source) && others.every((list) => list.includes(source)));
}
