import { expect, test } from '@jest/globals';
import { trails } from '../../../catalogue/cloudtrail/trail.ts';
import { trailComplete } from '../../../catalogue/controls/cloudtrail/trail-complete.ts';
import { stateOf } from '../../../functions/aws/caller.ts';

const here = { partition: 'aws', account: '111122223333', region: 'eu-central-1' };
const own = 'arn:aws:cloudtrail:eu-central-1:111122223333:trail/own';
const elsewhere = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/elsewhere';
const organization = 'arn:aws:cloudtrail:eu-central-1:444455556666:trail/organization';

test('lists the account’s trails in their home region, not those of other regions nor the organization’s', async () => {
  const pages = [
    { Trails: [{ TrailARN: organization }, { TrailARN: elsewhere }], NextToken: 'more' },
    { Trails: [{ TrailARN: own }] },
  ];
  const found: string[] = [];
  for await (const arn of trails.list(here, async () => pages.shift() as never)) {
    found.push(arn);
  }
  expect(found).toEqual([own]);
});

const multi = { IsMultiRegionTrail: true, IncludeGlobalServiceEvents: true };
const dataOnly = { EventSelectors: [{ IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object' }] }] };

test.each([
  ['runs and records everything', { ...multi, HasCustomEventSelectors: false }, true, {}, organization],
  ['is stopped', { ...multi, HasCustomEventSelectors: false }, false, {}, null],
  ['records one region', { ...multi, IsMultiRegionTrail: false, HasCustomEventSelectors: false }, true, {}, null],
  ['leaves management events out', { ...multi, HasCustomEventSelectors: true }, true, dataOnly, null],
  ['does not show what it records', { ...multi, HasCustomEventSelectors: true }, true, undefined, null],
])('a trail of one region beside one that %s', async (_, other, IsLogging, selectors, coveredBy) => {
  const answers: Readonly<Record<string, unknown>> = {
    'cloudtrail:GetTrail': { Trail: { IncludeGlobalServiceEvents: true, HasCustomEventSelectors: false } },
    'cloudtrail:DescribeTrails': {
      trailList: [
        { TrailARN: own, ...multi },
        { TrailARN: organization, ...other },
      ],
    },
    'cloudtrail:GetTrailStatus': { IsLogging },
    'cloudtrail:GetEventSelectors': selectors,
  };
  const state = await stateOf({
    control: trailComplete,
    target: { account: here.account, region: here.region, arn: own },
    settings: { optional: [] },
    send: async ({ call }) => {
      const output = answers[call];
      if (output === undefined) {
        throw Object.assign(new Error('as AWS says'), { name: 'TrailNotFoundException' });
      }
      return { output: output as Record<string, unknown>, requestId: 'r-1', milliseconds: 1 };
    },
  });
  expect(state).toMatchObject({ name: 'own', allRegions: false, coveredBy });
});
