import {
  ConfigServiceClient,
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  DescribeDeliveryChannelsCommand,
  PutConfigurationRecorderCommand,
  PutDeliveryChannelCommand,
  StartConfigurationRecorderCommand,
  StopConfigurationRecorderCommand,
} from '@aws-sdk/client-config-service';
import type { Proof } from './proof.ts';

export const config: readonly Proof[] = [
  {
    control: 'config.recorder-on',
    of: 'a recorder that somebody stopped',
    async drift(aws) {
      const [name, ConfigurationRecorderName] = ['account', 'account'];
      const client = aws.client(ConfigServiceClient);
      const recordingGroup = { allSupported: false, resourceTypes: ['AWS::S3::Bucket' as const] };
      const roleARN = `arn:aws:iam::${aws.account}:role/config`;
      await client.send(
        new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name, roleARN, recordingGroup } }),
      );
      await client.send(
        new PutDeliveryChannelCommand({ DeliveryChannel: { name, s3BucketName: 'proof-config-history' } }),
      );
      await client.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName }));
      await client.send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName }));
      return `arn:aws:config:${aws.region}:${aws.account}:account`;
    },
    async witness(aws) {
      const client = aws.client(ConfigServiceClient);
      const [recorders, channels, status] = await Promise.all([
        client.send(new DescribeConfigurationRecordersCommand({})),
        client.send(new DescribeDeliveryChannelsCommand({})),
        client.send(new DescribeConfigurationRecorderStatusCommand({})),
      ]);
      return {
        recorders: recorders.ConfigurationRecorders,
        channels: channels.DeliveryChannels,
        recording: status.ConfigurationRecordersStatus?.map(({ name, recording }) => ({ name, recording })),
      };
    },
  },
];
