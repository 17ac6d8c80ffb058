import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import PropertyFilter, { type PropertyFilterProps } from '@cloudscape-design/components/property-filter';
import { useControls, useOverview } from '../../api/queries.ts';
import { type Field, fromTokens, type Range, toTokens, type View } from '../../pure/filter.ts';
import { risks, statuses } from '../../pure/status.ts';

const labels: Readonly<Record<Field, { readonly one: string; readonly group: string }>> = {
  status: { one: 'Status', group: 'Statuses' },
  control: { one: 'Control', group: 'Controls' },
  account: { one: 'Account', group: 'Accounts' },
  region: { one: 'Region', group: 'Regions' },
  resource: { one: 'Resource (ARN)', group: 'Resources' },
  actor: { one: 'Caused by (ARN)', group: 'Actors' },
  risk: { one: 'Risk', group: 'Risks' },
  event: { one: 'Event', group: 'Events' },
};
/** Fields whose values are known, and can be chosen several at once. */
const listed: ReadonlySet<Field> = new Set(['status', 'control', 'account', 'risk']);

const properties: PropertyFilterProps.FilteringProperty[] = (Object.keys(labels) as Field[]).map((key) => ({
  key,
  propertyLabel: labels[key].one,
  groupValuesLabel: labels[key].group,
  operators: listed.has(key) ? [{ operator: '=', tokenType: 'enum' }] : ['='],
}));

/** The search field and the time range of a list of remediations. */
export function Filtering({ view, onView }: { view: View; onView: (view: View) => void }) {
  return (
    <div className="filtering">
      <div className="tokens">
        <PropertyFilter
          query={toTokens(view.filter, listed)}
          onChange={({ detail }) => onView({ ...view, filter: fromTokens(detail) })}
          filteringProperties={properties}
          filteringOptions={useOptions()}
          freeTextFiltering={{ operators: [':'], defaultOperator: ':' }}
          hideOperations
          expandToViewport
          filteringAriaLabel="Find remediations"
          filteringPlaceholder="Find by any field, or by words"
          filteringConstraintText="Several values of one field are alternatives."
        />
      </div>
      <TimeRange range={view.range} onRange={(range) => onView({ ...view, range })} />
    </div>
  );
}

function useOptions(): PropertyFilterProps.FilteringOption[] {
  const controls = useControls();
  const overview = useOverview();
  const option = (propertyKey: Field, value: string, label?: string) => ({ propertyKey, value, label });
  const noisy = overview.data?.noisyActors ?? [];
  return [
    ...Object.entries(statuses).map(([status, { says }]) => option('status', status, says)),
    ...Object.entries(risks).map(([risk, { says }]) => option('risk', risk, says)),
    ...(controls.data ?? []).map(({ id }) => option('control', id)),
    ...(overview.data?.accounts ?? []).map(({ account, name }) =>
      option('account', account, name ? `${account} (${name})` : account),
    ),
    ...noisy.map(({ name }) => option('actor', name)),
  ];
}

const unitLetters: Readonly<Record<string, string>> = { minute: 'm', hour: 'h', day: 'd', week: 'w' };
const units: Readonly<Record<string, DateRangePickerProps.RelativeValue['unit']>> = {
  m: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
};

function TimeRange({ range, onRange }: { range: Range; onRange: (range: Range) => void }) {
  return (
    <DateRangePicker
      value={pickerValueOf(range)}
      onChange={({ detail }) => onRange(rangeOf(detail.value))}
      relativeOptions={(['1h', '24h', '7d', '30d'] as const).map((last) => ({ key: last, ...relativeOf(last) }))}
      isValidRange={validity}
      placeholder="Any time"
      ariaLabel="Opened within"
      expandToViewport
      i18nStrings={rangeWords}
    />
  );
}

function relativeOf(last: string): DateRangePickerProps.RelativeValue {
  return { type: 'relative', amount: Number(last.slice(0, -1)), unit: units[last.slice(-1)] ?? 'day' };
}

function pickerValueOf({ last, from, to }: Range): DateRangePickerProps.Value | null {
  if (last !== undefined) return relativeOf(last);
  if (from === undefined && to === undefined) return null;
  return { type: 'absolute', startDate: from ?? '1970-01-01T00:00:00Z', endDate: to ?? new Date().toISOString() };
}

function rangeOf(value: DateRangePickerProps.Value | null): Range {
  if (value === null) return {};
  if (value.type === 'absolute')
    return { from: new Date(value.startDate).toISOString(), to: new Date(value.endDate).toISOString() };
  const letter = unitLetters[value.unit];
  if (letter !== undefined) return { last: `${value.amount}${letter}` };
  return { last: `${value.amount * (value.unit === 'year' ? 365 : 30)}d` };
}

function validity(value: DateRangePickerProps.Value | null): DateRangePickerProps.ValidationResult {
  if (value?.type === 'absolute' && !(Date.parse(value.startDate) < Date.parse(value.endDate))) {
    return { valid: false, errorMessage: 'It ends before it begins.' };
  }
  return { valid: true };
}

const rangeWords: DateRangePickerProps.I18nStrings = {
  relativeModeTitle: 'The last …',
  absoluteModeTitle: 'From … to …',
  relativeRangeSelectionHeading: 'Choose how far back',
  cancelButtonLabel: 'Cancel',
  clearButtonLabel: 'Any time',
  applyButtonLabel: 'Apply',
  customRelativeRangeOptionLabel: 'Another',
  formatRelativeRange: ({ amount, unit }) =>
    `Last ${amount === 1 ? '' : `${amount} `}${unit}${amount === 1 ? '' : 's'}`,
};
