import type { Recorded } from './recorded.ts';

const id = '12abc34d567e8fa901bc2d34e56789f0';
const target = {
  account: '111122223333',
  region: 'eu-central-1',
  arn: 'arn:aws:guardduty:eu-central-1:111122223333:account',
};
const detector = {
  CreatedAt: '2024-02-02T11:05:21.871Z',
  FindingPublishingFrequency: 'SIX_HOURS',
  ServiceRole:
    'arn:aws:iam::111122223333:role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty',
  UpdatedAt: '2024-11-20T08:01:02.003Z',
  Features: [{ Name: 'CLOUD_TRAIL', Status: 'ENABLED', UpdatedAt: new Date('2024-02-02T11:05:21Z') }],
  Tags: {},
};
const suspended = {
  'guardduty:ListDetectors': { DetectorIds: [id] },
  'guardduty:GetDetector': { ...detector, Status: 'DISABLED' },
  'guardduty:GetAdministratorAccount': {},
};
const suspending = {
  eventSource: 'guardduty.amazonaws.com',
  eventName: 'UpdateDetector',
  requestParameters: { detectorId: id, enable: false },
};

export const guardduty: readonly Recorded[] = [
  {
    control: 'guardduty.detector-on',
    of: 'a detector that somebody suspended',
    target,
    source: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html',
    before: suspended,
    after: { 'guardduty:GetDetector': { ...detector, Status: 'ENABLED' } },
    record: suspending,
  },
  {
    control: 'guardduty.detector-on',
    of: 'a member’s detector that its administrator suspended',
    target,
    source: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetAdministratorAccount.html',
    before: {
      ...suspended,
      'guardduty:GetAdministratorAccount': {
        Administrator: {
          AccountId: '444455556666',
          RelationshipStatus: 'Enabled',
          InvitedAt: '2024-02-02T11:05:21.871Z',
        },
      },
    },
    record: suspending,
  },
  {
    control: 'guardduty.detector-on',
    of: 'a detector that somebody deleted',
    target,
    source: 'https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateDetector.html',
    before: { 'guardduty:ListDetectors': { DetectorIds: [] }, 'guardduty:CreateDetector': { DetectorId: id } },
    after: {
      'guardduty:ListDetectors': { DetectorIds: [id] },
      'guardduty:GetDetector': { ...detector, Status: 'ENABLED' },
    },
    record: {
      eventSource: 'guardduty.amazonaws.com',
      eventName: 'DeleteDetector',
      requestParameters: { detectorId: id },
    },
  },
];
