import { randomUUID } from 'node:crypto';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { remediationId } from '../functions/domain/digest.ts';
import type { Setting } from './setting.ts';

/** A call somebody made, as CloudTrail tells it, and the remediation that it leads to. */
export type Drift = Readonly<{ arn: string; remediation: string; source: string; detail: Detail }>;
type Detail = Readonly<{ eventID: string } & Record<string, unknown>>;

const type = 'AWS API Call via CloudTrail';
const [account, awsRegion] = ['000000000000', 'us-east-1'];

/** Somebody took a bucket's block of public access away. */
export function bucketOpened(bucketName: string): Drift {
  const arn = `arn:aws:s3:::${bucketName}`;
  return drift({
    arn,
    control: 's3.bucket-closed-to-public',
    service: 's3',
    eventName: 'DeleteBucketPublicAccessBlock',
    requestParameters: { bucketName },
  });
}

/** Somebody gave a role a policy of its own. */
export function policyGiven(roleName: string, policyName: string): Drift {
  const arn = `arn:aws:iam::${account}:role/${roleName}`;
  const requestParameters = { roleName, policyName };
  return drift({
    arn,
    control: 'iam.policy-without-admin-wildcard',
    service: 'iam',
    eventName: 'PutRolePolicy',
    requestParameters,
  });
}

export async function put({ events }: Setting, { source, detail }: Drift): Promise<void> {
  await events.send(
    new PutEventsCommand({ Entries: [{ Source: source, DetailType: type, Detail: JSON.stringify(detail) }] }),
  );
}

/** The event as EventBridge hands it to its targets. */
export function delivered({ source, detail }: Drift): unknown {
  const time = new Date().toISOString().replace(/\.\d+/, '');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': type,
    source,
    account,
    time,
    region: awsRegion,
    resources: [],
    detail,
  };
}

type Told = Readonly<{ arn: string; control: string; service: string; eventName: string; requestParameters: object }>;

function drift({ arn, control, service, eventName, requestParameters }: Told): Drift {
  const eventID = randomUUID();
  const userIdentity = { type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account };
  const eventSource = `${service}.amazonaws.com`;
  const detail = {
    eventVersion: '1.11',
    eventID,
    eventSource,
    eventName,
    awsRegion,
    recipientAccountId: account,
    userIdentity,
    requestParameters,
  };
  return { arn, remediation: remediationId({ event: eventID, control, arn }), source: `aws.${service}`, detail };
}
