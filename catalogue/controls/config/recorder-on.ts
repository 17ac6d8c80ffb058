import * as z from 'zod';
import { accountSettings, settingArn } from '../../account-setting.ts';
import { Recording, recordingCalls } from '../../config/recorder.ts';
import { defineControl, type Reversible } from '../../control.ts';
import { fill, partitionOf } from '../../derive/place.ts';
import { missing } from '../../iam/calls.ts';
import { examples } from './recorder-on.examples.ts';

const Settings = z.object({
  bucket: z
    .string()
    .regex(/^$|^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
    .default('')
    .describe(
      'The bucket that AWS Config delivers to where it has nowhere to yet; its policy has to let AWS Config write. Where it is empty, no recorder and no channel is made',
    ),
  globalIn: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/)
    .default('us-east-1')
    .describe('The region whose new recorder also records what is of no region: users, roles, policies'),
});

const recorderArn = 'arn:{partition}:config:{region}:{account}:configuration-recorder/*/*';

/** AWS Config's own role: the only one that a new recorder gets, so that no other has to be handed over. */
const roleName = 'AWSServiceRoleForConfig';
const roleArn = `arn:{partition}:iam::{account}:role/aws-service-role/config.amazonaws.com/${roleName}`;

export const recorderOn = defineControl({
  id: 'config.recorder-on',
  title: 'AWS Config records the account',
  practice: 'audits',
  severity: 'high',
  standards: {
    'Security Hub': ['Config.1'],
    'CIS AWS Foundations 3.0': ['3.3'],
    Prowler: ['config_recorder_all_regions_enabled'],
  },
  why: 'AWS Config keeps what every resource looked like at every time. While it stands still, nobody can tell afterwards what an intruder changed, and most checks of Security Hub judge old states.',
  impact:
    'A recorder that was stopped records again, what it recorded before and to where. A new one is made only where the settings name a bucket, records all kinds of resources, and is paid for by each recorded change. What it recorded stays when it is undone.',
  triggers: [
    {
      kind: 'api-call',
      service: 'config',
      events: ['DeleteConfigurationRecorder', 'PutConfigurationRecorder', 'StopConfigurationRecorder'],
      target: settingArn('config'),
    },
    { kind: 'security-hub', control: 'Config.1' },
  ],
  settings: Settings,
  ...accountSettings('config'),
  reads: [
    { call: 'config:DescribeConfigurationRecorderStatus', on: recorderArn },
    { call: 'config:DescribeDeliveryChannels', on: '*' },
    { call: 'iam:GetRole', on: roleArn, absent: missing },
  ],
  writes: [
    { call: 'config:StartConfigurationRecorder', on: recorderArn },
    { call: 'config:StopConfigurationRecorder', on: recorderArn },
    { call: 'config:PutConfigurationRecorder', on: recorderArn },
    { call: 'config:PutConfigurationRecorder', action: 'iam:PassRole', on: roleArn, besides: true },
    { call: 'config:DeleteConfigurationRecorder', on: recorderArn },
    { call: 'config:PutDeliveryChannel', on: '*' },
    { call: 'config:DeleteDeliveryChannel', on: '*' },
  ],
  state: Recording,

  async read({ account, region }, aws) {
    // Without a name, this answers with the account's own recorder, not with those of other AWS services.
    const [recorder] =
      (await aws('config:DescribeConfigurationRecorderStatus', {}))?.ConfigurationRecordersStatus ?? [];
    const isRecording = recorder?.recording === true;
    const channels = isRecording ? undefined : await aws('config:DescribeDeliveryChannels', {});
    const role = recorder === undefined ? await aws('iam:GetRole', { RoleName: roleName }) : undefined;
    return {
      account,
      region,
      recorder: recorder?.name ?? null,
      isRecording,
      hasChannel: isRecording ? null : (channels?.DeliveryChannels ?? []).length > 0,
      role: role?.Role?.Arn ?? null,
    };
  },

  plan(state, { bucket, globalIn }) {
    const { account, region, recorder, isRecording, hasChannel, role } = state;
    if (isRecording) {
      return { outcome: 'compliant' };
    }
    if ((recorder === null || !hasChannel) && bucket === '') {
      const what = recorder === null ? 'no recorder' : 'a recorder that delivers nowhere';
      return {
        outcome: 'leave',
        because: `AWS Config has ${what} in ${region}, and the setting bucket names none to deliver to`,
      };
    }
    if (recorder === null && role === null) {
      const arn = fill(roleArn, { account, region, partition: partitionOf(region) });
      return {
        outcome: 'leave',
        because: `AWS Config has no recorder in ${region}, and its role ${arn} has to be made first`,
      };
    }
    return {
      outcome: 'change',
      risk: riskOf(state),
      ...recordingCalls(state, { bucket, withGlobal: region === globalIn }),
      after: { ...state, recorder: recorder ?? 'default', isRecording: true, hasChannel: null, role: null },
    };
  },

  examples,
});

function riskOf({ region, recorder, hasChannel }: Recording): Reversible {
  return recorder !== null && hasChannel
    ? { level: 'safe', because: `AWS Config only writes down what changes, in ${region} as it did before` }
    : { level: 'disruptive', because: `each change of a resource in ${region} is recorded and paid for from then on` };
}
