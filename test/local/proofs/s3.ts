import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  DeleteBucketWebsiteCommand,
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLoggingCommand,
  GetBucketOwnershipControlsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type ObjectOwnership,
  PutBucketEncryptionCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Aws, Proof } from './proof.ts';

export const s3: readonly Proof[] = [
  {
    control: 's3.bucket-access-logged',
    of: 'a bucket whose access logs somebody turned off',
    settings: { bucket: 'proof-access-logs-{account}-{region}', prefix: 'of/{bucket}/' },
    async drift(aws) {
      const Bucket = await bucket(aws, 'proof-not-logged');
      const logs = await logBucket(aws);
      for (const LoggingEnabled of [{ TargetBucket: logs, TargetPrefix: '' }, undefined]) {
        await aws
          .client(S3Client)
          .send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: LoggingEnabled ? { LoggingEnabled } : {} }));
      }
      return `arn:aws:s3:::${Bucket}`;
    },
    witness,
  },
  {
    control: 's3.bucket-closed-to-public',
    of: 'a bucket that somebody opened',
    async drift(aws) {
      const Bucket = await bucket(aws, 'proof-opened');
      await aws.client(S3Client).send(new DeletePublicAccessBlockCommand({ Bucket }));
      return `arn:aws:s3:::${Bucket}`;
    },
    witness,
  },
  {
    control: 's3.bucket-encrypted',
    of: 'a bucket with S3’s own keys, where a KMS key is wanted',
    settings: { key: 'arn:aws:kms:us-east-1:000000000000:alias/proof' },
    async drift(aws) {
      const kms = aws.client(KMSClient);
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      await kms.send(new CreateAliasCommand({ AliasName: 'alias/proof', TargetKeyId: KeyMetadata?.KeyId }));
      const Bucket = await bucket(aws, 'proof-s3-keys');
      const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
      await aws
        .client(S3Client)
        .send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
      return `arn:aws:s3:::${Bucket}`;
    },
    witness,
  },
  {
    control: 's3.bucket-versioned',
    of: 'a bucket whose versioning somebody suspended',
    async drift(aws) {
      const Bucket = await bucket(aws, 'proof-suspended');
      for (const Status of ['Enabled', 'Suspended'] as const) {
        await aws
          .client(S3Client)
          .send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
      }
      return `arn:aws:s3:::${Bucket}`;
    },
    witness,
  },
  withPolicy('s3.bucket-policy-closed', 'a policy that lets everybody read', 'proof-public', (Bucket) => [
    { Sid: 'Ours', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, ...onObjects(Bucket) },
    { Sid: 'Everybody', Effect: 'Allow', Principal: '*', ...onObjects(Bucket) },
  ]),
  publicBehindBlock('proof-public-behind-block'),
  withPolicy('s3.bucket-tls-only', 'a policy that says nothing of TLS', 'proof-without-tls', (Bucket) => [
    { Sid: 'Ours', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, ...onObjects(Bucket) },
  ]),
  ownership('ObjectWriter', 'proof-writers-own'),
  ownership('BucketOwnerPreferred', 'proof-owner-preferred'),
];

/** A bucket that is open to policies, with one. */
function withPolicy(control: string, of: string, name: string, statements: (bucket: string) => object[]): Proof {
  return {
    control,
    of: `a bucket with ${of}`,
    async drift(aws) {
      const Bucket = await bucket(aws, name);
      const client = aws.client(S3Client);
      await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
      const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements(Bucket) }, null, 1);
      await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
      return `arn:aws:s3:::${Bucket}`;
    },
    witness: policyOf,
  };
}

/** Its policy is public and stays so, but would be refused if it were put again: the mend has no undo. */
function publicBehindBlock(name: string): Proof {
  return {
    control: 's3.bucket-policy-closed',
    of: 'a bucket with a public policy that S3 would refuse to take back',
    async drift(aws) {
      const Bucket = await bucket(aws, name);
      const client = aws.client(S3Client);
      const statements = [
        { Sid: 'Ours', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::000000000000:root' }, ...onObjects(Bucket) },
        { Sid: 'Everybody', Effect: 'Allow', Principal: '*', ...onObjects(Bucket) },
      ];
      const put = new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
      });
      await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
      await client.send(put);
      await client.send(
        new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
      );
      const refused = await client.send(put).then(
        () => 'nothing',
        ({ name: error }: Error) => error,
      );
      if (refused !== 'AccessDenied') {
        throw new Error(`S3 took a public policy behind the block, or refused it by ${refused}`);
      }
      await client.send(new DeleteBucketWebsiteCommand({ Bucket }));
      return `arn:aws:s3:::${Bucket}`;
    },
    witness: policyOf,
  };
}

async function policyOf(aws: Aws, arn: string): Promise<unknown> {
  const Bucket = arn.split(':::')[1] ?? '';
  return (await aws.client(S3Client).send(new GetBucketPolicyCommand({ Bucket }))).Policy;
}

function onObjects(name: string): object {
  return { Action: 's3:GetObject', Resource: `arn:aws:s3:::${name}/*` };
}

function ownership(ObjectOwnership: ObjectOwnership, name: string): Proof {
  return {
    control: 's3.bucket-owns-its-objects',
    of: `a bucket with the rule ${ObjectOwnership}`,
    async drift(aws) {
      const Bucket = await bucket(aws, name);
      await aws
        .client(S3Client)
        .send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: { Rules: [{ ObjectOwnership }] } }));
      return `arn:aws:s3:::${Bucket}`;
    },
    witness,
  };
}

/** A bucket with a tag, which has to stay. */
async function bucket(aws: Aws, Bucket: string): Promise<string> {
  const s3 = aws.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: 'team', Value: 'proofs' }] } }));
  return Bucket;
}

/** A bucket that S3 may deliver access logs to. */
async function logBucket(aws: Aws): Promise<string> {
  const Bucket = await bucket(aws, `proof-access-logs-${aws.account}-${aws.region}`);
  const delivery = {
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${Bucket}/of/*`,
    Condition: { StringEquals: { 'aws:SourceAccount': aws.account } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [delivery] });
  await aws.client(S3Client).send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return Bucket;
}

/** All that any control of buckets changes, and more. */
async function witness(aws: Aws, arn: string): Promise<unknown> {
  const s3 = aws.client(S3Client);
  const Bucket = arn.replace('arn:aws:s3:::', '');
  const [block, encryption, versioning, owner, tags, logging] = await Promise.all([
    absent(s3.send(new GetPublicAccessBlockCommand({ Bucket }))),
    absent(s3.send(new GetBucketEncryptionCommand({ Bucket }))),
    s3.send(new GetBucketVersioningCommand({ Bucket })),
    absent(s3.send(new GetBucketOwnershipControlsCommand({ Bucket }))),
    s3.send(new GetBucketTaggingCommand({ Bucket })),
    s3.send(new GetBucketLoggingCommand({ Bucket })),
  ]);
  return {
    block: block?.PublicAccessBlockConfiguration,
    encryption: encryption?.ServerSideEncryptionConfiguration,
    versioning: versioning.Status,
    owner: owner?.OwnershipControls,
    tags: tags.TagSet,
    logging: logging.LoggingEnabled,
  };
}

async function absent<T>(answer: Promise<T>): Promise<T | undefined> {
  return answer.catch((error: Error) => {
    if (/^(NoSuch\w+Configuration|\w+NotFoundError)$/.test(error.name)) {
      return undefined;
    }
    throw error;
  });
}
