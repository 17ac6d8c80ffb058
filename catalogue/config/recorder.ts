import * as z from 'zod';
import type { Change, NonEmpty, Undo } from '../control.ts';

/** AWS Config in one region: there is one recorder of the account's own, and one channel, at most. */
export const Recording = z.object({
  account: z.string(),
  region: z.string(),
  /** The name of the recorder; `null` where there is none. */
  recorder: z.string().nullable(),
  isRecording: z.boolean(),
  /** Where it delivers to; read only where it does not record. */
  hasChannel: z.boolean().nullable(),
  /** The ARN of AWS Config's own role in the account; read only where there is no recorder. */
  role: z.string().nullable(),
});
export type Recording = z.infer<typeof Recording>;

export type Write =
  | 'config:StartConfigurationRecorder'
  | 'config:StopConfigurationRecorder'
  | 'config:PutConfigurationRecorder'
  | 'config:DeleteConfigurationRecorder'
  | 'config:PutDeliveryChannel'
  | 'config:DeleteDeliveryChannel';

interface Wanted {
  readonly bucket: string;
  /** Whether it records what is of no region, too. */
  readonly withGlobal: boolean;
}

interface Calls {
  readonly apply: NonEmpty<Change<Write>>;
  readonly undo: NonEmpty<Undo<Write>>;
}

const name = 'default';

/** The calls that let AWS Config record, from what is there already, and those that take them back, the last one first. */
export function recordingCalls(state: Recording, wanted: Wanted): Calls {
  const { region, recorder, hasChannel } = state;
  const ConfigurationRecorderName = recorder ?? name;
  const before: readonly Turn[] = [
    ...(recorder === null ? [recorderOf(state, wanted)] : []),
    ...(hasChannel ? [] : [channelTo(wanted.bucket, region)]),
  ];
  const start: Change<Write> = {
    call: 'config:StartConfigurationRecorder',
    input: { ConfigurationRecorderName },
    says: `Let AWS Config record in ${region}`,
  };
  const stop: Undo<Write> = {
    call: 'config:StopConfigurationRecorder',
    input: { ConfigurationRecorderName },
    says: `Stop the recorder of AWS Config in ${region} again`,
    undoes: before.length,
  };
  const undo = before.map(([, back], undoes) => ({ ...back, undoes })).toReversed();
  const [first, ...others] = [...before.map(([change]) => change), start];
  return { apply: [first ?? start, ...others], undo: [stop, ...undo] };
}

/** A call and the one that takes it back. */
type Turn = readonly [Change<Write>, Change<Write>];

function recorderOf({ region, role }: Recording, { withGlobal }: Wanted): Turn {
  const recordingGroup = { allSupported: true, includeGlobalResourceTypes: withGlobal };
  return [
    {
      call: 'config:PutConfigurationRecorder',
      input: { ConfigurationRecorder: { name, roleARN: role ?? '', recordingGroup } },
      says: `Make a recorder of AWS Config in ${region} for all kinds of resources`,
    },
    {
      call: 'config:DeleteConfigurationRecorder',
      input: { ConfigurationRecorderName: name },
      says: `Delete the recorder of AWS Config in ${region} again; what it recorded stays`,
    },
  ];
}

function channelTo(s3BucketName: string, region: string): Turn {
  return [
    {
      call: 'config:PutDeliveryChannel',
      input: { DeliveryChannel: { name, s3BucketName } },
      says: `Let AWS Config deliver to the bucket ${s3BucketName} from ${region}`,
    },
    {
      call: 'config:DeleteDeliveryChannel',
      input: { DeliveryChannelName: name },
      says: `Let AWS Config no longer deliver to ${s3BucketName} from ${region}`,
    },
  ];
}
