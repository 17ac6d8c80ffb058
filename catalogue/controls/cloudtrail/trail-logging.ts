import * as z from 'zod';
import { nameOf, trailArn, trailReads, trails, trailTarget } from '../../cloudtrail/trail.ts';
import { type Change, defineControl } from '../../control.ts';

const Trail = z.object({ name: z.string(), arn: z.string(), isLogging: z.boolean() });
type Trail = z.infer<typeof Trail>;

export const trailLogging = defineControl({
  id: 'cloudtrail.trail-logging',
  title: 'Trails record what is done',
  practice: 'activity tracking',
  severity: 'critical',
  standards: { 'Security Hub': ['CloudTrail.3'], Prowler: ['cloudtrail_multi_region_enabled'] },
  why: 'To stop the trail is the first thing an intruder does: from then on nobody sees what is done. EventBridge, too, hears of calls only while a trail records them, so nothing that waits for calls is woken up any more.',
  impact:
    'The trail records again, into the same bucket and with the same selectors as before. What was done while it stood still is missing for good, save for the 90 days of CloudTrail’s event history. A second trail that records what another records as well is paid for.',
  triggers: [{ kind: 'api-call', service: 'cloudtrail', events: ['CreateTrail', 'StopLogging'], target: trailTarget }],
  ...trails,
  reads: [{ call: 'cloudtrail:GetTrailStatus', on: trailArn }, ...trailReads],
  writes: [
    { call: 'cloudtrail:StartLogging', on: trailArn },
    { call: 'cloudtrail:StopLogging', on: trailArn },
  ],
  state: Trail,

  async read(target, aws) {
    const status = await aws('cloudtrail:GetTrailStatus', { Name: target.arn });
    return { name: nameOf(target), arn: target.arn, isLogging: status?.IsLogging === true };
  },

  plan(trail) {
    const { name, isLogging } = trail;
    if (isLogging) {
      return { outcome: 'compliant' };
    }
    return {
      outcome: 'change',
      risk: { level: 'safe', because: `nobody who works in the account notices that ${name} records again` },
      apply: [start(trail, `Record again with the trail ${name}`)],
      undo: [stop(trail, `Stop the trail ${name} again`)],
      after: { ...trail, isLogging: true },
    };
  },

  examples: [
    {
      name: 'a trail that records',
      state: { ...of('audit'), isLogging: true },
      plan: { outcome: 'compliant' },
    },
    {
      name: 'a trail that somebody stopped',
      state: of('audit'),
      plan: {
        outcome: 'change',
        risk: { level: 'safe', because: 'nobody who works in the account notices that audit records again' },
        apply: [start(of('audit'), 'Record again with the trail audit')],
        undo: [stop(of('audit'), 'Stop the trail audit again')],
        after: { ...of('audit'), isLogging: true },
      },
    },
  ],
});

function of(name: string): Trail {
  return { name, arn: `arn:aws:cloudtrail:eu-central-1:111122223333:trail/${name}`, isLogging: false };
}

function start({ arn }: Trail, says: string): Change<'cloudtrail:StartLogging'> {
  return { call: 'cloudtrail:StartLogging', input: { Name: arn }, says };
}

function stop({ arn }: Trail, says: string): Change<'cloudtrail:StopLogging'> {
  return { call: 'cloudtrail:StopLogging', input: { Name: arn }, says };
}
