import { type CfnElement, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { type ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectLockRetention, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Config } from '../../functions/domain/config.ts';
import { acknowledge } from '../acknowledge.ts';
import type { HandlerFunction } from './handler-function.ts';
import type { Store } from './store.ts';

export interface ArchiveProps {
  readonly archive: HandlerFunction;
  readonly store: Store;
  readonly deadLetters: Queue;
  readonly config: Config;
  /** Whoever may read the history may read the archive. */
  readonly reader: ManagedPolicy;
}

/** Where what is older than the history keeps goes. Made where the configuration says how long that is. */
export class Archive extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { archive, store, deadLetters, config, reader }: ArchiveProps) {
    super(scope, id);
    this.bucket = this.keep(config.history.archive);
    this.grant(archive, store, reader);
    archive.function.addEnvironment('ARCHIVE_BUCKET', this.bucket.bucketName);
    new Rule(this, 'Daily', {
      description: 'Moves what is older than the history keeps to the archive',
      schedule: Schedule.rate(Duration.days(1)),
      targets: [
        new LambdaFunction(archive.function, {
          deadLetterQueue: deadLetters,
          retryAttempts: 3,
          maxEventAge: Duration.hours(6),
        }),
      ],
    });
  }

  private keep({ objectLockDays }: Config['history']['archive']): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      versioned: true,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
      ...(objectLockDays && {
        objectLockDefaultRetention: ObjectLockRetention.compliance(Duration.days(objectLockDays)),
      }),
    });
    acknowledge(
      bucket,
      'AwsSolutions-S1',
      'One function writes it; who read it is in CloudTrail, where data events are on',
    );
    return bucket;
  }

  private grant(archive: HandlerFunction, { history }: Store, reader: ManagedPolicy): void {
    const objects = this.bucket.arnForObjects('remediations/*');
    archive.may(['s3:PutObject', 's3:GetObject'], objects);
    archive.may(['dynamodb:Query'], history.tableArn, `${history.tableArn}/index/inTime`);
    this.mayLetExpire(archive, history.tableArn);
    const id = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnElement);
    for (const reading of [archive.role, reader]) {
      acknowledge(
        reading,
        `AwsSolutions-IAM5[Resource::<${id}.Arn>/remediations/*]`,
        'An object is named after its day and what is in it, and nothing else is under this prefix',
      );
    }
    reader.addStatements(
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }),
      new PolicyStatement({ actions: ['s3:GetObject'], resources: [objects] }),
    );
  }

  /** An update of these attributes and no others: what happened cannot be written with it. */
  private mayLetExpire(archive: HandlerFunction, table: string): void {
    archive.role.addToPolicy(
      new PolicyStatement({
        actions: ['dynamodb:UpdateItem'],
        resources: [table],
        conditions: {
          'ForAllValues:StringEquals': {
            'dynamodb:Attributes': ['pk', 'sk', '_et', 'expires', 'archivedIn', 'tip', 'hash'],
          },
        },
      }),
    );
  }
}
