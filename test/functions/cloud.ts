import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { IAMClient } from '@aws-sdk/client-iam';
import {
  DeletePublicAccessBlockCommand,
  GetBucketAclCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketWebsiteCommand,
  GetPublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError, openBucket } from './findings.ts';
import { Tables } from './tables.ts';

/** The AWS that the functions meet in a test: the tables in memory, one public bucket, roles that can be assumed. */
export const tables = new Tables();
export const s3 = mockClient(S3Client);
export const iam = mockClient(IAMClient);
export const sts = mockClient(STSClient);
export const aws = mockClient(ConfigServiceClient);

export function resetCloud(): void {
  tables.reset();
  [s3, iam, sts, aws].forEach((client) => client.reset());
  lendRoles();
  s3.on(GetPublicAccessBlockCommand).rejects(awsError('NoSuchPublicAccessBlockConfiguration'));
  s3.on(GetBucketPolicyCommand).resolves({ Policy: openBucket.exposure.policy });
  s3.on(GetBucketAclCommand).resolves({ Grants: [] });
  s3.on(GetBucketOwnershipControlsCommand).resolves({
    OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  });
  s3.on(GetBucketWebsiteCommand).rejects(awsError('NoSuchWebsiteConfiguration'));
  s3.on(PutPublicAccessBlockCommand).resolves({ $metadata: { requestId: 'request-1' } });
  s3.on(DeletePublicAccessBlockCommand).resolves({});
}

/** Lets every role be assumed. */
export function lendRoles(): void {
  const Credentials = {
    AccessKeyId: 'AKIATEST',
    SecretAccessKey: 's',
    SessionToken: 't',
    Expiration: new Date(Date.now() + 3_600_000),
  };
  sts.on(AssumeRoleCommand).resolves({ Credentials });
}

/** Closes the bucket, as `GetPublicAccessBlock` shows it. */
export function closeBucket(): void {
  s3.on(GetPublicAccessBlockCommand).resolves({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  });
}

/** The names of the calls that were made with the roles, in order. */
export function callsMade(): readonly string[] {
  return [s3, iam].flatMap((client) =>
    client.calls().map(({ args: [command] }) => command.constructor.name.replace(/Command$/, '')),
  );
}

export function writesMade(): readonly string[] {
  return callsMade().filter((name) => !/^(Get|List)/.test(name));
}

/** The sessions that were asked for, in order. */
export function sessions(): readonly {
  RoleArn?: string | undefined;
  RoleSessionName?: string | undefined;
  Policy?: string | undefined;
}[] {
  return sts.commandCalls(AssumeRoleCommand).map(({ args: [command] }) => command.input);
}
