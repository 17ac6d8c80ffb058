import type { Recording, Write } from '../../config/recorder.ts';
import type { Change, Example, NonEmpty, Undo } from '../../control.ts';

const ConfigurationRecorderName = 'default';
const role = 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

const start: Change<Write> = {
  call: 'config:StartConfigurationRecorder',
  input: { ConfigurationRecorderName },
  says: 'Let AWS Config record in eu-central-1',
};
const stop: Undo<Write> = {
  call: 'config:StopConfigurationRecorder',
  input: { ConfigurationRecorderName },
  says: 'Stop the recorder of AWS Config in eu-central-1 again',
};
const deliver: Change<Write> = {
  call: 'config:PutDeliveryChannel',
  input: { DeliveryChannel: { name: 'default', s3BucketName: 'config-history' } },
  says: 'Let AWS Config deliver to the bucket config-history from eu-central-1',
};
const noLonger: Undo<Write> = {
  call: 'config:DeleteDeliveryChannel',
  input: { DeliveryChannelName: 'default' },
  says: 'Let AWS Config no longer deliver to config-history from eu-central-1',
};
const recording: Recording = {
  account: '111122223333',
  region: 'eu-central-1',
  recorder: 'default',
  isRecording: true,
  hasChannel: null,
  role: null,
};
const stopped: Recording = { ...recording, isRecording: false, hasChannel: true };
const paid = 'each change of a resource in eu-central-1 is recorded and paid for from then on';

export const examples: NonEmpty<Example<Recording, Write>> = [
  {
    name: 'a region that AWS Config records',
    state: recording,
    plan: { outcome: 'compliant' },
  },
  {
    name: 'a region whose recorder somebody stopped',
    state: stopped,
    plan: {
      outcome: 'change',
      risk: { level: 'safe', because: 'AWS Config only writes down what changes, in eu-central-1 as it did before' },
      apply: [start],
      undo: [{ ...stop, undoes: 0 }],
      after: recording,
    },
  },
  {
    name: 'a region whose recorder somebody stopped, and took its channel away',
    settings: { bucket: 'config-history' },
    state: { ...stopped, hasChannel: false },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: paid },
      apply: [deliver, start],
      undo: [
        { ...stop, undoes: 1 },
        { ...noLonger, undoes: 0 },
      ],
      after: recording,
    },
  },
  {
    name: 'a region without a recorder, where a bucket is set',
    settings: { bucket: 'config-history', globalIn: 'eu-central-1' },
    state: { ...stopped, recorder: null, hasChannel: false, role },
    plan: {
      outcome: 'change',
      risk: { level: 'disruptive', because: paid },
      apply: [
        {
          call: 'config:PutConfigurationRecorder',
          input: {
            ConfigurationRecorder: {
              name: 'default',
              roleARN: role,
              recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
            },
          },
          says: 'Make a recorder of AWS Config in eu-central-1 for all kinds of resources',
        },
        deliver,
        start,
      ],
      undo: [
        { ...stop, undoes: 2 },
        { ...noLonger, undoes: 1 },
        {
          call: 'config:DeleteConfigurationRecorder',
          input: { ConfigurationRecorderName },
          says: 'Delete the recorder of AWS Config in eu-central-1 again; what it recorded stays',
          undoes: 0,
        },
      ],
      after: recording,
    },
  },
  {
    name: 'a region without a recorder, and no bucket is set',
    state: { ...stopped, recorder: null, hasChannel: false, role },
    plan: {
      outcome: 'leave',
      because: 'AWS Config has no recorder in eu-central-1, and the setting bucket names none to deliver to',
    },
  },
  {
    name: 'a region whose recorder delivers nowhere, and no bucket is set',
    state: { ...stopped, hasChannel: false },
    plan: {
      outcome: 'leave',
      because:
        'AWS Config has a recorder that delivers nowhere in eu-central-1, and the setting bucket names none to deliver to',
    },
  },
  {
    name: 'a region without a recorder in an account that AWS Config has no role in',
    settings: { bucket: 'config-history' },
    state: { ...stopped, recorder: null, hasChannel: false },
    plan: {
      outcome: 'leave',
      because: `AWS Config has no recorder in eu-central-1, and its role ${role} has to be made first`,
    },
  },
];
