import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordsManagement, type Selectors, withManagement } from '../../../catalogue/cloudtrail/selectors.ts';

const sources = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const some = fc.subarray(sources);

const basic = fc.record(
  {
    ReadWriteType: fc.constantFrom('All', 'ReadOnly', 'WriteOnly'),
    IncludeManagementEvents: fc.boolean(),
    DataResources: fc.array(fc.constant<unknown>({ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }), {
      maxLength: 1,
    }),
    ExcludeManagementEventSources: some,
  },
  { requiredKeys: [] },
);
const fields = fc.oneof(
  fc.constant(equal('readOnly', 'true')),
  fc.constant(equal('readOnly', 'false')),
  some.map((NotEquals) => ({ Field: 'eventSource', NotEquals })),
  fc.constant(equal('eventName', 'PutObject')),
);
const advanced = fc
  .tuple(fc.constantFrom('Management', 'Data', 'NetworkActivity'), fc.array(fields, { maxLength: 2 }))
  .map(([category, more]) => ({ FieldSelectors: [equal('eventCategory', category), ...more] }));
const selectors: fc.Arbitrary<Selectors> = fc.oneof(
  fc.array(basic, { maxLength: 4 }).map((list) => ({ form: 'basic' as const, list })),
  fc.array(advanced, { maxLength: 4 }).map((list) => ({ form: 'advanced' as const, list })),
);

test('mended selectors record all management events, and whatever else they recorded', () => {
  fc.assert(
    fc.property(selectors, some, (before, optional) => {
      const after = withManagement(before, optional);
      if (after === undefined) {
        throw new Error('four selectors leave room for one more');
      }
      expect(recordsManagement(after, optional)).toBe(true);
      expect(othersOf(after)).toEqual(othersOf(before));
      expect(withManagement(after, optional)).toEqual(after);
    }),
  );
});

test('a source that may not be left out is taken in again, one that may stays out', () => {
  const list = [{ IncludeManagementEvents: true, ExcludeManagementEventSources: sources }];
  const mended = withManagement({ form: 'basic', list }, ['kms.amazonaws.com']);
  expect(mended?.list).toMatchObject([{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }]);
});

test.each([
  ['halves that make a whole', true, [['true'], ['false']]],
  ['one half only', false, [['true']]],
  ['no selector at all', false, []],
])('advanced selectors: %s', (_, expected, halves) => {
  const list = halves.map((Equals) => ({
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'readOnly', Equals },
    ],
  }));
  expect(recordsManagement({ form: 'advanced', list }, [])).toBe(expected);
});

/** What selectors say of events that are no management events. */
function othersOf({ form, list }: Selectors): unknown {
  return form === 'basic'
    ? list
        .filter(({ DataResources = [] }) => DataResources.length > 0)
        .map(({ ReadWriteType, DataResources }) => ({ ReadWriteType, DataResources }))
    : list.filter(({ FieldSelectors }) => FieldSelectors[0]?.Equals?.[0] !== 'Management');
}

function equal(Field: string, value: string): { Field: string; Equals: string[] } {
  return { Field, Equals: [value] };
}
