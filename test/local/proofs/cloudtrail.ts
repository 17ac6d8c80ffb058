import {
  CloudTrailClient,
  CreateTrailCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { Aws, Proof } from './proof.ts';

const bucket = 'proof-log-files';
const key = 'arn:aws:kms:us-east-1:000000000000:key/0a1b2c3d-0000-0000-0000-000000000000';

export const cloudtrail: readonly Proof[] = [
  {
    control: 'cloudtrail.trail-logging',
    of: 'a trail that somebody stopped',
    async drift(aws) {
      const Name = 'proof-stopped';
      const client = aws.client(CloudTrailClient);
      const { TrailARN = '' } = await client.send(new CreateTrailCommand({ Name, S3BucketName: bucket }));
      await client.send(new StartLoggingCommand({ Name }));
      await client.send(new StopLoggingCommand({ Name }));
      return TrailARN;
    },
    witness,
  },
  {
    control: 'cloudtrail.trail-complete',
    of: 'a trail that somebody cut down to one region, and that is not sealed',
    async drift(aws) {
      const Name = 'proof-one-region';
      const client = aws.client(CloudTrailClient);
      const whole = { Name, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
      const { TrailARN = '' } = await client.send(new CreateTrailCommand(whole));
      await client.send(new UpdateTrailCommand({ Name, IsMultiRegionTrail: false, EnableLogFileValidation: false }));
      return TrailARN;
    },
    witness,
  },
  {
    control: 'cloudtrail.trail-complete',
    of: 'a trail that records some objects, and of the management events only what writes',
    async drift(aws) {
      const TrailName = 'proof-writes-only';
      const client = aws.client(CloudTrailClient);
      const whole = { Name: TrailName, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
      const { TrailARN = '' } = await client.send(new CreateTrailCommand(whole));
      const DataResources = [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::ledger/'] }];
      await client.send(
        new PutEventSelectorsCommand({
          TrailName,
          EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true, DataResources }],
        }),
      );
      return TrailARN;
    },
    witness,
  },
  {
    control: 'cloudtrail.trail-complete',
    of: 'a trail whose advanced selectors leave out what is only read',
    async drift(aws) {
      const TrailName = 'proof-advanced';
      const client = aws.client(CloudTrailClient);
      const whole = { Name: TrailName, S3BucketName: bucket, IsMultiRegionTrail: true, EnableLogFileValidation: true };
      const { TrailARN = '' } = await client.send(new CreateTrailCommand(whole));
      await client.send(new PutEventSelectorsCommand({ TrailName, AdvancedEventSelectors: [writes, networkActivity] }));
      return TrailARN;
    },
    witness,
  },
  {
    control: 'cloudtrail.trail-encrypted',
    of: 'a trail without a key, where one is wanted',
    settings: { key },
    async drift(aws) {
      const { TrailARN = '' } = await aws
        .client(CloudTrailClient)
        .send(new CreateTrailCommand({ Name: 'proof-without-key', S3BucketName: bucket }));
      return TrailARN;
    },
    witness,
  },
];

const writes = {
  Name: 'Writes',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'readOnly', Equals: ['false'] },
  ],
};
const networkActivity = {
  Name: 'Refused by the endpoint',
  FieldSelectors: [
    { Field: 'eventCategory', Equals: ['NetworkActivity'] },
    { Field: 'eventSource', Equals: ['kms.amazonaws.com'] },
    { Field: 'errorCode', Equals: ['VpceAccessDenied'] },
  ],
};

async function witness(aws: Aws, arn: string): Promise<unknown> {
  const client = aws.client(CloudTrailClient);
  const [trail, status, selectors] = await Promise.all([
    client.send(new GetTrailCommand({ Name: arn })),
    client.send(new GetTrailStatusCommand({ Name: arn })),
    client.send(new GetEventSelectorsCommand({ TrailName: arn })),
  ]);
  return {
    trail: trail.Trail,
    isLogging: status.IsLogging,
    basic: selectors.EventSelectors,
    advanced: selectors.AdvancedEventSelectors,
  };
}
