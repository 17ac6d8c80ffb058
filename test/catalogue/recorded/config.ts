import type { Recorded } from './recorded.ts';

const region = 'eu-central-1';
const role = 'arn:aws:iam::111122223333:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

export const config: readonly Recorded[] = [
  {
    control: 'config.recorder-on',
    of: 'a recorder that somebody deleted, and its channel',
    settings: { bucket: 'config-history' },
    target: { account: '111122223333', region, arn: `arn:aws:config:${region}:111122223333:account` },
    source: 'https://docs.aws.amazon.com/config/latest/APIReference/API_DescribeConfigurationRecorderStatus.html',
    before: {
      'config:DescribeConfigurationRecorderStatus': { ConfigurationRecordersStatus: [] },
      'config:DescribeDeliveryChannels': { DeliveryChannels: [] },
      'iam:GetRole': { Role: { RoleName: 'AWSServiceRoleForConfig', Arn: role } },
    },
    after: {
      'config:DescribeConfigurationRecorderStatus': {
        ConfigurationRecordersStatus: [
          {
            arn: `arn:aws:config:${region}:111122223333:configuration-recorder/default/abcdefgh12345678`,
            name: 'default',
            lastStartTime: new Date('2025-12-01T08:00:00Z'),
            recording: true,
            lastStatus: 'PENDING',
          },
        ],
      },
    },
    record: {
      eventSource: 'config.amazonaws.com',
      eventName: 'DeleteConfigurationRecorder',
      requestParameters: { configurationRecorderName: 'default' },
    },
  },
];
