import { type Recorded, Refused } from './recorded.ts';

const region = 'eu-central-1';

export const securityhub: readonly Recorded[] = [
  {
    control: 'securityhub.hub-on',
    of: 'Security Hub, which somebody switched off',
    target: { account: '111122223333', region, arn: `arn:aws:securityhub:${region}:111122223333:account` },
    // What it answers where it is off was seen in https://github.com/prowler-cloud/prowler/pull/1590 too.
    source: 'https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_DescribeHub.html',
    before: { 'securityhub:DescribeHub': new Refused('InvalidAccessException') },
    after: {
      'securityhub:DescribeHub': {
        HubArn: `arn:aws:securityhub:${region}:111122223333:hub/default`,
        SubscribedAt: '2025-11-19T23:10:45.104Z',
        AutoEnableControls: true,
        ControlFindingGenerator: 'SECURITY_CONTROL',
      },
    },
    record: { eventSource: 'securityhub.amazonaws.com', eventName: 'DisableSecurityHub', requestParameters: null },
  },
];
