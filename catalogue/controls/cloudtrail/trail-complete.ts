import * as z from 'zod';
import { callsBetween, Trail } from '../../cloudtrail/recording.ts';
import { recordsManagement, type Selectors, selectorsOf, withManagement } from '../../cloudtrail/selectors.ts';
import {
  isOfControlTower,
  nameOf,
  trailArn,
  trailReads,
  trails,
  trailTarget,
  trailTargetOfSelectors,
} from '../../cloudtrail/trail.ts';
import { type Caller, defineControl, type Reversible } from '../../control.ts';
import { examples } from './trail-complete.examples.ts';

const Settings = z.object({
  optional: z
    .array(z.enum(['kms.amazonaws.com', 'rdsdata.amazonaws.com']))
    .default([])
    .describe('Sources of many events that a trail may leave out: CloudTrail lets a trail leave out these two only'),
});
type Settings = z.infer<typeof Settings>;

/** Trails of other regions, and the organization’s. */
const anyTrail = 'arn:{partition}:cloudtrail:*:*:trail/*';

export const trailComplete = defineControl({
  id: 'cloudtrail.trail-complete',
  title: 'Trails record all regions and all management events, sealed',
  practice: 'activity tracking',
  severity: 'high',
  standards: {
    'Security Hub': ['CloudTrail.1', 'CloudTrail.4'],
    'CIS AWS Foundations 3.0': ['3.1', '3.2'],
    Prowler: [
      'cloudtrail_multi_region_enabled',
      'cloudtrail_multi_region_enabled_logging_management_events',
      'cloudtrail_log_file_validation_enabled',
    ],
  },
  why: 'An intruder works in a region that nobody looks at, or has the trail leave out the calls that matter. And without digests nobody can prove that a log file is as CloudTrail wrote it.',
  impact:
    'CloudTrail delivers more log files into the same bucket, topic and log group. The first copy of management events is free, further ones are paid for. Selectors of data events and of network activity stay as they are. Regions and events are asked of a trail only while no other trail records all of them.',
  triggers: [
    { kind: 'api-call', service: 'cloudtrail', events: ['CreateTrail', 'UpdateTrail'], target: trailTarget },
    { kind: 'api-call', service: 'cloudtrail', events: ['PutEventSelectors'], target: trailTargetOfSelectors },
    { kind: 'config-rule', rule: 'cloud-trail-log-file-validation-enabled' },
    { kind: 'security-hub', control: 'CloudTrail.4' },
  ],
  settings: Settings,
  ...trails,
  reads: [
    { call: 'cloudtrail:GetTrail', on: trailArn },
    { call: 'cloudtrail:GetEventSelectors', on: anyTrail, absent: trails.gone },
    { call: 'cloudtrail:GetTrailStatus', on: anyTrail, absent: trails.gone },
    { call: 'cloudtrail:DescribeTrails', on: '*' },
    ...trailReads,
  ],
  writes: [
    { call: 'cloudtrail:UpdateTrail', on: trailArn },
    { call: 'cloudtrail:PutEventSelectors', on: trailArn },
  ],
  state: Trail,

  async read(target, aws, settings) {
    const found = (await aws('cloudtrail:GetTrail', { Name: target.arn }))?.Trail;
    const trail: Trail = {
      name: nameOf(target),
      arn: target.arn,
      ofOrganization: found?.IsOrganizationTrail === true,
      allRegions: found?.IsMultiRegionTrail === true,
      globalServices: found?.IncludeGlobalServiceEvents === true,
      validated: found?.LogFileValidationEnabled === true,
      selectors: await selectorsOn(target.arn, found?.HasCustomEventSelectors, aws),
      coveredBy: null,
    };
    return recordsAll(trail, settings) ? trail : { ...trail, coveredBy: await coveringBeside(trail, aws, settings) };
  },

  plan(trail, settings) {
    const { name, validated, selectors, coveredBy } = trail;
    const regions = coveredBy === null && !(trail.allRegions && trail.globalServices);
    const events = coveredBy === null && selectors !== null && !recordsManagement(selectors, settings.optional);
    if (validated && !regions && !events) {
      return { outcome: 'compliant' };
    }
    if (isOfControlTower(trail)) {
      return { outcome: 'leave', because: `${name} is kept by AWS Control Tower, which alone can change it` };
    }
    if (events && selectors.list.length === 0) {
      return { outcome: 'leave', because: `what ${name} records could not be read` };
    }
    const wanted = events ? withManagement(selectors, settings.optional) : selectors;
    if (wanted === undefined) {
      return { outcome: 'leave', because: `${name} has five selectors of data events, and CloudTrail takes no sixth` };
    }
    const after: Trail = {
      ...trail,
      allRegions: regions || trail.allRegions,
      globalServices: regions || trail.globalServices,
      validated: true,
      selectors: wanted,
    };
    return { outcome: 'change', risk: riskOf(trail, { regions, events }), ...callsBetween(trail, after), after };
  },

  examples,
});

type Read = 'cloudtrail:GetEventSelectors' | 'cloudtrail:GetTrailStatus' | 'cloudtrail:DescribeTrails';

async function selectorsOn(TrailName: string, own: boolean | undefined, aws: Caller<Read>): Promise<Selectors | null> {
  return own === false ? null : selectorsOf(await aws('cloudtrail:GetEventSelectors', { TrailName }));
}

function recordsAll({ allRegions, globalServices, selectors }: Recording, { optional }: Settings): boolean {
  return allRegions && globalServices && (selectors === null || recordsManagement(selectors, optional));
}
type Recording = Pick<Trail, 'allRegions' | 'globalServices' | 'selectors'>;

/** Another trail, of any home region or of the organization, that runs and leaves nothing out. */
async function coveringBeside({ arn }: Trail, aws: Caller<Read>, settings: Settings): Promise<string | null> {
  const { trailList = [] } = (await aws('cloudtrail:DescribeTrails', { includeShadowTrails: true })) ?? {};
  for (const { TrailARN: Name = '', IsMultiRegionTrail, IncludeGlobalServiceEvents, ...other } of trailList) {
    if (Name === arn || !IsMultiRegionTrail || !IncludeGlobalServiceEvents) {
      continue;
    }
    const selectors = await selectorsOn(Name, other.HasCustomEventSelectors, aws);
    if (
      recordsAll({ allRegions: true, globalServices: true, selectors }, settings) &&
      (await aws('cloudtrail:GetTrailStatus', { Name }))?.IsLogging === true
    ) {
      return Name;
    }
  }
  return null;
}

function riskOf(
  { name, ofOrganization }: Trail,
  { regions, events }: { readonly regions: boolean; readonly events: boolean },
): Reversible {
  if (!regions && !events) {
    return { level: 'safe', because: `only digests come beside the log files of ${name}, for whoever checks them` };
  }
  const more = [...(regions ? ['calls in all regions'] : []), ...(events ? ['all management events'] : [])];
  const where = ofOrganization ? ', from all accounts of the organization' : '';
  return {
    level: 'disruptive',
    because: `whatever reads the log files of ${name} gets more: ${more.join(' and ')}${where}; a second copy is paid for`,
  };
}
